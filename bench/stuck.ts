/**
 * What one incident that loops for ever costs the others: declaration to page, without and with it, for several
 * numbers of workflow threads.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startPlanted } from '../test/faults/planted.ts';
import { startStand, type Stand } from '../test/faults/stand.ts';
import { until } from '../test/server/support.ts';
import { median, printTable, quantile, ratio } from './numbers.ts';

const threadCounts = [1, 2, 3, 4];
const warmUp = 3;
/** A looping task is tried at once again at first, then ever more seldom: this is its worst time. */
const measuredMs = 25_000;
/** Between two declarations: faster than a page, so that the bad moments are met. */
const everyMs = 400;

const rows: (string | number)[][] = [];
for (const threads of threadCounts) {
  console.error(`${threads} threads, about a minute`);
  const { before, during } = await measure(threads);
  rows.push([
    String(threads),
    ...[before, during].flatMap((times) => [times.length, median(times), quantile(times, 0.95)]),
    ratio(median(during), median(before)),
    ratio(quantile(during, 0.95), quantile(before, 0.95)),
  ]);
}
printTable(
  [
    'threads',
    'pages',
    'p50 ms',
    'p95 ms',
    'with loop',
    'p50 ms',
    'p95 ms',
    'p50 ratio',
    'p95 ratio',
  ],
  rows,
);

async function measure(threads: number) {
  const stand = await startStand();
  const worker = await startPlanted(stand, threads);
  try {
    for (let n = 0; n < warmUp; n += 1) await page(stand, `INC-W000${n}`);
    const before = await pages(stand, 'B');
    const stuck = 'INC-L0000';
    await stand.declare(stuck, { personalData: 'no' });
    const looping = stand.send(stuck, 'triage', 'anna', { summary: 'loop' }).catch(() => 'stuck');
    // Its first attempt has begun.
    await sleep(200);
    const during = await pages(stand, 'D');
    await looping;
    return { before, during };
  } finally {
    await worker.kill();
    await stand.stop();
  }
}

async function pages(stand: Stand, mark: string): Promise<readonly number[]> {
  const endMs = Date.now() + measuredMs;
  const all: Promise<number>[] = [];
  for (let n = 0; Date.now() < endMs; n += 1) {
    all.push(page(stand, `INC-${mark}${String(n).padStart(4, '0')}`));
    await sleep(everyMs);
  }
  return await Promise.all(all);
}

/** Milliseconds from the declaration to the page at the mail server. */
async function page(stand: Stand, id: string): Promise<number> {
  const declaredAtMs = Date.now();
  // Its answer may come too late; that it was declared does not depend on it.
  const answered = stand.declare(id, { personalData: 'no' }).catch(() => undefined);
  const arrived = () =>
    stand.mail.mails.find(
      ({ to, messageId }) => to === 'anna@acme.example' && messageId.startsWith(`<${id}.`),
    );
  await until(() => arrived() !== undefined, `the page of ${id}`);
  await answered;
  return (arrived()?.atMs ?? 0) - declaredAtMs;
}
