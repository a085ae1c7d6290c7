/** What an incident such as the demo's leaves in Temporal's history, beside a bare workflow with one mail. */
import { Connection, type WorkflowHandle } from '@temporalio/client';
import { replay } from '../src/domain/apply.ts';
import { hourMs } from '../src/domain/ladder.ts';
import type { Mail } from '../src/domain/mail.ts';
import { mailSubject } from '../src/domain/mails.ts';
import { taskQueue } from '../src/workflows/messages.ts';
import { startStand } from '../test/faults/stand.ts';
import { settle, toldUntil } from '../test/faults/wait.ts';
import { startBareWorker } from './bare-worker.ts';
import { printTable, ratio } from './numbers.ts';
import { clientOf } from '../test/support/client.ts';

/** At these the server ends a run. */
const limit = { events: 51_200, bytes: 50 * 1024 * 1024 };
const id = 'INC-2BNCH';

const stand = await startStand();
const connection = await Connection.connect({ address: stand.settings.address });
const stopWorker = await startBareWorker(stand);
try {
  const { workflow } = clientOf(connection, stand.data);
  await story();
  const handle = workflow.getHandle(id);
  await handle.result();
  const events = await stand.events(id);
  const incident = replay(events);
  if (!incident) throw new Error(`${id} is not in the register`);

  const page: Mail = { key: '1.0', kind: 'page', to: 'anna', fallback: [], causedAtMs: Date.now() };
  const subject = { ...mailSubject(incident, page), id: 'INC-3BARE' };
  const bare = await workflow.start('bare', {
    workflowId: subject.id,
    taskQueue,
    args: [{ mail: page, subject, mailDomain: 'acme.example' }],
  });
  await bare.result();

  const whole = await size(handle);
  const yardstick = await size(bare);
  const mails = events.filter(({ type }) => type === 'mailAccepted').length;
  const commands = new Set(events.flatMap(({ commandId }) => commandId ?? [])).size;
  printTable(
    ['', 'events', 'bytes', 'of the limit'],
    [
      ['the incident', whole.events, whole.bytes, share(whole)],
      ['the bare workflow', yardstick.events, yardstick.bytes, share(yardstick)],
    ],
  );
  console.log(
    `ratio: events ${ratio(whole.events, yardstick.events)}, bytes ${ratio(whole.bytes, yardstick.bytes)}`,
  );
  console.log(
    `It carried out ${commands} commands and sent ${mails} mails, recorded as ${events.length} events of its own:`,
  );
  const deeds = commands + mails;
  console.log(
    `${ratio(whole.events, deeds)} history events and ${Math.round(whole.bytes / deeds)} bytes for each command or mail.`,
  );
} finally {
  await connection.close();
  await stopWorker();
  await stand.stop();
}

type Size = { readonly events: number; readonly bytes: number };

async function size(handle: WorkflowHandle): Promise<Size> {
  const { historyLength, historySize } = await handle.describe();
  return { events: historyLength, bytes: historySize ?? 0 };
}

function share({ events, bytes }: Size): string {
  const part = Math.max(events / limit.events, bytes / limit.bytes);
  return `${(part * 100).toFixed(2)} %`;
}

/** The commands of `seventytwo demo`. */
async function story(): Promise<void> {
  await stand.declare(id, {
    title: 'customer export readable without login',
    severity: 'critical',
  });
  await stand.send(id, 'acknowledge', 'anna', {});
  await stand.send(id, 'triage', 'anna', {
    summary: 'The export bucket was public; its log shows downloads from unknown addresses.',
    ...({ personalData: 'yes', subjects: 1_200, subjectCategories: ['customers'] } as const),
    dataCategories: ['contact data', 'invoices'],
    consequences: 'phishing with true invoice data',
  });
  await stand.send(id, 'contain', 'anna', { summary: 'Bucket made private, access keys rotated.' });
  // The 48-hour reminder falls due in three seconds.
  const rungAtMs = Date.now() + 3_000;
  const at = { atMs: rungAtMs - 24 * hourMs, zone: 'Europe/Berlin' };
  await stand.send(id, 'declareAwareness', 'dora', {
    at,
    reason: 'the log shows that strangers downloaded the file',
  });
  await refused(stand.send(id, 'declareFalseAlarm', 'anna', { reason: 'it is embarrassing' }));
  await stand.send(id, 'draftNotices', 'dora', { customers: ['globex'] });
  await stand.send(id, 'approveNotices', 'dora', { customers: ['globex'] });
  await stand.send(id, 'notifyCustomer', 'dora', { customer: 'globex' });
  await toldUntil(stand, id, rungAtMs);
  await settle(stand, id);
  await stand.send(id, 'draftNotice', 'dora', {});
  await stand.send(id, 'fileDuty', 'dora', { reference: 'LDA-2026-4711' });
  await refused(stand.send(id, 'close', 'anna', {}));
  await stand.send(id, 'recover', 'anna', { summary: 'Export rebuilt behind the login.' });
  await stand.send(id, 'review', 'anna', {
    summary: 'A template made new buckets public.',
    rootCause: 'the default of the template',
    improvements: ['deny public buckets by policy'],
  });
  await stand.send(id, 'close', 'anna', {});
}

async function refused(call: Promise<unknown>): Promise<void> {
  const wasDone = await call.then(
    () => true,
    () => false,
  );
  if (wasDone) throw new Error('a command was carried out that the story has refused');
}
