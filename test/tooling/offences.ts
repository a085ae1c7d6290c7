/** What the lint must report, and what it must leave alone: one small file each. */

/** Exactly this rule must speak, once, about exactly this file. */
export type Offence = { readonly what: string; readonly rule: string; readonly code: string };
/** By the folder or file that must not do it. */
export const offences: Readonly<Record<string, readonly Offence[]>> = {
  'src/domain/': [
    row('a Node module', `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;`),
    row('a package', `import { z } from 'zod';\nexport const x = z;`),
    row('a type of a package', `import type { z } from 'zod';\nexport type X = z.ZodType;`),
    row('a workflow', `export { taskQueue } from '../workflows/messages.ts';`),
    row('another folder, late', `export const x = () => import('../failure.ts');`),
    clock('its own clock', 'no-restricted-properties', 'export const x = Date.now();'),
    clock('chance', 'no-restricted-properties', 'export const x = Math.random();'),
    clock(
      'a timer',
      'no-restricted-globals',
      'export const x = () => setTimeout(() => undefined, 1);',
    ),
    clock('the host', 'no-restricted-globals', 'export const x = process.pid;'),
  ],
  'src/domain/rules/': [
    row('a package', `import { z } from 'zod';\nexport const x = z;`),
    row('another folder', `import { x } from '../../failure.ts';\nexport const y = x;`),
    clock('its own clock', 'no-restricted-properties', 'export const x = Date.now();'),
  ],
  'src/workflows/': [
    row('activities as values', `export { createActivities } from '../activities/index.ts';`),
    row('zod', `import { z } from 'zod';\nexport const x = z;`),
    row('the configuration', `import { x } from '../config.ts';\nexport const y = x;`),
    row('the client', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('the calendar', `import { x } from '../calendar/months.ts';\nexport const y = x;`),
    clock('Intl', 'no-restricted-globals', `export const x = new Intl.NumberFormat('en');`),
    clock('local hours', 'no-restricted-properties', 'export const x = new Date(0).getHours();'),
    clock(
      'local text',
      'no-restricted-properties',
      'export const x = new Date(0).toLocaleString();',
    ),
    rule(
      'a floating Temporal promise',
      'no-floating-promises',
      `import { sleep } from '@temporalio/workflow';\nexport function x(): void {\n  sleep('1 hour');\n}`,
    ),
    rule(
      'a promise nobody awaits',
      'no-misused-promises',
      `import { sleep } from '@temporalio/workflow';\nexport const x = [1].forEach(async () => sleep(1));`,
    ),
  ],
  'src/calendar/': [
    rule('any', 'no-explicit-any', 'export type X = any;'),
    rule('!', 'no-non-null-assertion', 'export const x = (list: string[]) => list.at(0)!;'),
    rule(
      'an unproved as',
      'no-unsafe-type-assertion',
      `export const x = (value: unknown) => value as string;`,
    ),
    rule(
      'a switch with a hole',
      'switch-exhaustiveness-check',
      `export function x(kind: 'a' | 'b'): void {
  switch (kind) {
    case 'a':
      throw new Error('a');
  }
}`,
    ),
    rule(
      'a type imported as a value',
      'consistent-type-imports',
      `import { Stats } from 'node:fs';\nexport type X = Stats;`,
    ),
  ],
  'src/activities/': [
    row('the client', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
    row('the worker', `import { y } from '../worker.ts';\nexport const x = y;`),
    row('the configuration', `import { x } from '../config.ts';\nexport const y = x;`),
    row('values of the contract', `export { taskQueue } from '../workflows/messages.ts';`),
    row('a workflow', `import type { X } from '../workflows/incident.ts';\nexport type Y = X;`),
  ],
  'src/cli/': [
    row(
      'a client of its own',
      `import { Client } from '@temporalio/client';\nexport const x = Client;`,
    ),
    row('a workflow', `import { x } from '../workflows/incident.ts';\nexport const y = x;`),
    row('an activity', `import { x } from '../activities/mail.ts';\nexport const y = x;`),
    row(
      'the worker package',
      `import { Worker } from '@temporalio/worker';\nexport const x = Worker;`,
    ),
    row('the test server, late', `export const x = () => import('@temporalio/testing');`),
  ],
  'src/cli.ts': [
    row('a workflow', `import { x } from './workflows/incident.ts';\nexport const y = x;`),
  ],
  'src/worker.ts': [
    row(
      'a workflow',
      `import { Worker } from '@temporalio/worker';
import { createActivities } from './activities/index.ts';
import { taskQueue } from './workflows/messages.ts';
import { x } from './workflows/incident.ts';
export const y = [Worker, createActivities, taskQueue, x];`,
    ),
  ],
  'src/worker/': [
    row(
      'a client of its own',
      `import { WorkflowClient } from '@temporalio/client';\nexport const x = WorkflowClient;`,
    ),
    row(
      'a workflow',
      `import { Worker } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { taskQueue } from '../workflows/messages.ts';
import { x } from '../workflows/incident.ts';
export const y = [Worker, createActivities, taskQueue, x];`,
    ),
  ],
  'src/language/': [
    row('Temporal', `import type { Client } from '@temporalio/client';\nexport type X = Client;`),
    row('a package', `import { z } from 'zod';\nexport const x = z;`),
    row('a mail', `import { x } from '../mail/frame.ts';\nexport const y = x;`),
  ],
  'src/language/en/': [
    row('another folder', `import { x } from '../../failure.ts';\nexport const y = x;`),
  ],
  'src/policy/': [
    row('a catalogue', `import { x } from '../language/index.ts';\nexport const y = x;`),
  ],
  'src/register/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
  ],
  'src/looking/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
  ],
  'src/sending/': [
    row('the client', `export { x } from '../client.ts';`),
    row('a page', `export { x } from '../web/page.ts';`),
  ],
  'src/api/': [
    row('the client', `export { x } from '../client.ts';`),
    row('a page', `export { x } from '../web/page.ts';`),
  ],
  'src/intake/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a page', `export { x } from '../web/page.ts';`),
  ],
  'src/web/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
    row('a workflow', `import { x } from '../workflows/incident.ts';\nexport const y = x;`),
  ],
  'src/access/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
  ],
  'src/evidence/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
  ],
  'src/on-call/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
  ],
  'src/links/': [
    row('Temporal', `import { Client } from '@temporalio/client';\nexport const x = Client;`),
    row('a page', `export { x } from '../web/page.ts';`),
    row('the configuration', `import { x } from '../config.ts';\nexport const y = x;`),
  ],
  'src/watchdog/': [
    row(
      'a client of its own',
      `import { Client } from '@temporalio/client';\nexport const x = Client;`,
    ),
    row('a workflow', `import { x } from '../workflows/incident.ts';\nexport const y = x;`),
    row('a page', `export { x } from '../web/page.ts';`),
  ],
  'src/encryption/': [
    row(
      'a client of its own',
      `import { Client } from '@temporalio/client';\nexport const x = Client;`,
    ),
    row('the register', `export const x = () => import('../register/audit.ts');`),
    row('a command', `import { x } from '../cli/show.ts';\nexport const y = x;`),
    row('a workflow', `import { x } from '../workflows/incident.ts';\nexport const y = x;`),
  ],
  'src/server/': [
    row(
      'a client of its own',
      `import { Client } from '@temporalio/client';\nexport const x = Client;`,
    ),
    row('a workflow', `import { x } from '../workflows/incident.ts';\nexport const y = x;`),
    row('an activity', `import { x } from '../activities/mail.ts';\nexport const y = x;`),
  ],
};

