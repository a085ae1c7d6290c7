/** A stand whose mails go through the faulty server, and what one incident made of it: told, counted, timed. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { Connection } from '@temporalio/client';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { choreIdOf, choreType, taskQueue } from '../../src/workflows/messages.ts';
import { clientOf } from '../support/client.ts';
import { count, type Count } from './count.ts';
import { startMailServer, type MailServer, type Manner } from './mail-server.ts';
import { startStand, type Stand } from './stand.ts';

export type MailStand = Stand & { readonly server: MailServer };

const passwordVariable = 'MAIL_PASSWORD';

/** With a worker. Whoever is on call has an hour to acknowledge, but four seconds when it is critical. */
export async function startMailStand(
  change: {
    readonly ladder?: object;
    readonly people?: object;
    readonly criticalWithin?: string;
  } = {},
  manner?: Manner,
): Promise<MailStand> {
  const { criticalWithin = '4s', ...rest } = change;
  const server = await startMailServer(manner);
  const smtp = { ...server.settings, password: { env: passwordVariable } };
  const stand = await startStand({
    mail: { smtp },
    acknowledgeWithin: { critical: criticalWithin, high: '1h', medium: '1h', low: '1h' },
    ...rest,
  });
  stand.env[passwordVariable] = server.password;
  await holdChores(stand);
  await stand.work();
  return {
    ...stand,
    server,
    async stop() {
      await stand.stop();
      await server.goAway();
    },
  };
}

/** Their first turn would look at the mail server, and write to people, while connections are counted. */
async function holdChores({ settings, data }: Stand): Promise<void> {
  const connection = await Connection.connect({ address: settings.address });
  try {
    for (const chore of ['digest', 'upkeep'] as const)
      await clientOf(connection, data).schedule.create({
        scheduleId: choreIdOf(chore),
        spec: { intervals: [{ every: '1 day' }] },
        action: { type: 'startWorkflow', workflowType: choreType, taskQueue, args: [] },
        state: { paused: true },
      });
  } finally {
    await connection.close();
  }
}

/** Paging and what became of mails, in order, as short as a test can compare. */
export function story(events: readonly IncidentEvent[]): readonly string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case 'paged':
        return [`paged ${event.to}`];
      case 'nobodyReached':
        return ['nobody reached'];
      case 'acknowledged':
        return ['acknowledged'];
      case 'mailAccepted':
        return [`${event.kind} > ${event.to}: ${event.detail}`];
      case 'mailFailed':
        return [`${event.kind} > ${event.to}: ${event.fault} ${event.detail}`];
      default:
        return [];
    }
  });
}

export type Reckoning = Omit<Count, 'latenessMs'> & {
  /** Never at the mail server, and the timeline says so. */
  readonly failed: readonly string[];
  /** Of each mail that came, from the event that wanted it to its arrival. */
  readonly waitsMs: readonly number[];
};

/** Counts, prints, and makes sure that nothing is lost in silence and nothing comes out of nowhere. */
export function reckon(
  t: TestContext,
  stand: MailStand,
  id: string,
  events: readonly IncidentEvent[],
): Reckoning {
  const counted = count(events, stand.server.mails);
  const told = new Set(
    events.flatMap((event) => (event.type === 'mailFailed' ? [event.messageId] : [])),
  );
  const failed = counted.lost.filter((mail) => told.has(mail));
  const lost = counted.lost.filter((mail) => !told.has(mail));
  const waitsMs = stand.server.mails.flatMap(({ messageId, atMs }) => {
    const cause = new RegExp(`^<${id}\\.(\\d+)\\.`).exec(messageId)?.[1];
    const event = events.find(({ seq }) => String(seq) === cause);
    return event ? [atMs - event.atMs] : [];
  });
  const latest = Math.max(0, ...waitsMs) / 1_000;
  t.diagnostic(
    `${counted.wanted} mails wanted, ${waitsMs.length} arrived, ${failed.length} told as failed, ` +
      `${lost.length} lost, ${counted.repeated.length} repeated; the latest after ${latest.toFixed(1)} s`,
  );
  assert.deepEqual(lost, []);
  assert.deepEqual(counted.unknown, []);
  return { ...counted, lost, failed, waitsMs };
}
