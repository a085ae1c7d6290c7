/**
 * The running API against its own description: schemathesis sends what fits it and what does not, and nothing may be answered
 * that it does not say. `pip install schemathesis`, or SCHEMATHESIS with the path of the program.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { freePort } from '../../src/server/port.ts';
import { collect, startApp, until, type App } from '../support/app.ts';

const program = process.env['SCHEMATHESIS'] ?? 'schemathesis';
/** Below the limit of the API, so that nothing is only turned away. */
const perSecond = 9;
/** Twice that many requests at most: the cases of the description first, then random ones. */
const seconds = 150;

let app: App;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'seventytwo-schemathesis-'));

before(async () => {
  const found = spawnSync(program, ['--version'], { encoding: 'utf8' });
  assert.equal(
    found.status,
    0,
    `${program} is not there: install it with pip install schemathesis, or name it in SCHEMATHESIS`,
  );
  const port = await freePort();
  app = await startApp(undefined, { SEVENTYTWO_WEB: `127.0.0.1:${port}` });
  url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
});
after(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('nothing that is sent ends in a bug, an undocumented status or an answer of another form', async () => {
  const { incident } = await app.done('declare', 'export readable', '--as', 'ben');
  const printed = await app.run(['openapi', '--server', url]);
  const description = printed.json();
  // As somebody who exists: otherwise no command would come further than the door.
  const { person, signature: _unsigned, ...rest } = description.components.schemas.Actor.properties;
  description.components.schemas.Actor.properties = {
    ...rest,
    person: { ...person, enum: ['ben'] },
  };
  const [spec, config] = [join(folder, 'openapi.json'), join(folder, 'schemathesis.toml')];
  writeFileSync(spec, JSON.stringify(description));
  writeFileSync(config, `[parameters]\n"path.incident" = "${incident.id}"\n`);
  const checks = [
    ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
    ...['response_schema_conformance', 'response_headers_conformance'],
    ...['negative_data_rejection', 'unsupported_method', 'allow_header_conformance'],
  ];
  const child = spawn(
    program,
    [
      ...['--no-color', '--config-file', config, 'run', spec, '--url', `${url}/api/v1`],
      ...['-H', 'Authorization: Seventytwo-unsigned ben', '--rate-limit', `${perSecond}/s`],
      ...['--phases', 'coverage,fuzzing', '--max-examples', '3', '--max-time', String(seconds)],
      ...['--checks', checks.join(','), '--continue-on-failure', '--no-shrink', '--seed', '72'],
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const told = [collect(child.stdout), collect(child.stderr)];
  const [code] = await once(child, 'close');
  const text = told.map((one) => one()).join('\n');
  console.log(text.slice(text.indexOf('= SUMMARY =')));
  assert.equal(code, 0, text);
});
