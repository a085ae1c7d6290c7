/** A storm of alerts against a real app: one incident, every alert once, and a small history. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startApp, until, type App, type Json } from '../support/app.ts';
import { payload } from './samples.ts';
import { serveIntake, withIntake, type Stand } from './stand.ts';

let app: App;
let stand: Stand;
before(async () => {
  app = await startApp(withIntake());
  stand = await serveIntake(app);
});
after(async () => {
  await stand?.stop();
  await app?.stop();
});

async function rows(incident: string): Promise<{ firing: number; resolved: number }> {
  const found = await stand.register.db
    .selectFrom('alert')
    .select(['status'])
    .where('incident_id', '=', incident)
    .execute();
  const firing = found.filter(({ status }) => status === 'firing').length;
  return { firing, resolved: found.length - firing };
}

describe('a storm', () => {
  let id = '';

  it('of 1,000 alerts over 20 connections, repeated and out of order, is one incident with 1,000 alerts', async () => {
    const posts = Array.from({ length: 20 }, (_, n) => payload({ from: n * 50, count: 50 }));
    const storm = [...posts, ...posts.toReversed(), payload({ count: 1_000 })];
    const beganMs = performance.now();
    const answers = await Promise.all(storm.map((one) => stand.post(one)));
    const tookMs = performance.now() - beganMs;
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200], stand.told.join());
    const told = await Promise.all(answers.map((answer): Promise<Json> => answer.json()));
    const ids = new Set(told.flatMap(({ accepted }) => accepted.map((one: Json) => one.incident)));
    assert.equal(ids.size, 1);
    id = String([...ids][0]);
    assert.deepEqual(await rows(id), { firing: 1_000, resolved: 0 });
    console.log(`41 posts, 3,000 alerts in ${Math.round(tookMs)} ms`);
    const listed = await app.done('list');
    assert.equal(listed.incidents.length, 1);
  });

  it('pages whoever is on call, and names monitoring as who reported it', async () => {
    const [page] = await app.mails('HostDown');
    assert.match(`${page?.text}`, /monitoring \(prometheus\)/);
  });

  it('tells the incident in bulk', async () => {
    await stand.intake.sweep();
    const { incident } = await app.done('show', id);
    assert.deepEqual(
      [incident.alerts.total, incident.alerts.firing, incident.source, incident.severity],
      [1_000, 1_000, 'prometheus', 'critical'],
    );
    const history = await app.client.workflow.getHandle(id).fetchHistory();
    const size = history.events?.length ?? 0;
    console.log(`${size} events of history`);
    assert.ok(size < 120, `${size} events of history`);
  });

  it('that is resolved is told and closes nothing', async () => {
    const answer = await stand.post(payload({ count: 1_000, status: 'resolved' }));
    assert.equal(answer.status, 200);
    // A late repeat of what fired before is no new alert.
    await stand.post(payload({ count: 100 }));
    assert.deepEqual(await rows(id), { firing: 0, resolved: 1_000 });
    await stand.intake.sweep();
    const { events } = await app.done('timeline', id);
    const last = events.findLast((event: Json) => event.type === 'alertsRecorded');
    assert.deepEqual([last.firing, last.resolved], [0, 1_000]);
    const { incident } = await app.done('show', id);
    assert.equal(incident.phase, 'detected');
    const { out } = await app.run(['timeline', id]);
    assert.match(out, /all 1,000 alerts of prometheus are resolved since/);
  });

  it('that begins again is told as such', async () => {
    await stand.post(payload({ count: 3, startsAtMs: Date.now() - 1_000 }));
    await stand.intake.sweep();
    const { out } = await app.run(['timeline', id]);
    assert.match(out, /alerts of prometheus fire again: 3 firing, 1,000 resolved, 1,003 in all/);
  });

  it('leaves an audit chain and an evidence pack that are whole', async () => {
    await until(async () => (await app.done('show', id)).incident.unjournaled === 0);
    const verified = await app.run(['audit', 'verify']);
    assert.equal(verified.code, 0, verified.out + verified.err);
  });
});
