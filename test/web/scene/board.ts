/** A board over that weekend as the register holds it, with a clock of its own that runs: every page has something to show. */
import { createPeopleKeys } from '../../../src/web/people-keys.ts';
import { createSignIn } from '../../../src/web/sign-in.ts';
import type { Incidents } from '../../../src/client.ts';
import type { CommandName } from '../../../src/domain/commands.ts';
import { noticeSource } from '../../../src/domain/notice.ts';
import { status as toStatus } from '../../../src/domain/status.ts';
import { summarise } from '../../../src/domain/summary.ts';
import { createNoticeActivities } from '../../../src/activities/notices.ts';
import { isRefusal } from '../../../src/domain/refusal.ts';
import { Failure } from '../../../src/failure.ts';
import { createLinkBook } from '../../../src/links/book.ts';
import { personKey } from '../../../src/policy/snapshot.ts';
import { claimGroup } from '../../../src/register/alert-groups.ts';
import { storeAlerts, type Alert } from '../../../src/register/alerts.ts';
import { append } from '../../../src/register/journal.ts';
import { addOverride } from '../../../src/register/overrides.ts';
import { startBoard } from '../../../src/web/server.ts';
import { hourMs } from '../../../src/domain/ladder.ts';
import { ask, next, type CommandStep, type Story } from '../../support/incidents.ts';
import { createBoard, signInOfTests } from '../board.ts';
import { everyStory, ids, sceneMs } from './stories.ts';

const policyText = `\
rota:
  layers:
    - { name: first, people: [anna, ben, dirk], every: P7D, from: 2026-03-02, at: '09:00' }
    - { name: second, people: [ben, dirk], every: P7D, from: 2026-03-02, at: '09:00' }
  away:
    - { person: ben, from: 2026-04-06, until: 2026-04-12, reason: leave }
    - { person: dirk, from: 2026-04-06, until: 2026-04-12, reason: leave }
web:
  reports: incident
  oidc: { issuer: 'http://127.0.0.1:9', clientId: board, clientSecret: { env: OIDC } }
`;

