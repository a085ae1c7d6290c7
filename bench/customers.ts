/** Hundreds of customers on one incident of the real server: how long each step takes, and what it costs of Temporal's limits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { appendFileSync, writeFileSync } from 'node:fs';
import { startApp } from '../test/support/app.ts';
import { limits, measureRuns } from '../test/faults/runs.ts';
import { startSmtp } from '../test/support/smtp.ts';
import { printTable } from './numbers.ts';

const count = Number(process.argv[2] ?? 300);
/** Minutes on a loaded machine. */
const patienceMs = 10 * 60_000;

const smtp = await startSmtp({ security: 'none' });
for (const n of [5, 50, 150]) smtp.unknown.add(`p${n}@c${n}.example`);
const { host, port } = smtp.settings;
const app = await startApp(({ data, policyPath }) => {
  const lines = Array.from(
    { length: count },
    (_, n) => `c${n},Customer ${n},p${n}@c${n}.example,Europe/Lisbon,${[24, 48, 72][n % 3]}h,en`,
  );
  writeFileSync(
    join(data, 'customers.csv'),
    `id,name,email,zone,within,language\n${lines.join('\n')}\n`,
  );
  appendFileSync(
    policyPath,
    `\ncustomersFile: ./customers.csv\nmail: { smtp: { host: ${host}, port: ${port}, security: none } }\n`,
  );
});
const dora = ['--as', 'dora'];
const rows: (readonly [string, string])[] = [];

/** Seconds that a command took. */
async function timed(what: string, ...args: string[]) {
  const startedAtMs = Date.now();
  const answer = await app.done(...args, ...dora);
  rows.push([
    what,
    `${((Date.now() - startedAtMs) / 1_000).toFixed(1)} s, answer ${Math.round(JSON.stringify(answer).length / 1_024)} KB`,
  ]);
  return answer;
}

try {
  const { incident } = await app.done('declare', 'one database', '--as', 'anna');
  const { id } = incident;
  await app.done('aware', id, '--at', '-1h', '--reason', 'the dump', ...dora);
  await timed(
    'say that all are concerned',
    'duty',
    'start',
    id,
    'gdpr-33-2',
    '--all-customers',
    '--reason',
    'all',
  );
  await timed('draft', 'customers', 'draft', id, '--all');
  await timed('approve', 'customers', 'approve', id, '--all');
  const startedAtMs = Date.now();
  await timed('notify, the answer', 'customers', 'notify', id, '--all');
  for (;;) {
    const { customers } = await app.done('customers', 'list', id);
    const sending = customers.filter(
      (customer: { outcome: string }) => customer.outcome === 'sending',
    ).length;
    if (sending === 0) break;
    if (Date.now() - startedAtMs > patienceMs) throw new Error(`${sending} still on the way`);
    process.stderr.write(`${sending} on the way\n`);
    await sleep(500);
  }
  rows.push([
    'notify, until the last mail ended',
    `${((Date.now() - startedAtMs) / 1_000).toFixed(1)} s`,
  ]);
  await timed('a note afterwards', 'note', id, 'all of them');
  // Each answer is kept in the history: a few of them end the run, and the next one carries everything.
  for (let n = 0; n < 12; n += 1) await app.done('note', id, `another ${n}`, ...dora);
  await sleep(3_000);
  const { summary } = await app.done('customers', 'list', id);
  const shown = await app.run(['show', id]);
  const { events } = await app.done('timeline', id);
  const staff = smtp.mails.filter((mail) => /^To:.*@acme\.example/m.test(mail)).length;
  rows.push(
    ['summary', summary],
    ['lines of show', String(shown.out.split('\n').length)],
    ['events', String(events.length)],
  );
  rows.push(
    ['mails to customers', String(smtp.mails.length - staff)],
    ['mails to staff', String(staff)],
  );
  const found = await measureRuns({ address: app.address, namespace: 'default' }, id);
  for (const [name, value] of Object.entries(found)) rows.push([`runs: ${name}`, String(value)]);
  printTable(['', `${count} customers`], rows);
  if (found.carriedBytes >= limits.inputBytes) throw new Error('the next run would not start');
} finally {
  await app.stop();
  await smtp.stop();
}
