/** `init` on a terminal: asks what the flags leave open, checks each answer, writes once, and can be left. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { loadPolicy } from '../../../src/policy/file.ts';
import { keys, sitDown, type Typist } from './typist.ts';

const { enter, down, ctrlC, ctrlD } = keys;

let folder: string;
let count = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interview-'));
});
after(() => rm(folder, { recursive: true }));

function start(...flags: string[]) {
  count += 1;
  const data = join(folder, String(count));
  const path = join(data, 'policy.yaml');
  return { path, ...sitDown(['init', ...flags], { SEVENTYTWO_DATA: data }) };
}

/** Two lines a question: what is awaited, what is typed. */
async function answer(typist: Typist, script: readonly (readonly [string, string])[]) {
  for (const [awaited, typed] of script) await typist.type(awaited, typed);
}

const anna = 'Anna Berg <anna@acme.example>';
const dora = 'Dora Lind <dora@acme.example>';
const organisation = ['--organisation', 'Acme GmbH', '--contact', 'security@acme.example'];
const place = ['--zone', 'Europe/Berlin', '--authority', 'DE-BE'];
const people = ['--person', anna, dora];
const roles = ['--dpo', 'dora', '--deputy', 'anna', '--decision-maker', 'anna'];

test('everything is asked, checked at once by the rules of the policy file, shown and written', async () => {
  const typist = start();
  await answer(typist, [
    ['Organisation', enter],
    ['> the name is empty', `Acme GmbH${enter}`],
    ['Contact address', `nope${enter}`],
    // What was typed stays, to be corrected.
    ['> the address is not an e-mail address', `@acme.example${enter}`],
    ['Time zone', 'lisb'],
    ['❯ Europe/Lisbon', enter],
    // Nothing is suggested, so nothing can be taken by mistake.
    ['Supervisory authority', `${enter}irel`],
    ['❯ IE, Data Protection Commission', enter],
    ['First person: name', `Anna Berg${enter}`],
    ['E-mail of Anna Berg', `anna${enter}`],
    ['> this is not an e-mail address', `@acme.example${enter}`],
    ['Next person', `Ελένη Παππά${enter}`],
    ['E-mail of', `eleni@acme.example${enter}`],
    // No id can be made of Greek letters.
    ['Id of', `anna${enter}`],
    ['> the id anna is taken', `-2${enter}`],
    ['Next person', `Dora Lind${enter}`],
    ['E-mail of Dora', `dora@acme.example${enter}`],
    ['Next person', enter],
    ['Data protection officer', enter],
    ['Deputy', enter],
    ['Decision-maker', enter],
    ['paged first', down],
    ['❯ Ελένη', enter],
    ['paged next', enter],
    ['paged next', down],
    ['❯ nobody else', enter],
    ['First customer', `Globex BV${enter}`],
    ['E-mail of Globex', `privacy@globex.example${enter}`],
    ['Next customer', enter],
    ['Mail server', `smtp.acme.example:x${enter}`],
    ['> the port must be', `\b465${enter}`],
    ['protected', enter],
    ['User at', `seventytwo${enter}`],
    ['password kept', down],
    ['❯ in an environment variable', enter],
    ['Name of the variable', `1${enter}`],
    ['> it is not the name', `\bSMTP_PASSWORD${enter}`],
    ['signing key', enter],
    ['Write this to', enter],
  ]);
  const { code, out, err } = await typist.ended;
  assert.equal(code, 0, err);
  assert.match(out, /Wrote .*policy\.yaml\.\nEverything in it comes from your answers\./);
  assert.match(out, /^Signing keys of anna, anna-2, dora: /m);
  assert.match(out, /^Next:\n {2}seventytwo up.*\n {2}seventytwo doctor.*\n {2}seventytwo demo/m);
  // A mail server was named: two steps are left.
  assert.match(out, /^ {2}1\. backups: .*\n {2}2\. signatures: when all have their key, /m);
  for (const key of ['access/dora.pem', 'keys/ring.json'])
    assert.ok(existsSync(join(typist.path, '..', key)), key);
  const { policy } = await loadPolicy(typist.path);
  assert.deepEqual(policy.organisation, {
    ...{ name: 'Acme GmbH', contact: 'nope@acme.example' },
    ...{ zone: 'Europe/Lisbon', authority: 'IE', entities: [], language: 'en' },
  });
  assert.deepEqual(Object.keys(policy.people), ['anna', 'anna-2', 'dora']);
  assert.equal(policy.people['anna-2']?.name, 'Ελένη Παππά');
  assert.deepEqual(policy.roles, { dpo: 'dora', deputy: 'anna-2', decisionMaker: 'anna' });
  assert.deepEqual(policy.onCall.order, ['anna-2', 'anna']);
  assert.deepEqual(policy.customers, {
    globex: { name: 'Globex BV', email: 'privacy@globex.example' },
  });
  assert.deepEqual(policy.mail.smtp, {
    ...{ host: 'smtp.acme.example', port: 465, security: 'tls' },
    ...{ user: 'seventytwo', password: { env: 'SMTP_PASSWORD' } },
  });
  assert.doesNotMatch(await readFile(typist.path, 'utf8'), /REVIEW/);
  assert.match(
    typist.screen(),
    /mail +smtp\.acme\.example:465, tls, as seventytwo, password from env/,
  );
});

