/** A processor tells its customers: forty from a CSV, drafted, approved, sent, one of them unreachable, on the real app. */
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { simpleParser, type ParsedMail } from 'mailparser';
import { hourMs } from '../../src/domain/ladder.ts';
import { startApp, until, type App, type Json } from '../support/app.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { createTyped } from '../support/typed.ts';

const count = 40;
const patienceMs = 60_000;

let smtp: TestSmtp;
let app: App;
before(async () => {
  smtp = await startSmtp({ security: 'none' });
  const { host, port } = smtp.settings;
  app = await startApp(({ data, policyPath }) => {
    writeCsv(data, 'p7@c7.example');
    appendFileSync(
      policyPath,
      `\ncustomersFile: ./customers.csv\nmail: { smtp: { host: ${host}, port: ${port}, security: none } }\n`,
    );
  });
});
after(async () => {
  await app.stop();
  await smtp.stop();
});

/** Those of whose subject `words` are a part. */
async function mails(words: string): Promise<readonly ParsedMail[]> {
  const all = await Promise.all(smtp.mails.map((raw) => simpleParser(raw)));
  return all.filter(({ subject }) => subject?.includes(words));
}

function writeCsv(data: string, seventh: string): void {
  const lines = Array.from({ length: count }, (_, n) => {
    const email = n === 7 ? seventh : `p${n}@c${n}.example`;
    return `c${n},"Customer ${n}, Ltd",${email},Europe/Lisbon,${n === 3 ? '6h' : ''},${n === 3 ? 'de' : ''}`;
  });
  const header = 'id,name,email,zone,within,language';
  writeFileSync(join(data, 'customers.csv'), `\ufeff${[header, ...lines].join('\r\n')}\r\n`);
}

const { done, forbidden, incident, misused, refused } = createTyped(() => app);
const dora = ['--as', 'dora'];

async function told(id: string): Promise<Json> {
  return done('customers list', id);
}

function one(listed: Json, id: string): Json {
  const found = listed.customers.find((customer: Json) => customer.id === id);
  assert.ok(found, `${id} is not listed`);
  return found;
}

describe('customers of a CSV', () => {
  it('are listed with contract hours, zone and language, and counted by doctor', async () => {
    const { customers } = await done('customers list');
    assert.equal(customers.length, count + 1);
    assert.deepEqual(one({ customers }, 'c3'), {
      ...{ id: 'c3', name: 'Customer 3, Ltd', email: 'p3@c3.example', language: 'de' },
      ...{ zone: 'Europe/Lisbon', withinMs: 6 * hourMs },
    });
    assert.match(
      (await app.run(['customers', 'list'])).out,
      /c3 +6 h +Europe\/Lisbon +de +Customer 3, Ltd </,
    );
    const { checks } = (await app.run(['doctor', '--json'])).json();
    const policy = checks.find(({ name }: Json) => name === 'policy');
    assert.match(policy.found, /41 customers, with .*customers\.csv/);
  });
});

