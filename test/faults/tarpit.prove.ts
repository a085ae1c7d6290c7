/** A mail server that leaves most of its senders hanging: what waits there must not hold a page. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { until } from '../server/support.ts';
import { dueIn } from './ladder.ts';
import { startStand, type Stand } from './stand.ts';

/** Incidents whose briefings to three people hang: each mail holds a connection for 20 s. */
const hanging = 35;
/** Unhindered it takes a tenth of a second; on a loaded machine more. Behind the hanging ones it would take minutes. */
const pageLimitMs = 5_000;

let stand: Stand;
let server: SMTPServer;
const asked = new Map<string, number>();
const pagedAtMs: number[] = [];

before(async () => {
  server = new SMTPServer({
    ...{ logger: false, disableReverseLookup: true, closeTimeout: 10 },
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      asked.set(address, (asked.get(address) ?? 0) + 1);
      if (address === 'anna@acme.example') done();
    },
    onData(stream, _session, done) {
      stream.resume().on('end', () => {
        pagedAtMs.push(Date.now());
        done();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  assert.ok(address !== null && typeof address !== 'string');
  const smtp = { host: '127.0.0.1', port: address.port, security: 'none' };
  stand = await startStand({ mail: { smtp } });
  await stand.work();
});
after(async () => {
  await stand.stop();
  await new Promise<void>((closed) => server.close(closed));
});

describe('a page', () => {
  it('is not held by a hundred mails to others that hang', async (t) => {
    for (let n = 0; n < hanging; n += 1)
      await dueIn(stand, `INC-H${String(n).padStart(4, '0')}`, 3_600_000);
    await until(() => pagedAtMs.length >= hanging, 'the pages of the hanging ones');
    await until(() => (asked.get('dora@acme.example') ?? 0) > 0, 'a mail that hangs');
    const declaredAtMs = Date.now();
    await stand.declare('INC-3PAGE', { personalData: 'no' });
    await until(() => pagedAtMs.length > hanging, 'the page', pageLimitMs);
    const pagedMs = (pagedAtMs.at(-1) ?? 0) - declaredAtMs;
    t.diagnostic(`${3 * hanging} mails hang; the page came after ${pagedMs} ms`);
  });
});