/** What the table allows, in the same folders: a rule that reports everything proves nothing. */
export const allowed: Readonly<Record<string, string>> = {
  'src/domain/allowed.ts': `export { incident } from './incident.ts';\nexport { rule } from './rules/rule.ts';`,
  'src/domain/rules/rule.ts': `import { incident } from '../incident.ts';\nexport const rule = incident;`,
  'src/domain/incident.ts': `export const incident = 1;`,
  'src/workflows/messages.ts': `export const taskQueue = 'q';`,
  'src/workflows/incident.ts': `export const x = 1;\nexport type X = number;`,
  'src/workflows/allowed.ts': `import { sleep } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { createActivities } from '../activities/index.ts';
import { incident } from '../domain/incident.ts';
import { taskQueue } from './messages.ts';
export type Activities = ReturnType<typeof createActivities>;
export const x = [sleep, ApplicationFailure, incident, taskQueue];
export const hours = new Date(0).getUTCHours();`,
  'src/activities/index.ts': `import { log } from '@temporalio/activity';
import type { taskQueue } from '../workflows/messages.ts';
export const createActivities = (queue: typeof taskQueue) => ({
  sendMail(): void {
    log.info(queue);
  },
});`,
  'src/activities/mail.ts': `export const x = 1;`,
  'src/temporal-client.ts': `import { Client } from '@temporalio/client';\nexport const x = Client;`,
  'src/encryption/allowed.ts': `import type { Payload } from '@temporalio/common';
import { taskQueue } from '../workflows/messages.ts';
export type X = Payload;
export const x = taskQueue;`,
  'src/cli/show.ts': `import { Connection, type Client } from '@temporalio/client';
import { taskQueue } from '../workflows/messages.ts';
export const x = [Connection, taskQueue];
export type X = Client;`,
  'src/server/allowed.ts': `export { TestWorkflowEnvironment } from '@temporalio/testing';
export { Worker } from '@temporalio/worker';
export { taskQueue } from '../workflows/messages.ts';`,
  'src/language/index.ts': `export { x } from './en/mails.ts';`,
  'src/language/en/mails.ts': `import { incident } from '../../domain/incident.ts';
import { list } from '../numbers.ts';
export const x = [incident, list];`,
  'src/language/de/mails.ts': `import type { x } from '../en/mails.ts';\nexport type X = typeof x;`,
  'src/language/numbers.ts': `export { incident as list } from '../domain/incident.ts';`,
  'src/mail/frame.ts': `export { x } from '../language/index.ts';`,
  'src/config.ts': `export const x = 1;`,
  'src/failure.ts': `export const x = 1;`,
  'src/calendar/months.ts': `export { incident as x } from '../domain/incident.ts';`,
};

export const cycle = {
  'src/mail/hen.ts': `import { egg } from './egg.ts';\nexport const hen = () => egg;`,
  'src/mail/egg.ts': `import { hen } from './hen.ts';\nexport const egg = () => hen;`,
};

function row(what: string, code: string): Offence {
  return { what, rule: 'eslint(no-restricted-imports)', code };
}

function clock(what: string, name: string, code: string): Offence {
  return { what, rule: `eslint(${name})`, code };
}

function rule(what: string, name: string, code: string): Offence {
  return { what, rule: `typescript(${name})`, code };
}
