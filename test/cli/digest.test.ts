/** `digest`: what the next one says, from the register alone. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import { summarise } from '../../src/domain/summary.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { dataFolder } from '../register/sample.ts';
import { declared, given, hours, next } from '../support/incidents.ts';

const data = await dataFolder();
const people = ['anna', 'ben', 'clara', 'dora', 'dirk'];
writeFileSync(
  join(data, 'policy.yaml'),
  [
    'organisation: { name: Acme, contact: security@acme.example, zone: Europe/Vienna, authority: AT }',
    'people:',
    ...people.map((id) => `  ${id}: { name: ${id}, email: ${id}@acme.example }`),
    'roles: { dpo: dora, deputy: dirk, decisionMaker: clara }',
    'onCall: { order: [anna, ben] }',
  ].join('\n'),
);
const { incident, events } = next(
  given(declared({ personalData: 'unknown' })),
  { name: 'declareAwareness', by: 'dora', fields: { at: hours(0), reason: 'the log shows it' } },
  { name: 'addTask', fields: { title: 'Ask the host for logs', owner: 'dirk' } },
);
const register = await openRegister(data);
await append(register, { events, incident: summarise(incident) });
await register.close();

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    ...{ env: { SEVENTYTWO_DATA: data }, isTerminal: false, now: () => hours(48).atMs },
    readInput: () => Promise.resolve(''),
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
  };
  const code = await main(['digest', ...args], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('it says what the mail of the morning will say', async () => {
  const { code, out } = await run('--as', 'dirk');
  assert.equal(code, 0);
  assert.match(out, /^\[digest\] 24 h left: 1 duty open, 1 task/);
  assert.match(out, /Ask the host for logs/);
});

test('as JSON it has ids and instants', async () => {
  const { digest } = JSON.parse((await run('--as', 'dirk', '--json')).out);
  assert.equal(digest.isMailed, true);
  assert.deepEqual(digest.duties[0].duty, 'gdpr-33-1');
  assert.equal(digest.duties[0].dueAtMs, hours(72).atMs);
  assert.equal(digest.tasks[0].task, 'T1');
});

test('without anything open it says so; somebody must be named', async () => {
  assert.match((await run('--as', 'ben')).out, /Nothing is open for ben: no digest is mailed/);
  assert.equal((await run()).code, 2);
});
