/**
 * Thousands of forged signals to incidents of which the worker's memory holds only some, on a machine that is busy:
 * each is on record once, and what failed tasks there were is printed. `npm run bench:forged -- rounds=3 cached=2 hogs=2 signals=350`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { makePrivateKey } from '../src/access/person-key.ts';
import { startWorker } from '../src/server/worker-process.ts';
import { commandSignal } from '../src/workflows/messages.ts';
import { signed } from '../test/attacks/forgeries.ts';
import { startStand } from '../test/faults/stand.ts';
import { clientOf } from '../test/support/client.ts';

const words = process.argv.slice(2);
const settings = {
  rounds: 3,
  cached: 2,
  hogs: 2,
  signals: 350,
  senders: 2,
  incidents: 4,
  pauseMs: 50,
};
for (const word of words) {
  const [key = '', value = ''] = word.split('=');
  if (!(key in settings)) throw new Error(`${word} is none of ${Object.keys(settings).join(', ')}`);
  Object.assign(settings, { [key]: Number(value) });
}
const { rounds, cached, hogs, signals, senders, incidents: many, pauseMs } = settings;
console.log(JSON.stringify(settings));
const patienceMs = 5 * 60_000;
const stranger = makePrivateKey();

const stand = await startStand();
const logFile = join(stand.data, 'logs', 'worker.log');
const worker = await startWorker({
  module: join(import.meta.dirname, '..', 'test', 'faults', 'children', 'small-cache-worker.ts'),
  env: { ...stand.env, SMALL_CACHE: String(cached) },
  logFile,
});
const connection = await Connection.connect({ address: stand.settings.address });
const client = clientOf(connection, stand.data);
try {
  for (let round = 0; round < rounds; round += 1) await storm(round);
} finally {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const told = lines.filter((line) => /"(WARN|ERROR)"/.test(line));
  const kinds = new Map<string, number>();
  for (const line of told) {
    const what = line.replaceAll(/[0-9a-f-]{36}|\d+/g, '#').slice(0, 600);
    kinds.set(what, (kinds.get(what) ?? 0) + 1);
  }
  for (const [what, times] of kinds) console.log(`log ${times} × ${what}`);
  await connection.close();
  await worker.stop().catch(console.error);
  await stand.stop();
}

async function storm(round: number): Promise<void> {
  const ids = Array.from(
    { length: many },
    (_, n) => `INC-${'FGHJKMNP'[round % 8]}${'2345'[Math.floor(round / 8)]}GR${'23456789'[n]}`,
  );
  for (const id of ids) await stand.declare(id, { personalData: 'no' });
  const hogged = Array.from({ length: hogs }, hog);
  const sentAtMs = Date.now();
  let next = 0;
  try {
    await Promise.all(
      Array.from({ length: senders }, async () => {
        while (next < signals * many) {
          const n = (next += 1);
          const id = ids[n % many] ?? '';
          const plain = {
            ...{
              incidentId: id,
              name: 'note' as const,
              commandId: randomUUID(),
              fields: { text: `forged ${n}` },
            },
            actor: { person: 'seventytwo', channel: 'api' },
          } as const;
          const { actor } = signed(plain, stranger);
          await client.workflow.getHandle(id).signal(commandSignal, {
            name: 'note',
            commandId: plain.commandId,
            actor,
            ...plain.fields,
          });
          if (pauseMs > 0) await sleep(pauseMs);
        }
      }),
    );
    const sentMs = Date.now() - sentAtMs;
    const untilMs = Date.now() + patienceMs;
    let found: number[] = [];
    while (Date.now() < untilMs) {
      found = await Promise.all(ids.map(refused));
      if (found.every((count) => count >= signals)) break;
      await sleep(1_000);
    }
    console.log(
      `round ${round}: sent in ${sentMs} ms, on record after ${Date.now() - sentAtMs} ms: ${found.join(' ')}`,
    );
  } finally {
    for (const one of hogged) one.kill('SIGKILL');
  }
  for (const id of ids) await tell(id);
}

async function refused(id: string): Promise<number> {
  const events = await stand.events(id);
  return events.filter((event) => event.type === 'commandRefused').length;
}

/** A bounded time, should nobody end it. */
function hog(): ChildProcess {
  const code = 'const until = Date.now() + 400_000; while (Date.now() < until);';
  return spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
}

async function tell(id: string): Promise<void> {
  const runs: string[] = [];
  for await (const run of client.workflow.list({ query: `WorkflowId = "${id}"` }))
    runs.push(run.runId);
  const sizes: string[] = [];
  for (const runId of runs) {
    const { events = [] } = await client.workflow.getHandle(id, runId).fetchHistory();
    let markers = 0;
    let got = 0;
    for (const event of events ?? []) {
      if (event.markerRecordedEventAttributes) markers += 1;
      if (event.workflowExecutionSignaledEventAttributes) got += 1;
      const failed = event.workflowTaskFailedEventAttributes;
      if (failed)
        console.log(
          `  FAILED ${id} event ${String(event.eventId)} cause ${failed.cause} ${failed.failure?.message ?? ''} ${failed.failure?.stackTrace?.slice(0, 400) ?? ''} (${failed.failure?.encodedAttributes ? 'encoded' : ''})`,
        );
      const late = event.workflowTaskTimedOutEventAttributes;
      if (late)
        console.log(`  TIMED OUT ${id} event ${String(event.eventId)} type ${late.timeoutType}`);
    }
    sizes.push(`${events?.length ?? 0} events, ${got} signals, ${markers} markers`);
  }
  console.log(`  ${id}: ${runs.length} runs: ${sizes.join('; ')}`);
}
