/** What became of every mail of an incident, read from its events. */
import type { MailEvent } from './delivery-events.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { messageId, type Mail } from './mail.ts';

/** Worst first. `dropped`: it had lost its point before any server took it. */
export const deliveryStates = [
  'bounced',
  'gave-up',
  'refused',
  'deferred',
  'delayed',
  'waiting',
  'dropped',
  'accepted',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export type MailLine = {
  readonly messageId: string;
  readonly kind: Mail['kind'];
  readonly to: string;
  readonly state: DeliveryState;
  /** When it became so; of one that waits, when it was caused. */
  readonly atMs: number;
  /** SMTP reply code, status or error class. */
  readonly detail: string;
  /** Of one that was put off at first: since when, whatever came later. */
  readonly deferredAtMs?: number;
  /** Attempts until it was told that it is put off. */
  readonly attempts?: number;
};

const isAbout = (event: IncidentEvent): event is IncidentEvent & MailEvent =>
  ['mailAccepted', 'mailFailed', 'mailDeferred', 'mailBounced'].includes(event.type);

/** In the order in which each was first told of; those that nothing was told of yet last. */
export function mailLines(
  { id, mails, policy }: Pick<Incident, 'id' | 'mails' | 'policy'>,
  events: readonly IncidentEvent[],
): readonly MailLine[] {
  const waiting = new Set(mails.map(({ key }) => key));
  const found = new Map<string, MailLine>();
  for (const event of events) {
    if (!isAbout(event)) continue;
    const before = found.get(event.key);
    const { kind, to, messageId: sentAs, atMs, detail } = event;
    const state = stateOf(event);
    found.set(event.key, {
      ...{ messageId: sentAs, kind, to, state, atMs },
      detail: 'fault' in event ? [event.fault, detail].filter(Boolean).join(' ') : detail,
      ...(before?.deferredAtMs !== undefined && { deferredAtMs: before.deferredAtMs }),
      ...(before?.attempts !== undefined && { attempts: before.attempts }),
      ...(event.type === 'mailDeferred' && { deferredAtMs: atMs }),
      ...(event.type === 'mailDeferred' && event.attempts && { attempts: event.attempts }),
    });
  }
  const told = [...found].map(([key, line]): MailLine =>
    line.state === 'deferred' && !waiting.has(key) ? { ...line, state: 'dropped' } : line,
  );
  const untold = mails.filter(({ key }) => !found.has(key));
  return [
    ...told,
    ...untold.map(({ key, kind, to, causedAtMs: atMs }): MailLine => ({
      ...{ messageId: messageId(id, key, policy.mailDomain), kind, to },
      ...{ state: 'waiting', atMs, detail: '' },
    })),
  ];
}

function stateOf(event: MailEvent): DeliveryState {
  switch (event.type) {
    case 'mailAccepted':
      return 'accepted';
    case 'mailBounced':
      return 'bounced';
    case 'mailDeferred':
      return event.fault === 'delayed' ? 'delayed' : 'deferred';
    case 'mailFailed':
      return event.gaveUp || mayPass(event) ? 'gave-up' : 'refused';
  }
}

/** Before edition 4 nothing else tells a server that said no from a patience that was over. */
function mayPass({ fault, detail }: MailEvent & { readonly type: 'mailFailed' }): boolean {
  return fault === 'unreachable' || fault === 'timeout' || /^4\d\d/.test(detail);
}
