/** What surrounds an activity that sends mails: registers, mail servers and the ways to them, all closed after the tests of a file. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createMailTransport } from '../../src/mail/transport.ts';
import type { LoadedPolicy } from '../../src/policy/file.ts';
import type { Policy, SmtpSettings } from '../../src/policy/schema.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { dataFolder } from '../register/sample.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

export function createStand() {
  const stops: (() => void | Promise<void>)[] = [];
  after(async () => {
    for (const stop of stops.toReversed()) await stop();
  });
  return {
    async register(): Promise<Register> {
      const register = await openRegister(await dataFolder());
      stops.push(() => register.close());
      return register;
    },
    async smtp(options?: Parameters<typeof startSmtp>[0]): Promise<TestSmtp> {
      const smtp = await startSmtp(options);
      stops.push(smtp.stop);
      return smtp;
    },
    transport(settings: SmtpSettings, password?: string) {
      const transport = createMailTransport(settings, password);
      stops.push(() => transport.close({ force: true }));
      return transport;
    },
  };
}

/** As the worker reads it. */
export function loaded(policy: Policy): () => Promise<LoadedPolicy> {
  const files = { policy: Buffer.of() };
  return async () => ({ ...{ policy, version: 'test', path: 'policy.yaml' }, files });
}

/** Without a line in the log for each failure that is wanted. */
export function quiet(
  info: ConstructorParameters<typeof MockActivityEnvironment>[0] = {},
): MockActivityEnvironment {
  return new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
}

/** What Temporal would see. */
export async function failure(sending: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await sending.then(
    () => assert.fail('the mail was sent'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ApplicationFailure, String(error));
  return error;
}
