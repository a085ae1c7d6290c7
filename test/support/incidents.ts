/** Incidents told in a few lines: commands, mail outcomes and passing time, run through the domain itself. */
import type { AccessRole } from '../../src/domain/access.ts';
import { apply } from '../../src/domain/apply.ts';
import {
  system,
  type Actor,
  type Command,
  type CommandFields,
  type CommandName,
} from '../../src/domain/commands.ts';
import { dueEvents, nextDeadline } from '../../src/domain/deadline.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { decide } from '../../src/domain/decide.ts';
import { automatic, type EventBody, type IncidentEvent } from '../../src/domain/events.ts';
import type { Duty } from '../../src/domain/duty.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import type { Mail, MailKind } from '../../src/domain/mail.ts';
import type { OnCallNow } from '../../src/domain/on-call.ts';
import type { PersonId, PolicySnapshot } from '../../src/domain/policy.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import type { Instant } from '../../src/domain/shape.ts';
import { policySnapshot } from './policy.ts';

export const minuteMs = 60_000;
/** Friday 27 March 2026, 09:14 in Vienna: the clocks go forward within the 72 hours. */
export const startMs = Date.UTC(2026, 2, 27, 8, 14);
export const incidentId = 'INC-7K3FQ';
export const policy: PolicySnapshot = policySnapshot({ customers: ['globex', 'initech'] });

/** An instant so many hours after the start. */
export function hours(count: number): Instant {
  return { atMs: startMs + count * hourMs, zone: 'Europe/Vienna' };
}

/** `at` is in epoch milliseconds, default one minute after the step before; `by` is anna by default. */
type When = {
  readonly at?: number;
  readonly by?: PersonId;
  readonly unjournaled?: number;
  /** Default: nobody's roles are checked. */
  readonly roles?: readonly AccessRole[];
};
type FieldsPart<N extends CommandName> =
  Record<never, never> extends CommandFields<N>
    ? { readonly fields?: CommandFields<N> }
    : { readonly fields: CommandFields<N> };
export type CommandStep = {
  [N in CommandName]: When & { readonly name: N } & FieldsPart<N>;
}[CommandName];
export type Step =
  | CommandStep
  /** Recorded as it is, by the product itself unless `by` is given. */
  | (When & { readonly event: EventBody })
  /** The worker runs: every deadline up to this instant is met on time. */
  | { readonly until: number }
  /** The worker was away until this instant. */
  | { readonly wakesAt: number };

/** Who is on call at an instant; undefined: nobody can say. */
export type Roster = (atMs: number) => OnCallNow | undefined;

export type Story = {
  readonly onCall?: Roster;
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly nowMs: number;
};

/** A declaration by anna at the start. */
export function declared(fields: Partial<CommandFields<'declare'>> = {}): CommandStep {
  return {
    at: startMs,
    name: 'declare',
    fields: { title: 'Backup bucket was public', ...fields },
  };
}

/** The incident that these steps lead to; a refused command is a mistake of the test. */
export function given(...steps: readonly Step[]): Story {
  return givenUnder(policy, ...steps);
}

export function givenUnder(inForce: PolicySnapshot, ...steps: readonly Step[]): Story {
  return givenWith({ inForce }, ...steps);
}

/** Under a policy whose rota answers so. */
export function givenWith(
  { inForce, onCall }: { readonly inForce: PolicySnapshot; readonly onCall?: Roster },
  ...steps: readonly Step[]
): Story {
  const [first, ...rest] = steps;
  if (!first || !('name' in first)) throw new Error('a story begins with a declaration');
  const nowMs = first.at ?? startMs;
  const bodies = allowed(ask(undefined, { ...first, at: nowMs }, inForce, onCall), first.name);
  const begun = append(undefined, bodies, actor(first.by), nowMs);
  return next({ ...begun, ...(onCall && { onCall }) }, ...rest);
}

/** The story with these steps added. */
export function next(story: Story, ...steps: readonly Step[]): Story {
  return steps.reduce(one, story);
}

function one(story: Story, step: Step): Story {
  if ('until' in step) return running(story, step.until);
  if ('wakesAt' in step) {
    const { wakesAt } = step;
    const known = story.onCall?.(wakesAt);
    return append(story, dueEvents(story.incident, wakesAt, known), system, wakesAt);
  }
  const nowMs = step.at ?? story.nowMs + minuteMs;
  if ('event' in step)
    return append(story, [step.event], step.by === undefined ? system : actor(step.by), nowMs);
  return append(story, allowed(ask(story, step), step.name), actor(step.by), nowMs);
}

