/** The last line of `up` on a terminal: how many incidents are open, what is due next, what waits. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { formatSpan } from '../calendar/format.ts';
import { createClient } from '../temporal-client.ts';
import type { ConnectionSettings } from '../temporal.ts';
import { incidentIdOf, workflowType } from '../workflows/messages.ts';
import { paint, type Tone } from './io.ts';

/** What is drawn upon: standard output. */
export type Terminal = {
  write(text: string): unknown;
  readonly columns: number;
};

export type Outlook = {
  readonly open: readonly { readonly id: string; readonly severity: string }[];
  readonly next?: { readonly id: string; readonly dueAtMs: number };
  readonly mailsWaiting: number;
};

/** Often enough for a countdown in minutes; one list call each time. */
const everyMs = 5_000;
/** A late answer is worth nothing: the next look comes. */
const lookLimitMs = 4_000;
/** One page: who has more open incidents at once reads `list`. */
const listLimit = 200;
/** Asked in turn for their mails, so that many incidents cost no more than few. */
const describedEachTime = 4;

const keys = {
  severity: defineSearchAttributeKey('IncidentSeverity', 'KEYWORD'),
  nextDue: defineSearchAttributeKey('IncidentNextDue', 'DATETIME'),
};
const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;

export type StatusLine = {
  /** Prints a line above the status. */
  readonly print: (line: string) => void;
  stop(): Promise<void>;
};

export function startStatusLine(options: {
  terminal: Terminal;
  settings: ConnectionSettings;
  restarts: () => number;
  print: (line: string) => void;
  /** From then on nothing is drawn. */
  signal: AbortSignal;
}): StatusLine {
  const { terminal, settings, restarts, signal } = options;
  const { address, options: how } = settings;
  const connection = Connection.lazy({ address, ...how, connectTimeout: lookLimitMs });
  const look = createLook(createClient(connection, settings));
  const stopping = new AbortController();
  const over = AbortSignal.any([signal, stopping.signal]);
  let drawn = '';
  let answeredAtMs = Date.now();

  const clear = (): void => {
    if (drawn !== '') terminal.write('\r\u001B[2K');
  };
  const draw = (text: string): void => {
    clear();
    drawn = over.aborted ? '' : text;
    terminal.write(drawn);
  };

  async function describe(): Promise<Segment[]> {
    try {
      const outlook = await connection.withAbortSignal(over, () =>
        connection.withDeadline(Date.now() + lookLimitMs, look),
      );
      answeredAtMs = Date.now();
      return toSegments(outlook, restarts(), answeredAtMs);
    } catch (error) {
      return away(error, Date.now() - answeredAtMs);
    }
  }

  const drawing = (async () => {
    while (!over.aborted) {
      const segments = await describe();
      draw(fit(segments, terminal.columns || usualColumns));
      await sleep(everyMs, undefined, { signal: over }).catch(stoppedOnly);
    }
  })();

  return {
    print: (line) => {
      const again = drawn;
      clear();
      drawn = '';
      options.print(line);
      if (again !== '') draw(again);
    },
    stop: async () => {
      stopping.abort();
      draw('');
      await drawing;
      await connection.close();
    },
  };
}

function createLook(client: Client): () => Promise<Outlook> {
  const waiting = new Map<string, number>();
  let turn = 0;

  /** Mails that wait are activities that have not ended: the server knows them without asking a worker. */
  async function countMails(ids: readonly string[]): Promise<void> {
    for (const id of waiting.keys()) if (!ids.includes(id)) waiting.delete(id);
    const chosen = ids.slice(0, describedEachTime).map((_, n) => ids[(turn + n) % ids.length]);
    turn = (turn + chosen.length) % Math.max(1, ids.length);
    for (const id of chosen) {
      if (id === undefined) continue;
      const { raw } = await client.workflow.getHandle(id).describe();
      const pending = raw.pendingActivities ?? [];
      waiting.set(
        id,
        pending.filter(({ activityType }) => activityType?.name === 'sendMail').length,
      );
    }
  }

  return async () => {
    const open: { id: string; severity: string }[] = [];
    let next: Outlook['next'];
    for await (const info of client.workflow.list({ query, pageSize: listLimit })) {
      const { workflowId, typedSearchAttributes: attributes } = info;
      const id = incidentIdOf(workflowId);
      open.push({ id, severity: attributes.get(keys.severity) ?? 'new' });
      const dueAtMs = attributes.get(keys.nextDue)?.getTime();
      if (dueAtMs !== undefined && dueAtMs < (next?.dueAtMs ?? Infinity)) next = { id, dueAtMs };
      if (open.length >= listLimit) break;
    }
    await countMails(open.map(({ id }) => id));
    const mailsWaiting = [...waiting.values()].reduce((sum, count) => sum + count, 0);
    return { open, ...(next && { next }), mailsWaiting };
  };
}

export type Segment = readonly [Tone, string];

const severities = ['critical', 'high', 'medium', 'low', 'new'] as const;
/** Red from here on, as in `show`. */
const urgentMs = 12 * 3_600_000;

export function toSegments(outlook: Outlook, restarts: number, nowMs: number): Segment[] {
  const { open, next, mailsWaiting } = outlook;
  const counts = severities.flatMap((severity) => {
    const count = open.filter((incident) => incident.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const isGrave = open.some(({ severity }) => severity === 'critical' || severity === 'high');
  const leftMs = next && next.dueAtMs - nowMs;
  return [
    open.length === 0
      ? ['good', '● no open incident']
      : [isGrave ? 'bad' : 'warn', `● ${open.length} open: ${counts.join(', ')}`],
    ...(next && leftMs !== undefined ? [due(next.id, leftMs)] : []),
    mailsWaiting > 0
      ? ['warn', `${mailsWaiting} ${mailsWaiting === 1 ? 'mail' : 'mails'} waiting`]
      : ['quiet', 'no mail waiting'],
    ...(restarts > 0 ? [['warn', `worker restarted ${restarts}×`] as const] : []),
  ];
}

function due(id: string, leftMs: number): Segment {
  return leftMs < 0
    ? ['bad', `${id} overdue by ${formatSpan(leftMs)}`]
    : [leftMs < urgentMs ? 'bad' : 'strong', `next due ${id} in ${formatSpan(leftMs)}`];
}

function away(error: unknown, forMs: number): Segment[] {
  const causes = error instanceof Error ? [error, error.cause] : [error];
  return causes.some(isGrpcServiceError)
    ? [['bad', `● Temporal has not answered for ${formatSpan(forMs)}; asking again`]]
    : [['bad', `● the state is not known: ${String(error).split('\n', 1)[0] ?? ''}`]];
}

/** Some terminals say that they have none. */
const usualColumns = 80;

/** A line that wrapped could not be taken back: what does not fit is left out, the least important first. */
export function fit(segments: readonly Segment[], columns: number): string {
  const kept = [...segments];
  const width = (): number => kept.map(([, text]) => text).join(' · ').length;
  while (kept.length > 1 && width() >= columns) kept.pop();
  return kept.map(([tone, text]) => paint(tone, text.slice(0, columns - 1))).join(' · ');
}

function stoppedOnly(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