/** Commands of the pages are carried out by the domain, at once. */
export async function startScene() {
  const stories = everyStory();
  const begunMs = Date.now();
  const now = (): number => sceneMs + Date.now() - begunMs;
  const desk = await createBoard({
    ...{ stories: [...stories.values()], policy: policyText, nowMs: sceneMs, admin: 'anna' },
  });
  const { register, data } = desk.deps;
  let isAway = false;
  const reached = (): void => {
    if (isAway)
      throw new Failure(
        'unreachable',
        'no-temporal',
        'no Temporal server answers at 127.0.0.1:7233; start it with seventytwo up',
      );
  };

  async function keep(id: string, story: Story): Promise<Story> {
    const known = stories.get(id)?.events.length ?? 0;
    stories.set(id, story);
    const { incident, events } = story;
    await append(register, { events: events.slice(known), incident: summarise(incident) });
    return story;
  }

  async function say(id: string, name: CommandName, person: string, fields: object) {
    const story = stories.get(id);
    if (!story) throw new Failure('usage', 'unknown-incident', `there is no incident ${id}`);
    // oxlint-disable-next-line no-unsafe-type-assertion -- name and fields come from one command.
    const step = { name, fields, by: person, at: now() } as CommandStep;
    const decision = ask(story, step);
    if (isRefusal(decision)) throw new Failure('refused', decision.refused, decision.message);
    return toStatus((await keep(id, next(story, step))).incident, 0);
  }

  const open = (): readonly Story[] =>
    [...stories.values()].filter(({ incident }) => incident.phase !== 'closed');
  const incidents: Incidents = {
    ...desk.deps.incidents,
    async send(id, { name, actor, fields }) {
      reached();
      return say(id, name, actor.person, fields);
    },
    async status(id) {
      reached();
      const story = open().find(({ incident }) => incident.id === id);
      return story && toStatus(story.incident, 0);
    },
    async listOpen() {
      reached();
      return open().map(({ incident }) => {
        const { id, phase, severity, personalData } = incident;
        return { id, phase, severity, personalData };
      });
    },
  };
  const deps = { ...desk.deps, incidents, now };
  const { policy } = await deps.policy();

  const group = { source: 'prometheus', hash: 'auth' };
  const claim = { nowMs: sceneMs, reopenWithinMs: hourMs, newCommandId: () => 'a-command' };
  await claimGroup(register, { ...group, ...claim });
  await storeAlerts(register, {
    ...{ ...group, generation: 1, incidentId: ids.storm },
    ...{ alerts, nowMs: sceneMs - 9 * 60_000, most: 20_000, isCut: false },
  });
  await addOverride(
    register,
    {
      ...{ layer: 'second', person: 'clara', by: 'clara', givenAtMs: sceneMs - hourMs },
      ...{ fromMs: sceneMs - hourMs, untilMs: sceneMs + 9 * hourMs },
    },
    'Dirk has lost his voice',
    'web',
  );
  const main = stories.get(ids.main);
  if (main) {
    const about = { duty: 'gdpr-33-1' } as const;
    const notice = 'N1';
    const asked = next(main, {
      ...{ event: { type: 'noticeRequested', notice, about }, by: 'dora', at: sceneMs },
    });
    const { draftNotice } = createNoticeActivities({ ...deps, now: () => sceneMs });
    const source = noticeSource(asked.incident);
    const drafted = await draftNotice({ incidentId: ids.main, notice, about, source });
    await keep(ids.main, next(asked, { event: { type: 'noticeDrafted', notice, ...drafted } }));
  }

  const book = createLinkBook(register, data, { now, onAway: () => undefined });
  const { routes, ready } = createSignIn(deps, createPeopleKeys(deps), { OIDC: 'not asked for' });
  const served = await startBoard(
    deps,
    '127.0.0.1:0',
    {},
    { routes, ready, recognise: signInOfTests.recognise },
  );
  let isStopped = false;
  async function stop(): Promise<void> {
    if (!isStopped) await served.close();
    isStopped = true;
  }
  return {
    ...{ url: served.url, ids, notice: 'N1', now, told: desk.told },
    /** As Temporal is, from now on. */
    setAway: (value: boolean) => void (isAway = value),
    say,
    /** The path of a link in a page mail. */
    async link(incidentId: string, person: string, lifetimeMs = hourMs): Promise<string> {
      const sub = personKey(policy, person);
      const causedAtMs = now() - 10 * 60_000;
      return `/l/${await book.make({ incidentId, mail: '2.0', sub, causedAtMs, lifetimeMs })}`;
    },
    /** The web server ends, as when it is started anew. */
    stop,
    async close() {
      await stop();
      await desk.close();
    },
  };
}
export type Scene = Awaited<ReturnType<typeof startScene>>;

const alerts: readonly Alert[] = [
  ['auth-1.internal.acme.example', 'firing', 95],
  ['auth-2.internal.acme.example', 'firing', 88],
  ['vpn.acme.example', 'firing', 12],
  ['mail.acme.example', 'resolved', 80],
].map(([instance, status, minutes], n) => ({
  fingerprint: `9f2c41d07be3a6${10 + n}`,
  startsAtMs: sceneMs - Number(minutes) * 60_000,
  ...(status === 'resolved' && { endsAtMs: sceneMs - 20 * 60_000 }),
  status: status === 'firing' ? 'firing' : 'resolved',
  body: {
    labels: { alertname: 'AuthFailuresHigh', severity: 'page', instance: String(instance) },
    annotations: {
      summary: `More than 200 failed sign-ins a minute at ${String(instance)}`,
      runbook: 'https://runbooks.acme.example/auth/failures-high',
    },
    link: `http://prometheus.internal.acme.example:9090/graph?g0.expr=rate%28auth_failures_total%5B5m%5D%29+%3E+3.3&g0.tab=1`,
  },
}));
