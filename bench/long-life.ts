/** The long life of an incident on the real server: 3,000 long notes, a register away for 2,000, a storm of commands. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { openSqlite } from '../src/register/sqlite.ts';
import { startWorker } from '../src/server/worker-process.ts';
import { commandSignal } from '../src/workflows/messages.ts';
import { longNote, sendNotes } from '../test/faults/notes.ts';
import { limits, measureRuns, type Runs } from '../test/faults/runs.ts';
import { startStand } from '../test/faults/stand.ts';
import { settle } from '../test/faults/wait.ts';
import { until } from '../test/server/support.ts';
import { printTable, quantile } from './numbers.ts';
import { clientOf } from '../test/support/client.ts';

const ids = { notes: 'INC-2NTE3', away: 'INC-2WAY2', storm: 'INC-2STRM' };
const counts = { notes: 3_000, away: 2_000, updates: 3_000, signals: 4_000 };
/** Two senders: about 60 a second. Hundreds a second swamp one incident; see docs/faults.md. */
const signalPauseMs = 25;
/** Minutes on a loaded machine. */
const patienceMs = 10 * 60_000;

const stand = await startStand();
const env = { ...stand.env, NODE_OPTIONS: '' };
const module = join(import.meta.dirname, '..', 'dist', 'worker.js');
const logFile = join(stand.data, 'logs', 'worker.log');
const worker = await startWorker({ module, env, logFile });
try {
  const idleMb = memoryMb();
  const proofs = { notes: writeNotes, away: writeWithoutRegister, storm: storming };
  const wanted = process.argv.slice(2);
  const parts: Part[] = [];
  for (const [name, prove] of Object.entries(proofs)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const part = await prove();
    parts.push(part);
    const { taken } = part;
    console.log(
      `${name}: ${taken.length} answers, p50 ${Math.round(quantile(taken, 0.5))} ms, p95 ${Math.round(quantile(taken, 0.95))} ms, slowest ${Math.round(Math.max(...taken))} ms; worker memory ${memoryMb()} MB`,
    );
  }
  const rows: readonly (readonly [string, keyof Runs, number?])[] = [
    ['runs', 'runs'],
    ['outboxes', 'outboxes'],
    ['largest run, events', 'events', limits.events],
    ['largest run, bytes', 'bytes', limits.bytes],
    ['largest run, updates', 'updates', limits.updates],
    ['largest run, signals', 'signals', limits.signals],
    ['largest continue-as-new input, bytes', 'carriedBytes', limits.inputBytes],
    ['largest outbox input, bytes', 'outboxBytes', limits.inputBytes],
    ['largest activity input, bytes', 'activityBytes', limits.inputBytes],
  ];
  printTable(
    ['', ...parts.map(({ name }) => name), 'limit'],
    rows.map(([name, key, limit]) => [name, ...parts.map(({ found }) => found[key]), limit ?? '']),
  );
  console.log(`worker memory before: ${idleMb} MB`);
  for (const { found } of parts)
    for (const [name, key, limit] of rows)
      if (limit !== undefined && found[key] >= limit)
        throw new Error(`${name} is ${found[key]}, the limit ${limit}`);
} finally {
  await worker.stop();
  await stand.stop();
}

type Part = {
  readonly name: string;
  readonly taken: readonly number[];
  readonly found: Runs;
};

async function writeNotes(): Promise<Part> {
  const id = ids.notes;
  await begin(id);
  const taken = await sendNotes(stand, id, counts.notes, progress(`${counts.notes} notes`));
  await settle(stand, id, patienceMs);
  await requireNotes(id, counts.notes);
  return { name: 'notes', taken, found: await measureRuns(stand.settings, id) };
}