test('what flags gave is not asked again, and customers and mail server may wait', async () => {
  const typist = start(...organisation, '--zone', 'UTC', ...people, ...roles, '--on-call', 'dora');
  await answer(typist, [
    ['Supervisory authority', 'berlin'],
    ['❯ DE-BE', enter],
    ['First customer', enter],
    ['Mail server', enter],
    ['signing key', `n${enter}`],
    ['Write this to', enter],
  ]);
  const { code, err } = await typist.ended;
  assert.equal(code, 0, err);
  for (const asked of [
    /Organisation \(/,
    /Contact/,
    /Time zone/,
    /person: name/,
    /officer\n/,
    /paged/,
  ])
    assert.doesNotMatch(typist.screen(), asked);
  const { policy } = await loadPolicy(typist.path);
  assert.deepEqual(policy.onCall.order, ['dora']);
  assert.deepEqual([policy.customers, policy.mail], [{}, {}]);
});

test('a role given to somebody who is then not named is asked again', async () => {
  const typist = start(...organisation, ...place, ...roles.with(1, 'zed'), '--on-call', 'anna');
  await answer(typist, [
    ['First person', `Anna Berg${enter}`],
    ['E-mail', `anna@acme.example${enter}`],
    ['Next', `Dora Lind${enter}`],
    ['E-mail', `anna@acme.example${enter}`],
    ['Next', enter],
    ['--dpo zed is not one of the people', down],
    ['❯ Dora', enter],
    ['First customer', enter],
    ['Mail server', enter],
    ['signing key', `n${enter}`],
    ['Write this to', enter],
  ]);
  assert.equal((await typist.ended).code, 0);
  assert.match(typist.screen(), /! anna@acme\.example is the address of two people/);
  assert.equal((await loadPolicy(typist.path)).policy.roles.dpo, 'dora');
});

test('one person alone is asked for no roles, and told what one person cannot do', async () => {
  const typist = start(...organisation, ...place);
  await answer(typist, [
    ['First person', `Anna Berg${enter}`],
    ['E-mail', `anna@acme.example${enter}`],
    ['Next', enter],
    ['First customer', enter],
    ['Mail server', enter],
    ['signing key', `n${enter}`],
    ['Write this to', enter],
  ]);
  const { code, out } = await typist.ended;
  assert.equal(code, 0);
  assert.match(typist.screen(), /! One person cannot withhold a notice/);
  assert.match(typist.screen(), /! The officer must not be the one who decides/);
  assert.match(out, /Review in it: dpo, deputy, decisionMaker, onCall/);
});

test('a login without a server asks for the server, and one without a user for the user', async () => {
  const typist = start(...place, ...people, ...roles, '--smtp-password-file', '/run/secrets/smtp');
  await answer(typist, [
    ['Organisation', `Acme GmbH${enter}`],
    ['Contact', `security@acme.example${enter}`],
    ['paged first', enter],
    ['paged next', enter],
    ['First customer', enter],
    ['Mail server', enter],
    ['> the mail server is empty', `smtp.acme.example${enter}`],
    ['protected', enter],
    ['User at', enter],
    ['> the user is empty', `seventytwo${enter}`],
    ['signing key', `n${enter}`],
    ['Write this to', enter],
  ]);
  const { code, err } = await typist.ended;
  assert.equal(code, 0, err);
  assert.deepEqual((await loadPolicy(typist.path)).policy.mail.smtp, {
    ...{ host: 'smtp.acme.example', port: 587, security: 'starttls' },
    ...{ user: 'seventytwo', password: { file: '/run/secrets/smtp' } },
  });
});

describe('leaving the interview ends with 2, one sentence, and no file:', () => {
  const ways: readonly (readonly [string, string, (typist: Typist) => Promise<void> | void])[] = [
    ['Ctrl-C', 'Organisation', (typist) => typist.type('Acme', ctrlC)],
    ['Ctrl-D on an empty line', 'Organisation', (typist) => typist.type('Contact', ctrlD)],
    ['the end of the input', 'Organisation', (typist) => typist.closeInput()],
  ];
  for (const [what, awaited, leave] of ways)
    test(what, async () => {
      const typist = start();
      await typist.type(awaited, what === 'Ctrl-C' ? 'Acme' : `Acme${enter}`);
      await leave(typist);
      const { code, out, err } = await typist.ended;
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.equal(err, 'seventytwo: the interview was ended, and nothing was written');
      assert.ok(!existsSync(typist.path));
    });

  test('in a list, by Ctrl-D', async () => {
    const typist = start(...organisation, ...place, '--person', anna, dora, '--dpo', 'dora');
    assert.equal((await typist.ended).code, 0, 'nothing needed is open: nothing is asked');
    const other = start('--contact', 'a@b.example', ...place, ...people);
    await other.type('Organisation', `Acme${enter}`);
    await other.type('Data protection officer', ctrlD);
    const { code, err } = await other.ended;
    assert.deepEqual(
      [code, err],
      [2, 'seventytwo: the interview was ended, and nothing was written'],
    );
  });

  test('a no at the end', async () => {
    const typist = start(...place, ...people, ...roles, '--on-call', 'anna', '--contact', 'a@b.eu');
    await answer(typist, [
      ['Organisation', `Acme${enter}`],
      ['First customer', enter],
      ['Mail server', enter],
      ['signing key', `n${enter}`],
      ['Write this to', `n${enter}`],
    ]);
    const { code, err } = await typist.ended;
    assert.deepEqual([code, err], [2, 'seventytwo: the answer was no, and nothing was written']);
    assert.ok(!existsSync(typist.path));
  });
});

test('Ctrl-D behind something typed is no end', async () => {
  const typist = start();
  await typist.type('Organisation', `Acme${ctrlD}`);
  await typist.type('Acme', '');
  // Two turns of the loop, after which an end would have been noticed.
  for (let turn = 0; turn < 2; turn += 1) await setImmediate();
  await typist.type('', enter);
  await typist.type('Contact', ctrlC);
  assert.equal((await typist.ended).code, 2);
});

test('after a stop by Ctrl-Z the question comes again', async () => {
  const typist = start();
  await typist.type('Organisation', `Acme${enter}`);
  await typist.type('Contact', 'half an ans');
  await typist.type('half an ans', '');
  // What `fg` sends.
  process.kill(process.pid, 'SIGCONT');
  await typist.type('? Contact', `nope${enter}`);
  await typist.type('> the address is not', ctrlC);
  assert.doesNotMatch(typist.screen(), /half an ansnope/);
  assert.equal((await typist.ended).code, 2);
});

test('nothing is asked over an existing file, for faulty flags, or with --json', async () => {
  const there = join(folder, 'there.yaml');
  await mkdir(folder, { recursive: true });
  await writeFile(there, 'mine');
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['--policy', there], /there\.yaml exists and is not overwritten/],
    [
      ['--zone', 'Berlin', '--person', 'x'],
      /--person "x" is not of the form.*\n--zone "Berlin" is not/,
    ],
    [['--person', anna, '--dpo', 'zed'], /--dpo zed is not one of the people; use one of anna/],
    [['--smtp', 'x:99999'], /--smtp: the port must be at most 65535/],
    [['--json'], /init needs --organisation, --contact, --person; see seventytwo init --help/],
  ];
  for (const [flags, sentence] of cases) {
    const typist = start(...flags);
    const { code, err } = await typist.ended;
    assert.equal(code, 2);
    assert.match(err, sentence);
    assert.ok(!typist.wasAsked(), flags.join(' '));
  }
  assert.equal(await readFile(there, 'utf8'), 'mine');
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith('.tmp')),
    [],
  );
});
