/** The keys folder: made once by whoever comes first, rotated without a loss, erased for good, closed to others. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openKeys } from '../../src/encryption/keys.ts';
import { activeKey, ensureRing, readRing, requireRing } from '../../src/encryption/ring.ts';
import { rotateKeys } from '../../src/encryption/rotation.ts';
import { runSource, temporaryFolder } from '../server/support.ts';

const incident = 'INC-K7F3Q';
const root = join(import.meta.dirname, '..', '..');

async function makeFolder(t: TestContext): Promise<string> {
  const keys = temporaryFolder(t);
  await ensureRing(keys);
  return keys;
}

const settled = (): Promise<void> => Promise.resolve();
const silent = (): void => undefined;

describe('two processes that make keys at once', () => {
  it('agree on the ring and on the key of an incident', async (t) => {
    const folder = join(temporaryFolder(t), 'keys');
    const source = `
      const { openKeys } = await import('${root}/src/encryption/keys.ts');
      const { ensureRing } = await import('${root}/src/encryption/ring.ts');
      // All at the same instant, however long each took to start.
      await new Promise((go) => setTimeout(go, Number(process.env.START_MS) - Date.now()));
      await ensureRing(process.env.FOLDER);
      const keys = openKeys({ keys: process.env.FOLDER });
      const sealed = await keys.seal('${incident}', Buffer.from(String(process.pid)));
      console.log(sealed.toString('base64'));`;
    const env = { ...process.env, FOLDER: folder, START_MS: String(Date.now() + 3_000) };
    const started = [1, 2, 3, 4].map(() => runSource(t, source, env));
    const codes = await Promise.all(started.map(({ exited }) => exited));
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const keys = openKeys({ keys: folder });
    for (const { child, lines } of started) {
      const opened = await keys.open(Buffer.from(lines[0] ?? '', 'base64'));
      assert.equal(opened.toString(), String(child.pid));
    }
    assert.equal((await requireRing(folder)).length, 1);
    assert.deepEqual(readdirSync(join(folder, 'incidents')), [`${incident}.json`]);
  });

  it('in one process too, however many ask', async (t) => {
    const keys = openKeys({ keys: await makeFolder(t) });
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => keys.seal(incident, Buffer.from([n]))),
    );
    for (const [n, sealed] of all.entries())
      assert.deepEqual(await keys.open(sealed), Buffer.from([n]));
  });
});

describe('a rotation', () => {
  it('leaves everything readable that was sealed, by who has the new ring and by who still had the old one', async (t) => {
    const folder = await makeFolder(t);
    const worker = openKeys({ keys: folder });
    const ofIncident = await worker.seal(incident, Buffer.from('a title'));
    const ofRing = await worker.seal(undefined, Buffer.from('a watch'));
    const { from, to, incidents } = await rotateKeys(folder, Date.now(), settled, silent);
    assert.equal(incidents, 1);
    assert.notEqual(from, to);
    for (const keys of [worker, openKeys({ keys: folder })]) {
      assert.equal((await keys.open(ofIncident)).toString(), 'a title');
      assert.equal((await keys.open(ofRing)).toString(), 'a watch');
    }
    const fresh = openKeys({ keys: folder });
    assert.equal(
      (await worker.open(await fresh.seal(undefined, Buffer.from('x')))).toString(),
      'x',
    );
    const wrapped = readFileSync(join(folder, 'incidents', `${incident}.json`), 'utf8');
    assert.ok(wrapped.includes(to) && !wrapped.includes(from));
  });

  it('that cannot be put on record changes nothing', async (t) => {
    const folder = await makeFolder(t);
    const before = await requireRing(folder);
    const broken = rotateKeys(folder, Date.now(), () => Promise.reject(new Error('away')), silent);
    await assert.rejects(broken, /away/);
    assert.deepEqual(await requireRing(folder), before);
  });

  it('is refused while another one runs', async (t) => {
    const folder = await makeFolder(t);
    const during = (): Promise<void> =>
      assert.rejects(rotateKeys(folder, Date.now(), settled, silent), { code: 'keys-busy' });
    await rotateKeys(folder, Date.now(), during, silent);
    assert.equal((await requireRing(folder)).length, 2);
  });
});

describe('the erasure of an incident', () => {
  it('is for good: nothing opens, no new key is made, a rotation brings none back', async (t) => {
    const folder = await makeFolder(t);
    const keys = openKeys({ keys: folder });
    const sealed = await keys.seal(incident, Buffer.from('a title'));
    await keys.eraseIncidentKey(incident);
    await rotateKeys(folder, Date.now(), settled, silent);
    for (const one of [keys, openKeys({ keys: folder })]) {
      await assert.rejects(one.open(sealed), { code: 'key-erased' });
      await assert.rejects(one.seal(incident, Buffer.from('x')), { code: 'key-erased' });
    }
    assert.deepEqual(readdirSync(join(folder, 'incidents')), [`${incident}.erased.json`]);
    await keys.eraseIncidentKey(incident);
  });

  it('leaves the others readable', async (t) => {
    const keys = openKeys({ keys: await makeFolder(t) });
    const sealed = await keys.seal('INC-BCDFG', Buffer.from('a title'));
    await keys.eraseIncidentKey(incident);
    assert.equal((await keys.open(sealed)).toString(), 'a title');
  });
});

describe('the key ring', () => {
  it('is made once, in a folder and files that only their owner may enter', async (t) => {
    const folder = join(temporaryFolder(t), 'keys');
    const made = await ensureRing(folder);
    assert.deepEqual(await ensureRing(folder), made);
    await openKeys({ keys: folder }).seal(incident, Buffer.from('x'));
    const mode = (...path: string[]) => statSync(join(folder, ...path)).mode & 0o777;
    assert.equal(mode(), 0o700);
    assert.equal(mode('ring.json'), 0o600);
    assert.equal(mode('incidents'), 0o700);
    assert.equal(mode('incidents', `${incident}.json`), 0o600);
  });

  it('that is missing, broken or open to everybody is told in one sentence', async (t) => {
    const folder = temporaryFolder(t);
    assert.equal(await readRing(folder), undefined);
    await assert.rejects(requireRing(folder), { code: 'no-keys', message: /SEVENTYTWO_KEYS/ });
    const ring = await ensureRing(folder);
    chmodSync(join(folder, 'ring.json'), 0o644);
    await assert.rejects(readRing(folder), { code: 'keys-open', message: /chmod 600/ });
    chmodSync(join(folder, 'ring.json'), 0o600);
    writeFileSync(join(folder, 'ring.json'), `{"key":"${activeKey(ring).key.toString('base64')}`);
    await assert.rejects(readRing(folder), (error: Error) => {
      assert.match(error.message, /^the key file .* cannot be used \(it is no JSON\)/);
      assert.ok(!error.message.includes(activeKey(ring).key.toString('base64').slice(0, 8)));
      return true;
    });
  });

  it('whose incident key was put in the place of another does not open it', async (t) => {
    const folder = await makeFolder(t);
    const keys = openKeys({ keys: folder });
    await keys.seal(incident, Buffer.from('x'));
    const sealed = await keys.seal('INC-BCDFG', Buffer.from('x'));
    const text = readFileSync(join(folder, 'incidents', `${incident}.json`), 'utf8');
    const moved = text.replace(incident, 'INC-BCDFG');
    writeFileSync(join(folder, 'incidents', 'INC-BCDFG.json'), moved);
    await assert.rejects(openKeys({ keys: folder }).open(sealed), { code: 'keys-unusable' });
  });
});