async function writeWithoutRegister(): Promise<Part> {
  const id = ids.away;
  await begin(id);
  const lock = openSqlite(join(stand.data, 'register.db'));
  lock.exec('begin exclusive');
  const lockedAtMs = Date.now();
  const taken = await sendNotes(
    stand,
    id,
    counts.away,
    progress(`${counts.away} without register`),
  );
  const told = (await stand.incidents.status(id))?.unjournaled ?? 0;
  lock.exec('rollback');
  lock.close();
  const backAtMs = Date.now();
  await settle(stand, id, patienceMs);
  console.log(
    `register away ${seconds(backAtMs - lockedAtMs)} s, ${told} events told as not written, all there ${seconds(Date.now() - backAtMs)} s after it was back`,
  );
  if (told < counts.away) throw new Error(`only ${told} events were told as not written`);
  await requireNotes(id, counts.away);
  return { name: 'register away', taken, found: await measureRuns(stand.settings, id) };
}

/** Commands that change nothing, then signals as from a monitoring system gone wild. */
async function storming(): Promise<Part> {
  const id = ids.storm;
  await begin(id);
  const taken: number[] = [];
  const told = progress(`${counts.updates} commands that change nothing`);
  const sender = async () => {
    while (taken.length < counts.updates) {
      const startedAtMs = performance.now();
      await stand.send(id, 'acknowledge', 'anna', {});
      taken.push(performance.now() - startedAtMs);
      told(taken.length);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  const { address } = stand.settings;
  const connection = await Connection.connect({ address });
  try {
    const handle = clientOf(connection, stand.data).workflow.getHandle(id);
    const toldSignals = progress(`${counts.signals} signals`);
    const startedAtMs = Date.now();
    let sent = 0;
    let refusals = 0;
    const signaller = async () => {
      while (sent < counts.signals) {
        sent += 1;
        const commandId = `signal-${sent}`;
        const actor = { person: 'anna', channel: 'api' };
        const signal = { name: 'note', commandId, actor, text: commandId };
        while (!(await isTaken(() => handle.signal(commandSignal, signal)))) refusals += 1;
        toldSignals(sent);
        await sleep(signalPauseMs);
      }
    };
    await Promise.all(Array.from({ length: 2 }, signaller));
    await until(
      async () => (await stand.incidents.status(id))?.notes === sent,
      'every signal is carried out',
      patienceMs,
    );
    console.log(
      `${sent} signals carried out in ${seconds(Date.now() - startedAtMs)} s; the server refused ${refusals} for a moment`,
    );
  } finally {
    await connection.close();
  }
  await settle(stand, id, patienceMs);
  return { name: 'storm', taken, found: await measureRuns(stand.settings, id) };
}

/** False, after a pause, when the 10,000 signals of the run are used up: its end is near then. */
async function isTaken(send: () => Promise<void>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    // INVALID_ARGUMENT
    const cause = error instanceof Error ? error.cause : undefined;
    if (!isGrpcServiceError(cause) || cause.code !== 3) throw error;
    await sleep(100);
    return false;
  }
}

async function begin(id: string): Promise<void> {
  await stand.declare(id);
  await stand.send(id, 'acknowledge', 'anna', {});
  await settle(stand, id);
}

/** Every number once, in order, and every note among them. */
async function requireNotes(id: string, count: number): Promise<void> {
  const events = await stand.events(id);
  const misplaced = events.find(({ seq }, n) => seq !== n + 1);
  if (misplaced) throw new Error(`event ${misplaced.seq} of ${id} is out of place`);
  const texts = new Set(events.flatMap((event) => (event.type === 'noted' ? [event.text] : [])));
  for (let n = 0; n < count; n += 1)
    if (!texts.has(longNote(n))) throw new Error(`note ${n} of ${id} is not in the register`);
  console.log(`${id}: all ${count} notes are in the register, ${events.length} events in order`);
}

function progress(what: string): (done: number) => void {
  return (done) => {
    if (done % 500 === 0) process.stderr.write(`${what}: ${done}\n`);
  };
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function memoryMb(): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(worker.pid)], {
    encoding: 'utf8',
  });
  return Math.round(Number(stdout) / 1_024);
}
