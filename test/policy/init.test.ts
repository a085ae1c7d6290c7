/** `init` writes a policy that loads, from as few flags as possible, and never over another. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { init, type InitOptions } from '../../src/cli/init.ts';
import { defaultLadder } from '../../src/domain/ladder.ts';
import { Failure } from '../../src/failure.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { parsePolicy } from '../../src/policy/source.ts';

let folder: string;
let count = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-'));
});
after(() => rm(folder, { recursive: true }));

function options(changes: Partial<InitOptions> = {}): InitOptions {
  count += 1;
  return {
    path: join(folder, String(count), 'policy.yaml'),
    organisation: 'Acme GmbH',
    contact: 'security@acme.example',
    authority: 'DE-BE',
    people: ['Anna Berg <anna@acme.example>', 'Dora Lind <dora@acme.example>'],
    ...changes,
  };
}

async function faults(changes: Partial<InitOptions>): Promise<string[]> {
  const given = options(changes);
  const error: unknown = await init(given).then(
    () => assert.fail('the flags were accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Failure, String(error));
  assert.equal(error.code, 'init-invalid');
  await assert.rejects(stat(given.path), 'nothing is written');
  return error.message.split('\n').slice(1);
}

test('the shortest call writes a file that loads, with reasonable roles', async () => {
  const given = options();
  const told = await init(given);
  assert.ok(told.includes(given.path));
  const { policy } = await loadPolicy(given.path);
  assert.deepEqual(policy.roles, { dpo: 'dora', deputy: 'anna', decisionMaker: 'anna' });
  assert.deepEqual(policy.onCall.order, ['anna', 'dora']);
  assert.deepEqual(policy.people.dora, { name: 'Dora Lind', email: 'dora@acme.example' });
  assert.deepEqual(policy.people.anna?.roles, ['reporter', 'responder', 'commander', 'admin']);
  assert.equal(policy.organisation.zone, new Intl.DateTimeFormat().resolvedOptions().timeZone);
  assert.deepEqual(policy.ladder, defaultLadder);
  assert.deepEqual(policy.customers, {});
  assert.deepEqual(policy.mail, {});
});

test('what the file spells out is what the schema would take by default', async () => {
  const given = options();
  await init(given);
  const text = await readFile(given.path, 'utf8');
  const bare = text.replace(/^(acknowledgeWithin|ladder):\n(( .*)?\n)+/gm, '');
  assert.doesNotMatch(bare, /^(acknowledgeWithin|ladder):/m);
  assert.deepEqual(parsePolicy(bare), parsePolicy(text));
});

test('guesses are marked for review, and what the flags say is not', async () => {
  const guessed = options();
  await init(guessed);
  const reviews = /REVIEW/g;
  assert.equal((await readFile(guessed.path, 'utf8')).match(reviews)?.length, 5);
  const said = options({
    zone: 'Europe/Berlin',
    dpo: 'dora',
    deputy: 'anna',
    decisionMaker: 'anna',
    onCall: ['dora', 'anna'],
  });
  await init(said);
  assert.equal((await readFile(said.path, 'utf8')).match(reviews), null);
  assert.deepEqual((await loadPolicy(said.path)).policy.onCall.order, ['dora', 'anna']);
});

test('the file is private, whole, and alone in its folder', async () => {
  const given = options();
  await init(given);
  assert.equal((await stat(given.path)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(join(given.path, '..')), ['policy.yaml']);
});

test('the commented mail server, customers and vendors load once uncommented', async () => {
  const given = options();
  await init(given);
  const text = await readFile(given.path, 'utf8');
  const uncommented = text.replace(/^# (customers:|vendors:|mail:| {2}.*)$/gm, '$1');
  const parsed = parsePolicy(uncommented);
  if (parsed.faults) assert.fail(parsed.faults.join('\n'));
  assert.deepEqual(parsed.policy.mail.smtp?.password, { file: '/run/secrets/smtp' });
  assert.equal(parsed.policy.customers.globex?.zone, 'Europe/Amsterdam');
  assert.equal(parsed.policy.vendors['hetzner']?.country, 'DE');
});

test('every section that is only proposed loads once uncommented, and names its page', async () => {
  const given = options({ smtp: 'smtp.acme.example:587', smtpSecurity: 'starttls' });
  await init(given);
  const text = await readFile(given.path, 'utf8');
  const sections =
    /^# (rota|escalation|hosting|backups|audit|retention|web|digest|intake|watchdog): /gm;
  assert.equal(text.match(sections)?.length, 10);
  const uncommented = text
    .replace(sections, '$1: ')
    .replace(/^ {2}# (bounces|bounceToken|dkim): /gm, '  $1: ')
    .replace(/^# (vendors:| {2}hetzner:.*)$/gm, '$1')
    .replace('[age1...]', '[age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]');
  const parsed = parsePolicy(uncommented);
  if (parsed.faults) assert.fail(parsed.faults.join('\n'));
  assert.deepEqual(parsed.policy.rota?.layers[0]?.people, ['anna', 'dora']);
  assert.equal(parsed.policy.mail.dkim?.selector, 'st2026');
  for (const [, page = ''] of text.matchAll(/(docs\/[a-z-]+\.md)/g))
    assert.ok(existsSync(new URL(`../../${page}`, import.meta.url)), page);
});

test('an existing file is not overwritten', async () => {
  const path = join(folder, 'mine.yaml');
  await writeFile(path, 'mine');
  await assert.rejects(init(options({ path })), (error: unknown) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, 'policy-exists');
    assert.ok(error.message.includes(path));
    return true;
  });
  assert.equal(await readFile(path, 'utf8'), 'mine');
});

test('a place that cannot be written is named', async () => {
  await writeFile(join(folder, 'file'), '');
  const path = join(folder, 'file', 'policy.yaml');
  await assert.rejects(init(options({ path })), /cannot be written .*choose another place/);
});

const roles: readonly (readonly [string, Partial<InitOptions>, Record<string, string>])[] = [
  ['a third person is the deputy', {}, { dpo: 'c', deputy: 'b', decisionMaker: 'a' }],
  ['a named DPO is kept', { dpo: 'a' }, { dpo: 'a', deputy: 'c', decisionMaker: 'b' }],
  [
    'who decides is not the DPO',
    { decisionMaker: 'c' },
    { dpo: 'b', deputy: 'a', decisionMaker: 'c' },
  ],
  ['a named deputy is kept', { deputy: 'c' }, { dpo: 'b', deputy: 'c', decisionMaker: 'a' }],
];
for (const [what, changes, expected] of roles) {
  test(`roles among three people: ${what}`, async () => {
    const given = options({
      people: ['A <a@x.example>', 'B <b@x.example>', 'C <c@x.example>'],
      ...changes,
    });
    await init(given);
    assert.deepEqual((await loadPolicy(given.path)).policy.roles, expected);
  });
}

test('one person alone is told that the DPO must be somebody else', async () => {
  const given = options({ people: ['Anna Berg <anna@acme.example>'] });
  await init(given);
  await loadPolicy(given.path);
  assert.match(
    await readFile(given.path, 'utf8'),
    /REVIEW: the DPO must not be the one who decides/,
  );
});

test('names keep every character, and ids are made from them', async () => {
  const people = [
    'Łukasz "Lu, {x}" O\'Neil: #1 <l@acme.example>',
    'Åse Ødegård <a@acme.example>',
    'Åse Sørensen <b@acme.example>',
    'eleni=Ελένη Παππά <e@acme.example>',
    'null=No <no@acme.example>',
  ];
  const organisation = 'Müller & Söhne: "Acme" #1, [x]';
  const customers = [
    'globex=Globex, BV {NL} <privacy@globex.example>',
    'Initech AG <i@initech.example>',
  ];
  const given = options({ people, organisation, customers, dpo: 'null' });
  await init(given);
  const { policy } = await loadPolicy(given.path);
  assert.deepEqual(Object.keys(policy.people), ['lukasz', 'ase', 'ase-sorensen', 'eleni', 'null']);
  assert.equal(policy.people.lukasz?.name, 'Łukasz "Lu, {x}" O\'Neil: #1');
  assert.equal(policy.organisation.name, organisation);
  assert.equal(policy.customers.globex?.name, 'Globex, BV {NL}');
  assert.deepEqual(Object.keys(policy.customers), ['globex', 'initech']);
});

test('all faults of the flags come at once, in the words of the flags', async () => {
  const { authority: _authority, ...without } = options();
  const lines = await faults({
    organisation: ' ',
    contact: 'nope',
    zone: 'Berlin',
    dpo: 'bob',
    onCall: ['zed'],
    people: ['Anna anna@x', 'ase=Åse <x>', 'ase=Y <y@y.eu>', 'Ελένη <e@y.eu>'],
    customers: ['<x@y.eu>'],
    authority: 'Bavaria',
  });
  const expected = [
    /^--person "Anna anna@x" is not of the form/,
    /^--person "ase=Y <y@y.eu>" repeats the id ase/,
    /^--person "Ελένη <e@y.eu>" gives no id/,
    /^--customer "<x@y.eu>" is not of the form/,
    /^--organisation is empty/,
    /^--contact is not an e-mail address/,
    /^--zone "Berlin" is not an IANA time zone/,
    /^--authority "Bavaria" is not in the directory .* DE-BY/,
    /^--person ase: email is not an e-mail address/,
    /^--dpo bob is not one of the people; use one of ase/,
    /^--on-call zed is not one of the people/,
  ];
  for (const pattern of expected)
    assert.ok(
      lines.some((line) => pattern.test(line)),
      `${pattern} in\n${lines.join('\n')}`,
    );
  assert.equal(lines.length, expected.length, lines.join('\n'));
  await assert.rejects(init(without), /--authority is missing; .*AT, BE.*DE-BY/);
});

test('the language of the flags stands in the file, and only one that mails can be written in', async () => {
  const given = options({ language: 'de' });
  await init(given);
  const { policy } = await loadPolicy(given.path);
  assert.equal(policy.organisation.language, 'de');
  const [line, ...others] = await faults({ language: 'fr' });
  assert.match(line ?? '', /^--language must be one of en, de$/);
  assert.deepEqual(others, []);
});

test('without people only the people are asked for', async () => {
  const lines = await faults({ people: [] });
  assert.deepEqual(lines, [
    '--person is missing; name the people, such as "Anna Berg <anna@example.eu>"',
  ]);
});

test('the mail server of the flags stands in the file, its password as a reference only', async () => {
  const given = options({
    smtp: 'smtp.acme.example:2587',
    smtpUser: 'seven: "two"',
    smtpPasswordCommand: 'pass show {smtp}, please',
  });
  await init(given);
  assert.deepEqual((await loadPolicy(given.path)).policy.mail, {
    from: 'security@acme.example',
    smtp: {
      ...{ host: 'smtp.acme.example', port: 2587, security: 'starttls', user: 'seven: "two"' },
      password: { command: 'pass show {smtp}, please' },
    },
  });
});

test('faults of the mail server come in the words of the flags', async () => {
  const cases: readonly (readonly [Partial<InitOptions>, RegExp])[] = [
    [{ smtp: 'smtp://x' }, /^--smtp: the host is not a host name/],
    [{ smtp: 'x:0' }, /^--smtp: the port must be at least 1$/],
    [{ smtp: 'x:y' }, /^--smtp: the port must be a number$/],
    [{ smtp: 'x', smtpSecurity: 'ssl' }, /^--smtp-security must be one of starttls, tls, none$/],
    [{ smtp: 'x', smtpSecurity: 'none' }, /^--smtp-security none is allowed only to this machine/],
    [{ smtp: 'x', smtpUser: 'me' }, /^--smtp gives only one of user and password/],
    [{ smtpUser: 'me' }, /^the flags --smtp-… are given without --smtp; name the mail server/],
    [
      { smtp: 'x', smtpUser: 'me', smtpPasswordEnv: '1x' },
      /^--smtp-password-env is not the name of an environment variable$/,
    ],
    [
      { smtp: 'x', smtpUser: 'me', smtpPasswordEnv: 'X', smtpPasswordFile: '/x' },
      /^--smtp-password-\S.* must give exactly one of file, env, credential/,
    ],
  ];
  for (const [changes, sentence] of cases) {
    const lines = await faults(changes);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0] ?? '', sentence);
  }
});