describe('a processor', () => {
  let id: string;

  it('says whom it concerns: a clock for each, by contract or by its own target', async () => {
    ({ id } = await incident(
      'declare',
      'one database for all',
      '--severity',
      'high',
      '--as',
      'anna',
    ));
    await incident('aware', id, '--at', '-1h', '--reason', 'the dump is public', ...dora);
    await misused(
      'unknown-customer',
      /nobody has said which/,
      'customers',
      'draft',
      id,
      '--all',
      ...dora,
    );
    const start = [id, 'gdpr-33-2', '--all-customers', '--reason', 'one database', ...dora];
    const { duties } = await incident('duty start', ...start);
    assert.equal(duties.filter(({ plan }: Json) => plan?.rule === 'gdpr-33-2').length, count + 1);
    const listed = await told(id);
    assert.equal(one(listed, 'c3').duty.isTarget, false);
    assert.equal(one(listed, 'c4').duty.dueAtMs - one(listed, 'c3').duty.dueAtMs, 18 * hourMs);
    const subject = 'left: tell the customers concerned';
    let clocks: readonly ParsedMail[] = [];
    await until(async () => {
      clocks = (await mails(subject)).filter(({ text }) => text?.includes('concerned: 41'));
      return clocks.length > 0;
    });
    assert.ok(clocks.length < 8, `${clocks.length} mails for ${count} clocks`);
    assert.match(clocks.at(-1)?.subject ?? '', /Clock running, (5 h|4 h 5\d min) left/);
    assert.match(
      clocks.at(-1)?.text ?? '',
      new RegExp(`customers draft ${id} --all --as (dora|dirk)`),
    );
  });

  it('sends nothing that nobody approved, and lets only those approve who answer for it', async () => {
    await refused(
      'not-approved',
      /globex, c0, .* and 31 more/,
      'customers',
      'notify',
      id,
      '--all',
      ...dora,
    );
    const drafted = await app.run(['customers', 'draft', id, '--all', ...dora]);
    assert.match(drafted.out, /^41 notices are drafted for globex, c0, .* and 36 more\./);
    const { draft } = one(await told(id), 'c7');
    const { notice } = await done('notice show', id, draft.notice);
    assert.equal(notice.sha256, draft.sha256);
    assert.match(JSON.stringify(notice.draft), /Dear Customer 7, Ltd,/);
    await forbidden(/ask dora, dirk, clara/, 'customers', 'approve', id, '--all', '--as', 'anna');
    await refused('not-approved', /c7/, 'customers', 'notify', id, 'c7', ...dora);
    await incident('customers approve', id, '--all', '--as', 'dirk');
    assert.equal(one(await told(id), 'c7').approved.by, 'dirk');
  });

  it('needs a new approval for a new draft, and refuses all rather than sending some', async () => {
    await incident('customers draft', id, 'c5', ...dora);
    await refused(
      'not-approved',
      /nobody has approved the notice to c5;/,
      'customers',
      'notify',
      id,
      'c4',
      'c5',
      ...dora,
    );
    assert.equal(one(await told(id), 'c4').sentAtMs, undefined);
    await incident('customers approve', id, 'c5', ...dora);
  });

  it('tells each by one mail, word for word as approved, and hears how each ended', async () => {
    const startedAtMs = Date.now();
    await incident('customers notify', id, '--all', ...dora);
    await until(
      async () => (await told(id)).customers.every(({ outcome }: Json) => outcome === 'accepted'),
      patienceMs,
    );
    console.log(`${count + 1} notices taken in ${Date.now() - startedAtMs} ms`);
    const notices = await mails(`[${id}] Notice of a`);
    assert.equal(notices.length, count);
    const [german, ...rest] = await mails(`[${id}] Meldung `);
    assert.deepEqual(rest, []);
    assert.match(
      german?.text ?? '',
      /^Sehr geehrte Damen und Herren,$/m,
      "in the customer's language",
    );
    assert.doesNotMatch(german?.text ?? '', /Dear|Contact:/);
    const mail = notices.find(({ text }) => text?.includes('Dear Customer 7, Ltd,'));
    assert.match(mail?.text ?? '', /WES?T \(\d{4}-/, "in the customer's own time");
    assert.doesNotMatch(mail?.text ?? '', /Customer 8|draft/i);
    await until(async () => one(await told(id), 'c7').duty.state === 'filed');
    await until(async () => (await mails(`[${id}] 41 of 41 customers told`)).length > 0);
    const ended = await mails(`[${id}] 41 of 41 customers told`);
    assert.ok(ended.length <= 3, 'one to each who is responsible');
    assert.equal(await app.mailCount(`[${id}] Filed`), 0);
  });

  it('sees in one line how far it is, and closes nothing out of sight', async () => {
    const shown = await app.run(['show', id]);
    assert.match(shown.out, /GDPR Art\. 33\(2\) gdpr-33-2: 41 of 41 told/);
    assert.ok(shown.out.split('\n').length < 60, shown.out);
    assert.doesNotMatch(shown.out, /gdpr-33-2:c7/);
    assert.match((await told(id)).summary, /^gdpr-33-2: 41 of 41 told$/);
    await incident('customers notify', id, '--all', ...dora);
    const sent = await Promise.all([mails(`[${id}] Notice of a`), mails(`[${id}] Meldung `)]);
    assert.equal(sent.flat().length, count + 1, 'nobody is told twice');
  });
});

describe('a customer who cannot be reached', () => {
  let id: string;

  it('is told to the officer, and stands in the list with the reason', async () => {
    ({ id } = await incident('declare', 'the export of one', '--severity', 'high', '--as', 'anna'));
    await incident('aware', id, '--at', '-1h', '--reason', 'the log', ...dora);
    const who = ['--customers', 'c7', 'c8', '--reason', 'their export'];
    await incident('duty start', id, 'gdpr-33-2', ...who, ...dora);
    await incident('customers draft', id, '--all', ...dora);
    await incident('customers approve', id, '--all', ...dora);
    smtp.unknown.add('p7@c7.example');
    await incident('customers notify', id, '--all', ...dora);
    await until(async () => one(await told(id), 'c7').outcome !== 'sending', patienceMs);
    const failed = one(await told(id), 'c7');
    assert.equal(failed.outcome, 'failed', JSON.stringify(failed));
    assert.equal(failed.detail, 'no-such-recipient 550');
    await until(async () => (await mails('NOT DELIVERED')).length > 0);
    const [mail] = await mails(`[${id}] NOT DELIVERED: the notice to Customer 7`);
    assert.match(mail?.text ?? '', /Correct the address/);
    assert.match((await app.run(['customers', 'list', id])).out, /1 failed: c7/);
  });

  it('is told once the address is right, without another approval', async () => {
    writeCsv(app.data, 'privacy@c7.example');
    await incident('customers notify', id, '--all', ...dora);
    await until(async () => one(await told(id), 'c7').outcome === 'accepted', patienceMs);
    assert.equal(one(await told(id), 'c7').duty.state, 'filed');
    const notices = await mails(`[${id}] Notice of a`);
    assert.equal(notices.length, 2, 'the other was not told again');
  });
});
