/** The audit chain as an auditor uses it: on the command line, and offline with a verifier that needs only Node. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '../../src/register/sqlite.ts';
import { declared, given } from '../support/incidents.ts';
import { createDesk } from './desk.ts';

const note = { name: 'note', fields: { text: 'customers were called' } } as const;
const { events } = given(declared(), note);
const other = events.map((event) =>
  event.type === 'declared' ? { ...event, incidentId: 'INC-B2C4D' } : event,
);
const verifier = fileURLToPath(new URL('../../data/verify-audit.mjs', import.meta.url));

let desk: Awaited<ReturnType<typeof createDesk>>;
before(async () => {
  desk = await createDesk(events, other);
});
const at = (name: string): string => join(desk.folder, name);

/** In a process and a folder of its own. */
function verifyOffline(...args: readonly string[]): Promise<{ code: unknown; text: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [verifier, ...args], { cwd: '/' }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, text: out + err }),
    );
  });
}

describe('the chain', () => {
  it('is listed, of one incident alone too, and whole', async () => {
    const { out } = await desk.run('audit', 'list', '--incident', 'INC-7K3FQ');
    assert.match(out, /Anna Berg \(cli\) {2}declared {2}INC-7K3FQ event 1/);
    assert.doesNotMatch(out, /INC-B2C4D/);
    const { code, json } = await desk.run('audit', 'verify', '--json');
    assert.equal(code, 0);
    assert.equal(json().verified.fault, undefined);
  });

  it('has every export in it, with the hash of the file', async () => {
    const { json } = await desk.run(
      'register',
      'export',
      '--out',
      at('a.csv'),
      '--json',
      '--as',
      'dora',
    );
    const { entries } = (await desk.run('audit', 'list', '--json')).json();
    const last = entries.at(-1);
    assert.deepEqual(
      [last.kind, last.who, last.subject, last.subjectHash],
      ['export', 'dora', 'register csv', json().export.sha256],
    );
  });
});

describe('a checkpoint', () => {
  it('is signed with a key that only its owner can read', async () => {
    const { code } = await desk.run('audit', 'checkpoint', '--out', at('checkpoint.json'));
    assert.equal(code, 0);
    assert.equal((await stat(at('audit-key.pem'))).mode & 0o777, 0o600);
    const { key } = JSON.parse(await readFile(at('checkpoint.json'), 'utf8'));
    assert.equal((await desk.run('audit', 'key')).out, key);
    const verified = await desk.run('audit', 'verify', '--checkpoint', at('checkpoint.json'));
    assert.equal(verified.code, 0, verified.err);
    assert.match(verified.out, /goes on from the checkpoint/);
  });

  it('is on record with its hash and who made it, behind the key that signed it', async () => {
    const { out: text } = await desk.run('audit', 'checkpoint', '--as', 'dora');
    const { entries } = (await desk.run('audit', 'list', '--json')).json();
    const last = entries.at(-1);
    assert.deepEqual(
      [last.kind, last.who, last.subject, last.subjectHash],
      [
        ...['checkpoint', 'dora', `entry ${JSON.parse(text).n}`],
        createHash('sha256').update(text).digest('hex'),
      ],
    );
    const keys = entries.filter(({ kind }: { kind: string }) => kind === 'key');
    assert.equal(keys.length, 1);
  });

  it('is not mailed without an address in the policy', async () => {
    const { code, err } = await desk.run('audit', 'checkpoint', '--mail', '--as', 'dora');
    assert.equal(code, 2);
    assert.match(err, /names no address for checkpoints; add audit:/);
    const both = await desk.run('audit', 'checkpoint', '--mail', '--out', at('both.json'));
    assert.equal(both.code, 2);
  });

  it('that was altered, or signed by another, is refused', async () => {
    const good = JSON.parse(await readFile(at('checkpoint.json'), 'utf8'));
    await writeFile(at('forged.json'), JSON.stringify({ ...good, n: good.n - 1 }));
    const forged = await desk.run('audit', 'verify', '--checkpoint', at('forged.json'));
    assert.equal(forged.code, 6);
    assert.match(forged.err, /was not signed by the key/);
    const strange = await createDesk(events);
    await strange.run('audit', 'key');
    const foreign = await strange.run('audit', 'verify', '--checkpoint', at('checkpoint.json'));
    assert.equal(foreign.code, 6);
  });
});

it('a checkpoint whose key is no key is no checkpoint', async () => {
  const good = JSON.parse(await readFile(at('checkpoint.json'), 'utf8'));
  await writeFile(at('keyless.json'), JSON.stringify({ ...good, key: 'zz' }));
  const keyless = ['audit', 'verify', '--checkpoint', at('keyless.json'), '--key', 'zz'];
  const { code, err } = await desk.run(...keyless);
  assert.equal(code, 2, err);
  assert.match(err, /is no checkpoint; give what seventytwo audit checkpoint wrote/);
});

