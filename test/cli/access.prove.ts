/** Signed commands in a running product that demands them: who has a key acts, everybody else is told why not. */
import assert from 'node:assert/strict';
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startApp, type App, type Json, type Ran } from '../support/app.ts';

let app: App;
let id: string;
/** Temporal's own program shows what the worker answers only with it: that is sealed too. */
let codec: ChildProcess;
let codecUrl: string;
before(async () => {
  app = await startApp(({ policyPath }) => {
    const text = readFileSync(policyPath, 'utf8');
    assert.ok(text.includes('signatures: optional'));
    writeFileSync(policyPath, text.replace('signatures: optional', 'signatures: required'));
  });
  codec = app.start(['codec', '--port', '0', '--json']);
  assert.ok(codec.stdout);
  const [line] = await once(codec.stdout, 'data');
  codecUrl = JSON.parse(String(line)).url;
});
after(async () => {
  codec.kill('SIGTERM');
  await app.stop();
});

/** As a shell would run it: the line that `sign` prints, to the letter. */
function shell(line: string): Promise<{ readonly code: number; readonly said: string }> {
  const words = line.replace(/^temporal /, `'${app.cliPath}' `);
  return new Promise((done) => {
    const env = { ...app.env, TEMPORAL_CODEC_ENDPOINT: codecUrl };
    execFile('/bin/sh', ['-c', words], { env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), said: `${out}${err}` }),
    );
  });
}

const sign = (...words: string[]): Promise<Json> => app.done('sign', ...words, '--as', 'anna');
const notes = async (): Promise<number> =>
  (await app.done('timeline', id)).events.filter(({ type }: Json) => type === 'noted').length;

function isForged({ code, json }: Ran, sentence: RegExp): void {
  assert.equal(code, 4);
  const { error } = json();
  assert.equal(error.code, 'not-authenticated');
  assert.match(error.message, sentence);
}

describe('once signatures are required', () => {
  it('a command without one is not allowed, and a signed one is taken seconds after the grant', async () => {
    const words = ['declare', 'customer export readable', '--as', 'anna', '--command-id', 'job-1'];
    isForged(await app.run([...words, '--json']), /commands must be signed/);
    await app.done('access', 'grant', 'anna', '--as', 'anna');
    const declared = await app.done(...words);
    assert.equal((await app.done(...words)).incident.id, declared.incident.id);
    ({ id } = declared.incident);
    const [first] = (await app.done('timeline', id)).events;
    const { keys } = await app.done('access', 'list');
    assert.equal(first.actor.key, keys.find(({ person }: Json) => person === 'anna').id);
    assert.equal(first.actor.signature, undefined);
    isForged(await app.run(['note', id, 'x', '--as', 'ben', '--json']), /access key --as ben/);
  });

  it("what sign prints works once with Temporal's own program, and not when a letter is altered", async () => {
    const { line } = await sign('note', id, '--text', "it's the disk");
    const altered = await shell(
      line.replace('the disk', 'the desk').replace('--update-id ', '--update-id x'),
    );
    assert.notEqual(altered.code, 0);
    assert.match(altered.said, /altered/);
    assert.equal(await notes(), 0);
    const taken = await shell(line);
    assert.equal(taken.code, 0, taken.said);
    await shell(line);
    assert.equal(await notes(), 1);
    // The same signature for another action of the same kind.
    const again = line.replace(/"commandId":"[^"]+"/, '"commandId":"again"');
    const replayed = await shell(again.replace('--update-id ', '--update-id x'));
    assert.match(replayed.said, /altered/);
    assert.equal(await notes(), 1);
  });

  it('a signal is signed the same way, and a forged one is told on the timeline', async () => {
    const { line } = await sign('note', id, '--text', 'by signal', '--signal');
    const refused = async (): Promise<number> =>
      (await app.done('timeline', id)).events.filter(({ type }: Json) => type === 'commandRefused')
        .length;
    const before = await refused();
    assert.equal((await shell(line.replace('by signal', 'by smoke'))).code, 0);
    assert.equal((await shell(line)).code, 0);
    // An update comes after both.
    await app.done('note', id, 'behind them', '--as', 'anna');
    assert.equal(await refused(), before + 1);
    assert.equal(await notes(), 3);
  });

  it('one incident ends in another by the key of the worker, and nobody else sends what that takes', async () => {
    const other = (await app.done('declare', 'the same again', '--as', 'anna')).incident;
    const merged = await app.done('merge', other.id, id, '--reason', 'one leak', '--as', 'anna');
    assert.equal(merged.incident.phase, 'closed', JSON.stringify(merged.incident));
    const fields = { duplicate: other.id, title: 'x', personalData: 'no' };
    const detected = { atMs: Date.now(), zone: 'UTC' };
    const input = JSON.stringify({ ...fields, detected });
    const { line } = await sign('absorb', id, '--input', input);
    assert.match((await shell(line)).said, /only a worker may send absorb/);
  });

  it('a key of somebody else signs nothing in the name of another', async () => {
    await app.done('access', 'grant', 'ben', '--as', 'anna');
    const env = { SEVENTYTWO_KEY: join(app.data, 'access', 'ben.pem') };
    const words = ['note', id, 'x', '--as', 'anna', '--json'];
    isForged(await app.run(words, { env }), /is not that of anna/);
  });

  it('a key that is taken away counts no more within seconds, and the record is whole', async () => {
    const words = ['note', id, 'x', '--as', 'ben', '--json'];
    assert.equal((await app.run(words)).code, 0);
    await app.done('access', 'revoke', 'ben', '--reason', 'left', '--as', 'anna');
    const revokedAtMs = Date.now();
    let last = await app.run(words);
    while (last.code === 0 && Date.now() - revokedAtMs < 20_000) last = await app.run(words);
    isForged(last, /was taken away/);
    assert.ok(Date.now() - revokedAtMs < 8_000, `after ${Date.now() - revokedAtMs} ms`);
    const { out } = await app.run(['audit', 'verify']);
    assert.match(out, /is whole/);
  });
});
