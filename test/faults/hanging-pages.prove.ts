/** A mail server that leaves every page hanging, during many incidents at once: commands are taken all the same. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { until } from '../server/support.ts';
import { startStand, type Stand } from './stand.ts';

/** Each pages two people, then tells five that nobody was reached: more mails at once than a worker does by default, 100. */
const incidents = 30;
/** Unhindered it takes a tenth of a second; on a loaded machine more. Behind mails that hang it would be tens of seconds. */
const commandLimitMs = 5_000;

let stand: Stand;
let server: SMTPServer;
let asked = 0;

before(async () => {
  server = new SMTPServer({
    ...{ logger: false, disableReverseLookup: true, closeTimeout: 10 },
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo() {
      asked += 1;
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  assert.ok(address !== null && typeof address !== 'string');
  const smtp = { host: '127.0.0.1', port: address.port, security: 'none' };
  const soon = '1s';
  stand = await startStand({
    mail: { smtp },
    onCall: { order: ['anna', 'ben'] },
    acknowledgeWithin: { critical: soon, high: soon, medium: soon, low: soon },
  });
  await stand.work();
});
after(async () => {
  await stand.stop();
  await new Promise<void>((closed) => server.close(closed));
});

it('a command is taken at once while more pages hang than a worker has hands', async (t) => {
  const ids = Array.from({ length: incidents }, (_, n) => `INC-P${String(n + 2222)}`);
  for (const id of ids) await stand.declare(id, { personalData: 'no' });
  await until(() => asked > 0, 'a page that hangs');
  const taken: number[] = [];
  for (const id of ids.slice(0, 12)) {
    const sentAtMs = Date.now();
    await stand.send(id, 'note', 'anna', { text: 'seen' });
    taken.push(Date.now() - sentAtMs);
    await sleep(1_500);
  }
  const status = await stand.incidents.status(ids[0] ?? '');
  t.diagnostic(`${status?.mailsWaiting} mails wait in one; answers after ${taken.join(', ')} ms`);
  assert.ok(Math.max(...taken) < commandLimitMs, taken.join(', '));
});
