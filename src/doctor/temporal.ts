/** What the doctor asks of Temporal: reachable, namespace, search attributes, a worker, the clock. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { formatSpan } from '../calendar/format.ts';
import { connectTo } from '../connecting.ts';
import { pollersOf, queueTypes } from '../pollers.ts';
import { login } from '../temporal-fault.ts';
import { hostOf, type ConnectionSettings } from '../temporal.ts';
import { isLoopback } from '../loopback.ts';
import { codes } from '../server/search-attributes.ts';
import { checksQueue, pagingQueue, searchAttributes, taskQueue } from '../workflows/messages.ts';
import { callLimitMs, failed, ok, unknown, warning, type Finding } from './check.ts';

/** Reached, with the namespace's retention when it exists. */
export type Reached = {
  readonly settings: ConnectionSettings;
  readonly connection: Connection;
  /** Undefined when there is no such namespace. */
  readonly retentionMs: number | undefined;
};

export async function reachTemporal(settings: ConnectionSettings): Promise<Reached | Error> {
  const { namespace } = settings;
  let connection: Connection | undefined;
  try {
    const opened = await connectTo(settings, {}, callLimitMs);
    connection = opened;
    const retentionMs = await opened.withDeadline(Date.now() + callLimitMs, () =>
      retention(opened, namespace),
    );
    return { settings, connection: opened, retentionMs };
  } catch (error) {
    await connection?.close();
    return login(settings, error) ?? (error instanceof Error ? error : new Error(String(error)));
  }
}

async function retention(connection: Connection, namespace: string): Promise<number | undefined> {
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return optionalTsToMs(config?.workflowExecutionRetentionTtl) ?? 0;
  } catch (error) {
    // NOT_FOUND
    if (isGrpcServiceError(error) && error.code === 5) return undefined;
    throw error;
  }
}

const dayMs = 86_400_000;
/** A closed incident stays readable in Temporal for a month; its record is the register, for good. */
const leastRetentionMs = 30 * dayMs;

export function checkTemporal({ settings, retentionMs }: Reached): Finding {
  const { address, namespace } = settings;
  const at = `${address} answers ${isPlain(settings) ? 'on this machine' : 'over TLS'}`;
  if (retentionMs === undefined)
    return failed(`${at}, but has no namespace ${namespace}`, 'correct TEMPORAL_NAMESPACE');
  const kept = `namespace ${namespace} keeps closed runs ${Math.floor(retentionMs / dayMs)} days`;
  return retentionMs < leastRetentionMs
    ? failed(
        `${at}; ${kept}, 30 are needed`,
        `temporal operator namespace update --namespace ${namespace} --retention 30d`,
      )
    : ok(`${at}; ${kept}`);
}

function isPlain({ options: { tls } }: ConnectionSettings): boolean {
  return tls === undefined || tls === null || tls === false;
}

export async function checkAttributes({ settings, connection }: Reached): Promise<Finding> {
  const { namespace } = settings;
  try {
    const { customAttributes } = await connection.withDeadline(Date.now() + callLimitMs, () =>
      connection.operatorService.listSearchAttributes({ namespace }),
    );
    const names = Object.entries(searchAttributes);
    const wrong = names.filter(([name, type]) => customAttributes[name] !== codes[type]);
    if (wrong.length === 0) return ok(`all ${names.length} search attributes are registered`);
    const faults = wrong.map(([name]) =>
      customAttributes[name] === undefined ? `${name} is missing` : `${name} has another type`,
    );
    const flags = wrong.map(([name, type]) => `--name ${name} --type ${type}`).join(' ');
    return failed(
      `search attributes: ${faults.join(', ')}`,
      `the worker adds missing ones when it starts, or: temporal operator search-attribute create --namespace ${namespace} ${flags}`,
    );
  } catch (error) {
    // PERMISSION_DENIED, UNIMPLEMENTED: hosted servers may keep the list to themselves.
    if (isGrpcServiceError(error) && (error.code === 7 || error.code === 12))
      return unknown('this server does not let us list search attributes');
    throw error;
  }
}

/** A live worker asks anew once a minute at the latest; the server remembers dead ones for five. */
const lastSeenLimitMs = 90_000;

export async function checkWorker({ settings, connection }: Reached): Promise<Finding> {
  const start = 'start it with seventytwo up or seventytwo worker';
  const ages: number[] = [];
  const both = Object.values(queueTypes);
  // No workflow lives on that of the checks.
  const asked = { [taskQueue]: both, [pagingQueue]: both, [checksQueue]: [queueTypes.activity] };
  for (const [queue, types] of Object.entries(asked)) {
    const seen = await Promise.all(
      types.map((type) => lastPoll(connection, settings.namespace, queue, type)),
    );
    if (seen.includes(undefined)) return failed(`no worker polls task queue ${queue}`, start);
    ages.push(...seen.map((atMs) => Math.max(0, Date.now() - (atMs ?? 0))));
  }
  const agoMs = Math.max(...ages);
  const found = `a worker asked task queues ${Object.keys(asked).join(', ')} for work ${formatSpan(agoMs)} ago`;
  return agoMs > lastSeenLimitMs ? failed(`${found}, and never since`, start) : ok(found);
}

/** By the server's clock; undefined when nobody polled in the last five minutes. */
async function lastPoll(
  connection: Connection,
  namespace: string,
  queue: string,
  type: (typeof queueTypes)[keyof typeof queueTypes],
): Promise<number | undefined> {
  const pollers = await pollersOf(connection, { namespace, queue, type, limitMs: callLimitMs });
  const times = pollers.map(({ lastAccessTime }) => optionalTsToMs(lastAccessTime) ?? 0);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What a person who types a time does not notice. */
const skewLimitMs = 30_000;

/**
 * A server beyond this machine: a worker's last poll bears the server's time and cannot lie in our future.
 * That our clock runs ahead cannot be seen from here, because the poll may be a minute old.
 */
export async function checkClock(reached: Reached): Promise<Finding> {
  const { settings, connection } = reached;
  if (isLoopback(hostOf(settings))) return checkSynchronised();
  const atMs = await lastPoll(connection, settings.namespace, taskQueue, queueTypes.workflow);
  if (atMs === undefined) return checkSynchronised();
  const behindMs = atMs - Date.now();
  return behindMs > skewLimitMs
    ? failed(
        `this clock is at least ${formatSpan(behindMs)} behind the Temporal server's`,
        'synchronise this machine by NTP',
      )
    : checkSynchronised();
}

/** Temporal on this machine has the same clock: only the system knows whether it is synchronised. */
export async function checkSynchronised(): Promise<Finding> {
  let answer: string;
  try {
    const { stdout } = await promisify(execFile)(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: callLimitMs },
    );
    answer = stdout.trim();
  } catch {
    // No systemd here, as in most containers and on other systems.
    return unknown(
      'cannot be checked: this system does not say whether its clock is synchronised; compare it with one you trust',
    );
  }
  return answer === 'yes'
    ? ok('the system says that its clock is synchronised')
    : warning(
        'the system says that its clock is not synchronised: deadlines may be off',
        'timedatectl set-ntp true',
      );
}
