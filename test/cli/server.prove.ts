/** The command line from a laptop that has a key and an address, and neither Temporal nor the register. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../../src/server/port.ts';
import { startApp, until, type App, type Ran } from '../support/app.ts';

let app: App;
let url: string;
const laptop = mkdtempSync(join(tmpdir(), 'seventytwo-laptop-'));

before(async () => {
  const port = await freePort();
  app = await startApp(undefined, { SEVENTYTWO_WEB: `127.0.0.1:${port}` });
  url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
});
after(async () => {
  await app.stop();
  rmSync(laptop, { recursive: true, force: true });
});

/** Its own data folder, no Temporal at the usual address, and no policy file. */
function over(...args: readonly string[]): Promise<Ran> {
  return app.run([...args, '--server', url, '--data', laptop], {
    env: { TEMPORAL_ADDRESS: '127.0.0.1:9', SEVENTYTWO_KEYS: join(laptop, 'no-keys') },
  });
}
async function done(...args: readonly string[]) {
  const ran = await over(...args, '--json');
  assert.equal(ran.code, 0, `${args.join(' ')}: ${ran.err}`);
  return ran.json();
}

describe('over HTTP', () => {
  let id: string;

  it('a person without a key, on the machine itself, declares and looks as they do there', async () => {
    const { incident } = await done(
      'declare',
      'export readable',
      '--as',
      'ben',
      '--command-id',
      'd1',
    );
    id = incident.id;
    const again = await done('declare', 'export readable', '--as', 'ben', '--command-id', 'd1');
    assert.equal(again.incident.id, id, 'the same command id is carried out once');
    const { incidents } = await done('list', '--as', 'ben');
    assert.ok(incidents.some((one: { id: string }) => one.id === id));
    const shown = await over('show', id, '--as', 'ben');
    assert.match(shown.out, /export readable/);
  });

  it('whoever has a key signs with it, and an unsigned name no longer passes', async () => {
    await app.done('access', 'grant', 'anna', '--as', 'anna');
    await until(async () => (await over('list', '--as', 'anna')).code === 4);
    const refused = await over('ack', id, '--as', 'anna');
    assert.match(refused.err, /anna cannot ask without a signature/);
    mkdirSync(join(laptop, 'access'), { mode: 0o700 });
    copyFileSync(join(app.data, 'access', 'anna.pem'), join(laptop, 'access', 'anna.pem'));
    const { incident } = await done('ack', id, '--as', 'anna');
    assert.equal(incident.commander, 'anna');
  });

  it('an incident goes its way: triage, awareness, a draft, a filing', async () => {
    await done('triage', id, 'it was readable', '--personal-data', 'yes', '--as', 'anna');
    await done('aware', id, '--at', 'now', '--reason', 'the log shows it', '--as', 'anna');
    const { notice } = await done('notice', 'draft', id, '--as', 'anna');
    const kept = await done('notice', 'show', id, '--as', 'anna');
    assert.equal(kept.notice.sha256, notice.sha256);
    const filed = await over('duty', 'file', id, '--reference', 'LDA-1', '--as', 'anna');
    assert.match(filed.out, /Filed as LDA-1/);
    // The register is a moment behind.
    let filing: { actor: { key: string } } | undefined;
    await until(async () => {
      const { events } = await done('timeline', id, '--as', 'anna');
      filing = events.find(({ type }: { type: string }) => type === 'filed');
      return filing !== undefined;
    });
    assert.match(filing?.actor.key ?? '', /^[0-9a-f]{16}$/, 'with the key of anna on record');
  });

  it('refusals, wrong input and what cannot be done over it end as they do at home', async () => {
    const early = await over('close', id, '--as', 'anna');
    assert.deepEqual([early.code, early.out], [5, '']);
    const strange = await over('show', 'INC-22222', '--as', 'anna');
    assert.equal(strange.code, 2);
    const register = await over('customers', 'list', id, '--as', 'anna');
    assert.notEqual(register.code, 70, register.err);
    // Half a policy file must not look as if it had no vendors.
    for (const words of [
      ['register', 'list'],
      ['vendors', 'list'],
      ['declare', 'a leak', '--from-vendor', 'hetzner'],
    ]) {
      const ran = await app.run([...words, '--data', laptop, '--json'], {
        env: { SEVENTYTWO_SERVER: url, SEVENTYTWO_AS: 'anna' },
      });
      assert.equal(ran.code, 2, `${words.join(' ')}: ${ran.out}`);
      assert.equal(JSON.parse(ran.out).error.code, 'not-over-http');
    }
    const none = await app.run([
      'list',
      '--server',
      'http://127.0.0.1:9',
      '--as',
      'anna',
      '--data',
      laptop,
    ]);
    assert.equal(none.code, 3);
    assert.match(none.err, /http:\/\/127\.0\.0\.1:9 does not answer/);
    const plain = await app.run(['list', '--server', 'http://acme.example', '--as', 'anna']);
    assert.equal(plain.code, 2);
    assert.match(plain.err, /begins with https/);
    const foreign = await app.run([
      'list',
      '--server',
      `http://${app.address}`,
      '--as',
      'anna',
      '--data',
      laptop,
    ]);
    assert.equal(foreign.code, 3);
  });

  it('a file goes there with its command, and comes back as it was, on record', async () => {
    const path = join(laptop, 'access.log');
    writeFileSync(path, 'GET /export 200\n');
    await done('attach', id, path, '--note', 'the downloads', '--as', 'anna');
    const { attachments } = await done('attachments', id, '--as', 'anna');
    assert.deepEqual(
      attachments.map(({ name, bytes }: { name: string; bytes: number }) => [name, bytes]),
      [['access.log', 16]],
    );
    const out = join(laptop, 'back');
    const taken = await done('attachments', id, 'A1', '--out', out, '--as', 'anna');
    assert.equal(readFileSync(taken.file, 'utf8'), 'GET /export 200\n');
    const { entries } = await app.done('audit', 'list');
    const exported = entries.filter((one: { kind: string }) => one.kind === 'export');
    assert.deepEqual(
      exported.map(({ subject, channel }: { subject: string; channel: string }) => [
        subject,
        channel,
      ]),
      [[`attachment ${id} A1`, 'api']],
    );
  });

  it('drafts are compared and exported, mails, alerts, the digest and the rota are looked at', async () => {
    await done('notice', 'draft', id, '--as', 'anna');
    assert.ok((await done('notice', 'diff', id, '--as', 'anna')).changes);
    const pdf = join(laptop, 'notice.pdf');
    await done('notice', 'export', id, '--format', 'pdf', '--out', pdf, '--as', 'anna');
    assert.equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-');
    assert.ok((await done('mails', id, '--as', 'anna')).mails.length > 0);
    assert.deepEqual((await done('alerts', 'list', id, '--as', 'anna')).alerts, []);
    for (const words of [['digest'], ['oncall', 'show'], ['customers', 'list']]) {
      const [here, there] = [
        await app.done(...words, '--as', 'ben'),
        await done(...words, '--as', 'ben'),
      ];
      const { atMs: _here, utc: _utc, local: _local, customers: hereAll, ...same } = here;
      const {
        atMs: _there,
        utc: _utcThere,
        local: _localThere,
        customers: thereAll,
        ...other
      } = there;
      assert.deepEqual(other, same, words.join(' '));
      const namesOf = (all: readonly { name: string }[] = []) => all.map(({ name }) => name);
      assert.deepEqual(namesOf(thereAll), namesOf(hereAll));
    }
  });

  it('a code made there signs in to the board, once, and what is done there is theirs', async () => {
    const { code, link } = await done('access', 'code', '--as', 'anna');
    assert.equal(link, `${url}/sign-in#${code}`);
    const signIn = () =>
      fetch(`${url}/sign-in`, {
        ...{ method: 'POST', redirect: 'manual', headers: { origin: url } },
        body: new URLSearchParams({ code }),
      });
    const first = await signIn();
    assert.equal(first.status, 303);
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    const board = await fetch(`${url}/incidents/${id}`, { headers: { cookie } });
    assert.match(await board.text(), /export readable/);
    assert.notEqual((await signIn()).status, 303, 'a code is used once');
  });

  it('watch tells what happens, and ends with the incident', async () => {
    const { incident } = await done('declare', 'watched', '--personal-data', 'no', '--as', 'anna');
    const child = app.start([
      'watch',
      incident.id,
      '--json',
      '--as',
      'anna',
      '--server',
      url,
      '--data',
      laptop,
    ]);
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    await until(() => seen.includes('"declared"'), 30_000);
    await done('false-alarm', incident.id, 'nothing', '--as', 'anna');
    await until(() => seen.includes('"closed"'), 30_000);
    await until(() => child.exitCode === 0, 30_000);
  });

  it('leaves nothing on the laptop but its key', () => {
    assert.ok(readFileSync(join(laptop, 'access', 'anna.pem'), 'utf8').includes('PRIVATE KEY'));
    assert.throws(() => readFileSync(join(laptop, 'policy.yaml')), /ENOENT/);
    assert.throws(() => readFileSync(join(laptop, 'register.db')), /ENOENT/);
  });
});
