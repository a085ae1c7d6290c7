/** What the policy file refuses, and that it says everything at once, with lines. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Failure } from '../../src/failure.ts';
import { loadPolicy, watchPolicy } from '../../src/policy/file.ts';
import { good, replaced } from './good.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
});
after(() => rm(folder, { recursive: true }));

async function written(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'policy.yaml');
  await writeFile(path, content);
  return path;
}

async function refusal(content: string | Uint8Array): Promise<Failure> {
  const path = await written(content);
  const error: unknown = await loadPolicy(path).then(
    () => assert.fail('the policy was accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.kind, 'usage');
  assert.ok(error.message.includes(path), error.message);
  return error;
}

async function faults(content: string): Promise<string[]> {
  const { code, message } = await refusal(content);
  assert.equal(code, 'policy-invalid');
  return message.split('\n').slice(1);
}

test('a good policy loads with its defaults, its version and its absolute path', async () => {
  const path = await written(good);
  const loaded = await loadPolicy(path);
  assert.equal(loaded.path, path);
  assert.equal(loaded.version, createHash('sha256').update(good).digest('hex').slice(0, 12));
  assert.deepEqual(loaded.policy.roles, { dpo: 'dora', deputy: 'anna', decisionMaker: 'anna' });
  assert.deepEqual(loaded.policy.acknowledgeWithin, {
    critical: 30_000,
    high: 900_000,
    medium: 3_600_000,
    low: 14_400_000,
  });
  assert.deepEqual(loaded.policy.ladder, {
    rungs: [
      { beforeMs: 86_400_000, level: 'owner' },
      { beforeMs: 8_000, level: 'deputy' },
    ],
    overdueEveryMs: 3_600_000,
  });
  assert.deepEqual(loaded.policy.mail.smtp, {
    host: 'smtp.example.eu',
    port: 587,
    security: 'starttls',
    user: 'seventytwo',
    password: { env: 'SMTP_PASSWORD' },
  });
});

test('faults of every kind are reported at once, in order, with line and path', async () => {
  const lines = await faults(
    replaced(
      ['zone: Europe/Berlin', 'zone: Berlin'],
      ['authority: DE-BE', 'authority: DE-XX'],
      ['email: dora@acme.example', 'email: dora'],
      ['dpo: dora', 'dpo: bob'],
      ['  deputy: anna\n', ''],
      ['critical: 30s', 'critical: 1d'],
      ['port: 587', 'prot: 587'],
    ),
  );
  assert.equal(lines.length, 7, lines.join('\n'));
  const expected = [
    /^line 4: organisation\.zone "Berlin" is not an IANA time zone/,
    /^line 5: organisation\.authority "DE-XX" is not in the directory .* did you mean .*DE-BY/,
    /^line 8: people\.dora\.email is not an e-mail address/,
    /^line 9: roles\.deputy is missing/,
    /^line 10: roles\.dpo bob is not one of the people; use one of anna, dora/,
    /^line 14: acknowledgeWithin\.critical "1d" is not a duration/,
    /^line 25: mail\.smtp\.prot is not known here/,
  ];
  expected.forEach((pattern, n) => assert.match(lines[n] ?? '', pattern));
});

const single: readonly (readonly [what: string, from: string, to: string, says: RegExp])[] = [
  [
    'an unknown id on call',
    'order: [anna,',
    'order: [zed,',
    /^line 13: onCall\.order\.0 zed is not/,
  ],
  ['somebody twice on call', '[anna, dora]', '[anna, anna]', /onCall\.order\.1 anna stands twice/],
  ['an id with capitals', '  dora: {', '  Dora: {', /people\.Dora "Dora" is not an id/],
  ["the product's own id", '  dora: {', '  seventytwo: {', /is the id of the product itself/],
  ['two reminders at one time', 'before: 8s', 'before: 1440m', /ladder has two reminders/],
  ['a name of two lines', 'name: Anna Berg', 'name: "Anna\\nBcc: x"', /line break or control/],
  ['a host with a scheme', 'host: smtp.example.eu', 'host: smtp://x', /smtp\.host is not a host/],
  ['plain SMTP to another host', 'port: 587', 'security: none', /security none is allowed only/],
  ['a user without a password', 'password: { env: SMTP_PASSWORD }', '', /only one of user and/],
  ['two places for a secret', 'env: SMTP_PASSWORD', 'env: A, file: /b', /exactly one of file, env/],
  ['a number for a name', 'name: Acme GmbH', 'name: 12', /organisation\.name must be a text/],
  [
    'an empty value',
    'contact: security@acme.example',
    'contact:',
    /organisation\.contact is empty/,
  ],
  ['an interval of nothing', 'critical: 30s', 'critical: 0s', /critical must be at least 1s/],
  [
    'a key of JavaScript',
    'organisation:',
    '__proto__: {}\norganisation:',
    /__proto__ cannot be a name/,
  ],
];

for (const [what, from, to, says] of single) {
  test(`${what} is refused`, async () => {
    const lines = await faults(replaced([from, to]));
    assert.ok(
      lines.some((line) => says.test(line)),
      lines.join('\n'),
    );
  });
}

test('a secret written into the file is refused and not repeated', async () => {
  const lines = await faults(replaced(['{ env: SMTP_PASSWORD }', 'hunter2']));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^line 28: mail\.smtp\.password must say where the secret is kept/);
  assert.doesNotMatch(lines.join('\n'), /hunter2/);
});

test('a duplicate key is refused with its line', async () => {
  const lines = await faults(replaced(['  deputy: anna\n', '  deputy: anna\n  dpo: anna\n']));
  assert.deepEqual(lines, ['line 12: the same key stands twice in one section']);
});

test('syntax errors are refused with their line', async () => {
  const [line = ''] = await faults(replaced(['{ name: Anna Berg', '{ name: [Anna Berg']));
  assert.match(line, /^line 7: /);
});

test('an alias bomb is refused', async () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [n, name] of 'bcdefghi'.split('').entries()) {
    const of = 'abcdefgh'[n];
    bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`);
  }
  assert.match((await faults(bomb.join('\n')))[0] ?? '', /Excessive alias count/);
});

test('deep nesting is refused without a crash', async () => {
  assert.ok((await faults('['.repeat(20_000))).length > 0);
});

test('an empty file, a list and two documents are refused', async () => {
  assert.match((await faults(''))[0] ?? '', /line 1: the file is empty/);
  assert.match((await faults('- a'))[0] ?? '', /the file must be a section/);
  assert.ok((await faults(`${good}---\n${good}`)).length > 0);
});

test('a missing file names the path and the command that writes one', async () => {
  const path = join(folder, 'nowhere', 'policy.yaml');
  await assert.rejects(loadPolicy(path), (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, 'policy-missing');
    assert.ok(error.message.includes(path) && error.message.includes('seventytwo init'));
    return true;
  });
});

test('a folder, a file over 1 MB and bytes that are no text are refused', async () => {
  await assert.rejects(loadPolicy(folder), /is not a file/);
  assert.match((await refusal(Uint8Array.of(0xff, 0xfe, 0x41))).message, /not UTF-8/);
  const path = await written(good);
  await truncate(path, 1_000_001);
  await assert.rejects(loadPolicy(path), /1000001 bytes; at most 1000000/);
});

test('a watched policy follows the file, and a faulty edit leaves the last good one in force', async () => {
  const path = await written(good);
  const warnings: string[] = [];
  const policy = await watchPolicy(path, (line) => warnings.push(line));
  const first = await policy();
  assert.equal(await policy(), first);

  await written(replaced(['Europe/Berlin', 'Europe/Vienna']));
  const second = await policy();
  assert.equal(second.policy.organisation.zone, 'Europe/Vienna');
  assert.notEqual(second.version, first.version);

  await written('organisation: [half an edit');
  assert.equal(await policy(), second);
  assert.equal(await policy(), second);
  await rm(path);
  assert.equal(await policy(), second);
  assert.equal(warnings.length, 2, 'told once per change');
  assert.match(warnings[0] ?? '', new RegExp(`^policy ${second.version} stays in force: `));

  await written(good);
  assert.equal((await policy()).version, first.version);
});

test('watching a faulty policy fails at once', async () => {
  await assert.rejects(watchPolicy(await written('a: 1')), Failure);
});