function running(story: Story, untilMs: number): Story {
  let current = story;
  for (;;) {
    const deadline = nextDeadline(current.incident);
    if (!deadline || deadline.atMs > untilMs) return { ...current, nowMs: untilMs };
    const met = one(current, { wakesAt: deadline.atMs });
    if (met.events.length === current.events.length)
      throw new Error(`nothing to ${deadline.what} at ${deadline.atMs}`);
    current = met;
  }
}

/** What the domain decides about a command, without carrying it out. */
export function ask(
  story: Story | undefined,
  step: CommandStep,
  inForce: PolicySnapshot = policy,
  roster: Roster | undefined = story?.onCall,
): Decision {
  const nowMs = step.at ?? (story ? story.nowMs + minuteMs : startMs);
  const { name, fields = {}, unjournaled = 0, roles } = step;
  const known = roster?.(nowMs);
  const command = { name, fields, actor: actor(step.by), commandId: 'a-command' };
  // oxlint-disable-next-line no-unsafe-type-assertion -- CommandStep keeps name and fields together.
  return decide(story?.incident, command as Command, {
    ...{ nowMs, incidentId, policy: inForce, unjournaled },
    ...(roles && { roles }),
    ...(known && { onCall: known }),
  });
}

/** The refusal of a command; one that is allowed is a mistake of the test. */
export function refused(story: Story | undefined, step: CommandStep): Refusal {
  const decision = ask(story, step);
  if (isRefusal(decision)) return decision;
  throw new Error(`${step.name} was allowed: ${JSON.stringify(decision)}`);
}

function allowed(decision: Decision, name: CommandName): readonly EventBody[] {
  if (!isRefusal(decision)) return decision;
  throw new Error(`${name} was refused: ${decision.message}`);
}

function actor(person: PersonId = 'anna'): Actor {
  return { person, channel: 'cli' };
}

/** Numbers and stamps events as the product does. */
function append(
  story: Story | undefined,
  bodies: readonly EventBody[],
  by: Actor,
  atMs: number,
): Story {
  let { incident, events } = story ?? { incident: undefined, events: [] };
  for (const body of bodies) {
    const seq = events.length + 1;
    const event: IncidentEvent = {
      ...{ seq, atMs, actor: automatic.has(body.type) ? system : by },
      ...body,
    };
    incident = apply(incident, event);
    events = [...events, event];
  }
  if (!incident) throw new Error('nothing has happened yet');
  return { ...story, incident, events, nowMs: atMs };
}

/** The duty of Art. 33(1); a story without it is a mistake of the test. */
export function dutyOf({ incident }: Story): Duty {
  const duty = incident.duties['gdpr-33-1'];
  if (!duty) throw new Error('the incident has no duty gdpr-33-1');
  return duty;
}

/** The waiting mails as `kind > recipient`, for one kind or all. */
export function waiting({ incident }: Story, kind?: MailKind): readonly string[] {
  return incident.mails
    .filter((mail) => kind === undefined || mail.kind === kind)
    .map((mail) => `${mail.kind} > ${mail.to}`);
}

/** The one waiting mail of a kind to somebody. */
export function mailTo({ incident }: Story, kind: MailKind, to: string): Mail {
  const found = incident.mails.filter((mail) => mail.kind === kind && mail.to === to);
  const [mail] = found;
  if (!mail || found.length > 1) throw new Error(`${found.length} mails ${kind} to ${to} wait`);
  return mail;
}

/** The notice to a customer, drafted as the activity would and approved by dora. */
export function approved(...customers: readonly string[]): readonly Step[] {
  return customers.flatMap((customer): Step[] => [
    { event: { type: 'noticesRequested', notices: [{ notice: `N-${customer}`, customer }] } },
    { event: { type: 'noticesDrafted', notices: [draftOf(customer)], missing: [] } },
    { name: 'approveNotices', by: 'dora', fields: { customers: [customer] } },
  ]);
}

export function draftOf(customer: string) {
  return { notice: `N-${customer}`, customer, sha256: customer.padEnd(64, '0') };
}

/** The outcome of a mail, as a step. */
export function accepts(mail: Mail, at?: number): Step {
  const { key, kind, to } = mail;
  const event = { type: 'mailAccepted', key, kind, to, messageId: '<x@y>', detail: '250' } as const;
  return { event, ...(at !== undefined && { at }) };
}

export function fails(mail: Mail, at?: number): Step {
  const { key, kind, to } = mail;
  const event = {
    ...({ type: 'mailFailed', key, kind, to, messageId: '<x@y>', detail: '550' } as const),
    fault: 'no-such-recipient',
  } as const;
  return { event, ...(at !== undefined && { at }) };
}
