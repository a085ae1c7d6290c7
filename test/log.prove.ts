/** The log of a real worker whose mails are refused, searched for what must not stand there. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectIncidents } from '../src/client.ts';
import { startDevServer } from '../src/server/dev-server.ts';
import { freePort } from '../src/server/port.ts';
import { startWorker } from '../src/server/worker-process.ts';
import { readConnectionSettings } from '../src/temporal.ts';
import { realTemporal, temporaryFolder, until } from './server/support.ts';
import { startSmtp } from './support/smtp.ts';

const secret = 'planted-Secret-7f3a';
const title = 'Payroll of Frieda Muster on a public share';

test('a mail refused with 550 leaves neither address nor secret nor title in the log', async (t) => {
  const data = join(temporaryFolder(t), 'data');
  mkdirSync(data);
  const smtp = await startSmtp({ login: { user: 'box', password: secret } });
  t.after(smtp.stop);
  smtp.behave('no-such-mailbox');
  const { host, port, security, caFile } = smtp.settings;
  writeFileSync(
    join(data, 'policy.yaml'),
    `
organisation: { name: Acme GmbH, contact: security@acme.example, zone: Europe/Berlin, authority: DE-BE }
people:
  anna: { name: Anna Berg, email: anna.page@acme.example }
  dora: { name: Dora Lind, email: dora.page@acme.example }
roles: { dpo: dora, deputy: anna, decisionMaker: anna }
onCall: { order: [anna, dora] }
mail:
  smtp: { host: ${host}, port: ${port}, security: ${security}, caFile: ${caFile}, user: box, password: { env: BOX_PASSWORD } }
`,
  );
  const server = await startDevServer({
    cli: await realTemporal(),
    dataFolder: data,
    port: await freePort(),
    uiPort: await freePort(),
    progress: () => undefined,
  });
  t.after(server.stop);
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_CONFIG_FILE: '',
    SEVENTYTWO_DATA: data,
    SEVENTYTWO_LOG_LEVEL: 'trace',
    BOX_PASSWORD: secret,
  };
  const logFile = join(data, 'logs', 'worker.log');
  const module = join(import.meta.dirname, '..', 'src', 'worker.ts');
  const worker = await startWorker({ module, env, logFile });
  t.after(worker.stop);

  const incidents = await connectIncidents(readConnectionSettings(env, data));
  t.after(incidents.close);
  await incidents.declare('INC-K7F3Q', {
    name: 'declare',
    commandId: 'declare-1',
    actor: { person: 'anna', channel: 'cli' },
    fields: { title, severity: 'high' },
  });
  const log = (): string => readFileSync(logFile, 'utf8');
  // Two contacts are tried, and everybody is told: more than one failure.
  await until(() => log().split('"Activity failed"').length > 2, log);
  await worker.stop();

  const written = log();
  assert.doesNotMatch(written, /@|acme\.example|\.page|unknown>/);
  assert.ok(!written.includes(secret));
  assert.ok(!written.includes(Buffer.from(secret).toString('base64')));
  assert.doesNotMatch(written, /Payroll|Frieda/);
  const lines = written
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
  const failed = lines.find(({ message }) => message === 'Activity failed');
  assert.deepEqual(
    [failed.level, failed.incident, failed.activityType, failed.error.type, failed.attempt],
    ['warn', 'INC-K7F3Q', 'sendMail', 'no-such-recipient', 1],
  );
});