it('what a message quotes cannot command the terminal', async () => {
  const { err } = await desk.run(
    'evidence',
    'INC-7K3FQ',
    '--out',
    at('x'),
    '--policy',
    '\u001b[31m',
  );
  assert.match(err, /no policy file .*\uFFFD\[31m/);
  assert.ok(!err.includes('\u001b'));
});

describe('the offline verifier', () => {
  it('finds an exported chain whole, and every single-byte change of it', async () => {
    await desk.run('audit', 'export', '--out', at('chain.jsonl'));
    const whole = await verifyOffline(at('chain.jsonl'), '--checkpoint', at('checkpoint.json'));
    assert.equal(whole.code, 0, whole.text);
    const text = await readFile(at('chain.jsonl'), 'utf8');
    // A process each: a sample spread over all of it, not every byte.
    for (let n = 3; n < text.length; n += Math.ceil(text.length / 25)) {
      const by = text[n] === '7' ? '8' : '7';
      await writeFile(at('bad.jsonl'), text.slice(0, n) + by + text.slice(n + 1));
      const { code, text: said } = await verifyOffline(at('bad.jsonl'));
      assert.equal(code, 6, `byte ${n}: ${said}`);
    }
    const lines = text.trimEnd().split('\n');
    await writeFile(at('cut.jsonl'), `${lines.slice(0, 3).join('\n')}\n`);
    assert.equal((await verifyOffline(at('cut.jsonl'))).code, 0);
    const cut = await verifyOffline(at('cut.jsonl'), '--checkpoint', at('checkpoint.json'));
    assert.equal(cut.code, 6);
    assert.match(cut.text, /its end was cut off/);
  });

  it('checks one incident with its events, of which others show only hashes', async () => {
    await desk.run('audit', 'export', '--incident', 'INC-7K3FQ', '--out', at('one.jsonl'));
    const text = await readFile(at('one.jsonl'), 'utf8');
    assert.ok(!text.includes('INC-B2C4D'));
    const { code, text: said } = await verifyOffline(at('one.jsonl'));
    assert.equal(code, 0, said);
    await writeFile(at('bad.jsonl'), text.replace('customers were called', 'nobody was called'));
    const altered = await verifyOffline(at('bad.jsonl'));
    assert.equal(altered.code, 6);
    assert.match(altered.text, /of INC-7K3FQ: it was altered/);
  });

  it('takes a slice from the first entry of an incident, and says what it does not prove', async () => {
    const run = (...words: string[]) => desk.run('audit', ...words, '--as', 'dora');
    const checkpoint = async (name: string): Promise<string> => {
      assert.equal((await run('checkpoint', '--out', at(name))).code, 0);
      return at(name);
    };
    const early = await checkpoint('early.json');
    for (const incidentId of ['INC-C3D4F', 'INC-D4F5G'])
      await desk.record(
        events.map((event) => (event.type === 'declared' ? { ...event, incidentId } : event)),
      );
    const inside = await checkpoint('inside.json');
    const done = await run('export', '--incident', 'INC-C3D4F', '--out', at('slice.jsonl'));
    assert.equal(done.code, 0, done.err);
    const lines = (await readFile(at('slice.jsonl'), 'utf8')).trimEnd().split('\n');
    const { n: first, seq, event } = JSON.parse(lines[0] ?? '');
    assert.deepEqual([seq, event.incidentId], [1, 'INC-C3D4F']);
    const last = first + lines.length - 1;
    const whole = await verifyOffline(at('slice.jsonl'));
    assert.equal(whole.code, 0, whole.text);
    const told = `a slice from entry ${first} to ${last}; what lies before is not proved by this file`;
    assert.ok(whole.text.includes(told), whole.text);
    for (const [path, said] of [
      [early, /the checkpoint saw entry \d+, before its beginning, and says nothing of it/],
      [inside, /it goes on from the checkpoint at entry \d+/],
      [await checkpoint('behind.json'), /saw entry \d+, behind its end, and says nothing of it/],
    ] as const) {
      const { code, text } = await verifyOffline(at('slice.jsonl'), '--checkpoint', path);
      assert.equal(code, 0, text);
      assert.match(text, said);
    }
    const cut = [...lines.slice(0, 1), ...lines.slice(2)].join('\n');
    await writeFile(at('bad.jsonl'), `${cut}\n`);
    const missing = await verifyOffline(at('bad.jsonl'));
    assert.deepEqual([missing.code, missing.text], [6, `broken: entry ${first + 1} is missing\n`]);
    // What a checkpoint inside saw must still be there.
    const anew = lines.map((line) =>
      line.replaceAll(JSON.parse(lines.at(-2) ?? '').hash, 'f'.repeat(64)),
    );
    await writeFile(at('bad.jsonl'), `${anew.join('\n')}\n`);
    const rewritten = await verifyOffline(at('bad.jsonl'), '--checkpoint', inside);
    assert.equal(rewritten.code, 6);
    assert.match(rewritten.text, /is not the one that the checkpoint saw/);
    const unknown = await run('export', '--incident', 'INC-22222', '--out', at('none.jsonl'));
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /the audit chain has no entry of INC-22222/);
  });
});

it('an altered line of an incident is named, with exit code 6', async () => {
  const sqlite = openSqlite(at('register.db'));
  const set = sqlite.prepare('update incident set severity = ? where id = ?');
  set.run('low', 'INC-7K3FQ');
  const { code, out } = await desk.run('audit', 'verify');
  set.run('high', 'INC-7K3FQ');
  sqlite.close();
  assert.equal(code, 6);
  assert.match(out, /the line of INC-7K3FQ in the list .*: see its severity/);
  assert.equal((await desk.run('audit', 'verify')).code, 0);
});

it('an altered event is named, with exit code 6', async () => {
  const sqlite = openSqlite(at('register.db'));
  sqlite.exec(
    `update event set body = replace(body, 'A', 'B') where type = 'noted' and incident_id = 'INC-7K3FQ'`,
  );
  sqlite.close();
  const { code, out } = await desk.run('audit', 'verify');
  assert.equal(code, 6);
  assert.match(out, /event \d+ of INC-7K3FQ is not what entry \d+ sealed/);
});
