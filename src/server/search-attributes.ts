/** Registers the search attributes that incidents carry: a workflow with an unknown one would jam. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { Failure } from '../failure.ts';

export type AttributeType = 'Keyword' | 'Datetime';
/** Of the client or of the worker. */
type AnyConnection = Pick<Connection, 'operatorService' | 'workflowService' | 'withDeadline'>;

/** `temporal.api.enums.v1.IndexedValueType` */
export const codes = { Keyword: 2, Datetime: 6 } as const;
const names = ['?', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'] as const;

/** Servers read the list anew once a minute at the latest; half as much again for a slow one. */
const usableLimitMs = 90_000;
const pollMs = 250;
/** One call. */
const callLimitMs = 10_000;
/** Two processes that add at the same time may refuse each other once. */
const attempts = 5;

/** Adds what is missing and returns once all can be used. A name with another type is a Failure. */
export async function registerSearchAttributes(
  connection: AnyConnection,
  namespace: string,
  wanted: Readonly<Record<string, AttributeType>>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const missing = await missingOf(connection, namespace, wanted);
    if (missing.length === 0) break;
    try {
      await bounded(connection, () =>
        connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, codes[type]])),
        }),
      );
    } catch (error) {
      // Another process may have added them: only the next look tells.
      if (attempt === attempts) throw notAdded(namespace, missing, error);
      await sleep(pollMs * attempt);
    }
  }
  await waitUntilUsable(connection, namespace, Object.keys(wanted));
}

async function missingOf(
  connection: AnyConnection,
  namespace: string,
  wanted: Readonly<Record<string, AttributeType>>,
): Promise<[string, AttributeType][]> {
  const listed = await bounded(connection, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  return Object.entries(wanted).filter(([name, type]) => {
    const code = listed.customAttributes?.[name];
    if (code === undefined || code === codes[type]) return code === undefined;
    throw new Failure(
      'checkFailed',
      'search-attribute-type',
      `search attribute ${name} of namespace ${namespace} has the type ${names[code] ?? code} and must be ${type}; ` +
        'remove it with `temporal operator search-attribute remove` or use another namespace',
    );
  });
}

/** The list may know a name before queries do: so ask a query. */
async function waitUntilUsable(
  connection: AnyConnection,
  namespace: string,
  wanted: readonly string[],
): Promise<void> {
  const untilMs = Date.now() + usableLimitMs;
  const query = wanted.map((name) => `\`${name}\` is null`).join(' and ');
  for (;;) {
    try {
      await bounded(connection, () =>
        connection.workflowService.countWorkflowExecutions({ namespace, query }),
      );
      return;
    } catch (error) {
      if (Date.now() > untilMs)
        throw new Failure(
          'unreachable',
          'search-attributes-unusable',
          `namespace ${namespace} still does not answer queries for ${wanted.join(', ')} after ${usableLimitMs / 1_000} s; try again in a minute`,
          error,
        );
    }
    await sleep(pollMs);
  }
}

async function bounded<T>(connection: AnyConnection, call: () => Promise<T>): Promise<T> {
  return await connection.withDeadline(Date.now() + callLimitMs, call);
}

function notAdded(
  namespace: string,
  missing: readonly [string, AttributeType][],
  cause: unknown,
): Failure {
  const flags = missing.map(([name, type]) => `--name ${name} --type ${type}`).join(' ');
  return new Failure(
    'notAllowed',
    'search-attributes-missing',
    `the search attributes of seventytwo could not be added to namespace ${namespace}; have its administrator run: ` +
      `temporal operator search-attribute create --namespace ${namespace} ${flags}`,
    cause,
  );
}
