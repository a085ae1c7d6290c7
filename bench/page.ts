/** How long a page takes, declaration to mail server, beside a bare workflow that sends the same mail. */
import { Connection } from '@temporalio/client';
import { replay } from '../src/domain/apply.ts';
import type { Mail } from '../src/domain/mail.ts';
import { mailSubject } from '../src/domain/mails.ts';
import { taskQueue } from '../src/workflows/messages.ts';
import { startStand } from '../test/faults/stand.ts';
import { settle } from '../test/faults/wait.ts';
import { until } from '../test/server/support.ts';
import { startBareWorker } from './bare-worker.ts';
import { median, printTable, quantile, ratio } from './numbers.ts';
import { clientOf } from '../test/support/client.ts';

const rounds = 60;
const warmUp = 5;

const stand = await startStand();
const connection = await Connection.connect({ address: stand.settings.address });
const stopWorker = await startBareWorker(stand);
try {
  const { workflow } = clientOf(connection, stand.data);
  const page: Mail = { key: '1.0', kind: 'page', to: 'anna', fallback: [], causedAtMs: Date.now() };
  const sample = 'INC-P0000';
  await stand.declare(sample);
  await settle(stand, sample);
  const incident = replay(await stand.events(sample));
  if (!incident) throw new Error(`${sample} is not in the register`);
  const subject = mailSubject(incident, page);

  const taken = { product: Array<number>(), answer: Array<number>(), bare: Array<number>() };
  for (let round = 1; round <= rounds + warmUp; round += 1) {
    const number = String(round).padStart(4, '0');
    const id = `INC-P${number}`;
    const declaredAtMs = Date.now();
    await stand.declare(id);
    const answeredMs = Date.now() - declaredAtMs;
    const pagedMs = (await arrival(id)) - declaredAtMs;
    // Its briefings and its register entry must not burden the bare one.
    await settle(stand, id);

    const bareId = `INC-B${number}`;
    const input = { mail: page, subject: { ...subject, id: bareId }, mailDomain: 'acme.example' };
    const startedAtMs = Date.now();
    await workflow.start('bare', { workflowId: bareId, taskQueue, args: [input] });
    const bareMs = (await arrival(bareId)) - startedAtMs;
    await workflow.result(bareId);
    if (round <= warmUp) continue;
    taken.product.push(pagedMs);
    taken.answer.push(answeredMs);
    taken.bare.push(bareMs);
  }
  const rows = [
    ['declare to page at the mail server', taken.product],
    ['declare to answer', taken.answer],
    ['bare workflow, start to mail there', taken.bare],
  ] as const;
  printTable(
    [`${rounds} each, interleaved`, 'p50 ms', 'p95 ms', 'p50 / bare', 'p95 / bare'],
    rows.map(([name, times]) => [
      name,
      median(times),
      quantile(times, 0.95),
      ratio(median(times), median(taken.bare)),
      ratio(quantile(times, 0.95), quantile(taken.bare, 0.95)),
    ]),
  );
} finally {
  await connection.close();
  await stopWorker();
  await stand.stop();
}

/** When the page of this incident was complete at the mail server. */
async function arrival(id: string): Promise<number> {
  const find = () =>
    stand.mail.mails.find(
      ({ to, messageId }) => to === 'anna@acme.example' && messageId.startsWith(`<${id}.`),
    );
  await until(() => find() !== undefined, `the page of ${id}`);
  return find()?.atMs ?? 0;
}
