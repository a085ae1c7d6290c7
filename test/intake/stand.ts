/** The intake as a company runs it: a real app, and the routes served by an HTTP server of this process. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { serve, type ServerType } from '@hono/node-server';
import { connectIncidents } from '../../src/client.ts';
import { startIntake, type Intake } from '../../src/web/intake.ts';
import type { Pace } from '../../src/intake/teller.ts';
import { watchPolicy } from '../../src/policy/file.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import type { App, Desk } from '../support/app.ts';

export const token = 'a-token-of-monitoring-0123456789';

const section = `
intake:
  sources:
    prometheus:
      kind: alertmanager
      token: { env: INTAKE_TEST_TOKEN }
      severity: { from: labels.severity, critical: critical, page: critical, warning: medium }
      title: '{{alertname}} on {{instance}}'
`;

/** Into the policy of a desk, before its app starts. */
export function withIntake(text = section): (desk: Desk) => void {
  process.env['INTAKE_TEST_TOKEN'] = token;
  return ({ policyPath }) => appendFileSync(policyPath, text);
}

export type Stand = {
  readonly url: string;
  readonly register: Register;
  readonly intake: Intake;
  readonly told: string[];
  readonly post: (body: unknown, options?: { token?: string; path?: string }) => Promise<Response>;
  readonly stop: () => Promise<void>;
};

const quick: Pace = { everyMs: 1_000, firstMs: 200, sweepMs: 60_000 };

export async function serveIntake(app: App, pace = quick): Promise<Stand> {
  const register = await openRegister(app.data);
  const incidents = await connectIncidents(readConnectionSettings(app.env, app.data));
  const told: string[] = [];
  const deps = {
    ...{ register, incidents, data: app.data, now: Date.now },
    policy: await watchPolicy(app.policyPath),
    tell: (sentence: string) => void told.push(sentence),
  };
  const intake = startIntake(deps, pace);
  const server: ServerType = serve({ fetch: intake.routes.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { port } = address;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ url, register, intake, told },
    post: (body, { token: given = token, path = '/intake/alertmanager' } = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${given}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async stop() {
      await intake.close();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await incidents.close();
      await register.close();
    },
  };
}
