/** What encryption costs: the same bare workflow with one mail, sealed and plain, on two servers of the same run. */
import { Client, Connection } from '@temporalio/client';
import type { Mail } from '../src/domain/mail.ts';
import { mailSubject } from '../src/domain/mails.ts';
import { replay } from '../src/domain/apply.ts';
import { taskQueue } from '../src/workflows/messages.ts';
import { startStand } from '../test/faults/stand.ts';
import { settle } from '../test/faults/wait.ts';
import { until } from '../test/server/support.ts';
import { clientOf } from '../test/support/client.ts';
import { startBareWorker } from './bare-worker.ts';
import { median, printTable, quantile, ratio } from './numbers.ts';

const rounds = 60;
const warmUp = 10;

const page: Mail = { key: '1.0', kind: 'page', to: 'anna', fallback: [], causedAtMs: Date.now() };

async function openSide(isPlain: boolean) {
  const stand = await startStand();
  const { address } = stand.settings;
  const connection = await Connection.connect({ address });
  const env = { ...stand.env, ...(isPlain && { BARE_PLAIN: 'yes' }) };
  const stopWorker = await startBareWorker({ env });
  const { workflow } = isPlain ? new Client({ connection }) : clientOf(connection, stand.data);
  return {
    ...{ stand, workflow },
    times: Array<number>(),
    sizes: Array<number>(),
    async stop() {
      await connection.close();
      await stopWorker();
      await stand.stop();
    },
  };
}

const sealed = await openSide(false);
const plain = await openSide(true);
try {
  const sample = 'INC-P0000';
  await sealed.stand.declare(sample);
  await settle(sealed.stand, sample);
  const incident = replay(await sealed.stand.events(sample));
  if (!incident) throw new Error(`${sample} is not in the register`);
  const subject = mailSubject(incident, page);
  for (let round = 1; round <= rounds + warmUp; round += 1)
    for (const { stand, workflow, times, sizes } of [sealed, plain]) {
      const id = `INC-B${String(round).padStart(4, '0')}`;
      const input = { mail: page, subject: { ...subject, id }, mailDomain: 'acme.example' };
      const startedAtMs = performance.now();
      const handle = await workflow.start('bare', { workflowId: id, taskQueue, args: [input] });
      await handle.result();
      const tookMs = performance.now() - startedAtMs;
      const isThere = () =>
        stand.mail.mails.some(({ messageId }) => messageId.startsWith(`<${id}.`));
      await until(isThere, `the page of ${id}`);
      if (round <= warmUp) continue;
      times.push(tookMs);
      sizes.push((await handle.describe()).historySize ?? 0);
    }
  printTable(
    [`${rounds} each, interleaved`, 'p50 ms', 'p95 ms', 'bytes'],
    [
      ['sealed', median(sealed.times), quantile(sealed.times, 0.95), median(sealed.sizes)],
      ['plain', median(plain.times), quantile(plain.times, 0.95), median(plain.sizes)],
    ],
  );
  console.log(
    `ratio sealed to plain: p50 ${ratio(median(sealed.times), median(plain.times))}, p95 ${ratio(quantile(sealed.times, 0.95), quantile(plain.times, 0.95))}, bytes of history ${ratio(median(sealed.sizes), median(plain.sizes))}`,
  );
} finally {
  await sealed.stop();
  await plain.stop();
}
