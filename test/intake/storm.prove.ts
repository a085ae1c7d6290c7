/** A storm of alerts against a real app: one incident, every alert once, and a small history. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
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
    await until(async () => (await app.done('show', id)).incident.unjournaled === 0);
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
    await until(async () => (await app.done('show', id)).incident.unjournaled === 0);
    const { out } = await app.run(['timeline', id]);
    assert.match(out, /alerts of prometheus fire again: 3 firing, 1,000 resolved, 1,003 in all/);
  });

  it('is listed, shown and packed, alert by alert', async () => {
    const { out } = await app.run(['show', id]);
    assert.match(out, /1,003 from prometheus, 3 firing, newest /);
    assert.match(out, /reported by monitoring \(prometheus\)/);
    const { alerts } = await app.done('alerts', 'list', id, '--firing');
    assert.equal(alerts.length, 3);
    const shown = await app.run(['alerts', 'show', id, alerts[0].fingerprint]);
    assert.match(shown.out, /label instance +host-/);
    const unknown = await app.run(['alerts', 'show', id, 'nothing']);
    assert.equal(unknown.code, 2);
    const tried = await app.run(['intake', 'test', 'prometheus']);
    assert.match(tried.out, /declares HostDown on web-1, severity critical/);
    const pack = join(app.data, 'pack.zip');
    await until(async () => (await app.done('show', id)).incident.unjournaled === 0);
    await app.done('evidence', id, '--out', pack, '--as', 'anna');
    const files = unzipSync(readFileSync(pack));
    const csv = strFromU8(files['alerts.csv'] ?? new Uint8Array());
    assert.equal(csv.trimEnd().split('\r\n').length, 1_004);
    const json = JSON.parse(strFromU8(files['alerts.json'] ?? new Uint8Array()));
    assert.equal(json.alerts.length, 1_003);
  });

  it('leaves an audit chain that is whole', async () => {
    const verified = await app.run(['audit', 'verify']);
    assert.equal(verified.code, 0, verified.out + verified.err);
  });

  it('of 20,000 alerts is recorded, and what is beyond is known to be there', async () => {
    const group = 'big';
    const beganMs = performance.now();
    for (let from = 0; from < 20_000; from += 2_000) {
      const all = payload({ from, count: 2_000, group });
      // Below a megabyte, as max_alerts keeps a call.
      const alerts = all.alerts.map(({ generatorURL: _url, annotations: _said, ...one }) => one);
      assert.equal((await stand.post({ ...all, alerts })).status, 200, stand.told.join());
    }
    console.log(`20,000 alerts in ${Math.round(performance.now() - beganMs)} ms`);
    const last = await stand.post(payload({ from: 30_000, count: 5, group }));
    const body: Json = await last.json();
    const [{ incident, fresh, beyond }] = body.accepted;
    assert.deepEqual([fresh, beyond, (await rows(incident)).firing], [0, 5, 20_000]);
    await stand.intake.sweep();
    const { out } = await app.run(['show', incident]);
    assert.match(out, /20,000 from prometheus, .* more that are not recorded one by one/);
  });

  it('takes little longer than to start the same number of workflows takes for one', async () => {
    const body = payload({ count: 1_000, group: 'speed' });
    const startMs = performance.now();
    const handles = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        app.client.workflow.start('nothing', {
          ...{ taskQueue: 'nobody', workflowId: `bare-${n}` },
        }),
      ),
    );
    const bareMs = (performance.now() - startMs) / handles.length;
    await Promise.all(handles.map((handle) => handle.terminate()));
    const postMs = performance.now();
    assert.equal((await stand.post(body)).status, 200);
    const tookMs = performance.now() - postMs;
    const again = performance.now();
    assert.equal((await stand.post(body)).status, 200);
    const repeatMs = performance.now() - again;
    console.log(
      `1,000 alerts: ${tookMs.toFixed(0)} ms, repeated ${repeatMs.toFixed(0)} ms; a bare start ${bareMs.toFixed(1)} ms`,
    );
    assert.ok(tookMs < 10_000);
  });
});

describe('without a worker or Temporal', () => {
  it('what is answered with 503 is brought in once by the repeat, and what was answered stays', async () => {
    const server = JSON.parse(readFileSync(join(app.data, 'server.json'), 'utf8'));
    const known = payload({ count: 2, group: 'known' });
    assert.equal((await stand.post(known)).status, 200);
    // Stopped, not killed: it hangs, which is the worse of the two.
    process.kill(server.pid, 'SIGSTOP');
    const fresh = payload({ count: 50, group: 'away' });
    try {
      const more = payload({ from: 2, count: 2, group: 'known' });
      assert.equal((await stand.post(more)).status, 200, 'its incident is declared already');
      const refused = await stand.post(fresh);
      assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '30']);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    const before = (await app.done('list')).incidents.length;
    let answer: Json;
    await until(async () => {
      const again = await stand.post(fresh);
      if (again.status !== 200) return false;
      answer = await again.json();
      return true;
    }, 60_000);
    const [{ incident }] = answer.accepted;
    assert.deepEqual(await rows(incident), { firing: 50, resolved: 0 });
    await until(async () => (await app.done('list')).incidents.length >= before);
    await stand.intake.sweep();
    const { incident: shown } = await app.done('show', incident);
    assert.equal(shown.alerts.total, 50);
  });

  it('what a killed process did not tell is told by the next', async () => {
    const slow = await serveIntake(app, { everyMs: 600_000, firstMs: 600_000, sweepMs: 600_000 });
    const answer = await slow.post(payload({ count: 4, group: 'untold' }));
    const body: Json = await answer.json();
    const [{ incident }] = body.accepted;
    await slow.stop();
    assert.equal((await app.done('show', incident)).incident.alerts, undefined);
    const next = await serveIntake(app, { everyMs: 600_000, firstMs: 600_000, sweepMs: 600_000 });
    await until(async () => (await app.done('show', incident)).incident.alerts?.total === 4);
    await next.stop();
  });
});

describe('an incident that was closed', () => {
  it('takes alerts as a note and stays closed', async () => {
    const body = payload({ count: 2, group: 'closed' });
    const answer: Json = await (await stand.post(body)).json();
    const [{ incident: id }] = answer.accepted;
    await stand.intake.sweep();
    for (const args of [
      ['triage', id, 'a test', '--personal-data', 'no', '--as', 'anna'],
      ['false-alarm', id, 'a test', '--as', 'anna'],
    ])
      await app.done(...args);
    const register = () =>
      stand.register.db.selectFrom('incident').select('phase').where('id', '=', id).execute();
    await until(async () => (await register())[0]?.phase === 'closed');
    const more = await stand.post(payload({ from: 2, count: 3, group: 'closed' }));
    const told: Json = await more.json();
    assert.equal(told.accepted[0].incident, id);
    await stand.intake.sweep();
    await until(async () => /5 firing/.test((await app.run(['timeline', id])).out));
    const { out } = await app.run(['timeline', id]);
    assert.match(out, /5 firing, 0 resolved, 5 in all, .*the incident stays closed/);
    assert.equal((await app.done('show', id)).incident.phase, 'closed');
  });
});
