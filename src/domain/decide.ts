/** Every rule about commands: what may be done when and by whom, and which events it causes. */
import { assertNever } from './assert-never.ts';
import { awarenessAnchor, dueAtMs, latenessMs, provisionalAnchor } from './clock.ts';
import type { Command, CommandFields, CommandName } from './commands.ts';
import { factNames, type Facts } from './commands.ts';
import type { EventBody } from './events.ts';
import { closureGates, openDuties } from './gates.ts';
import {
  isOpen,
  limits,
  phases,
  type Anchor,
  type Duty,
  type DutyId,
  type Incident,
  type Notice,
  type Phase,
} from './incident.ts';
import type { PersonId, PolicySnapshot } from './policy.ts';
import { refuse, type Refusal } from './refusal.ts';
import { rules } from './rules.ts';
import type { Instant } from './shape.ts';

export type Decision = readonly EventBody[] | Refusal;

/** What a decision may know beside the incident: the clock, and for a declaration its id and policy. */
export type Circumstances = {
  readonly nowMs: number;
  readonly incidentId: string;
  readonly policy: PolicySnapshot;
};

/** A person's clock may run ahead of ours by this much before "in the future" is said. */
const clockSkewMs = 2 * 60_000;

/** The events a command causes, or why it may not be. An empty list: it was so already. */
export function decide(
  incident: Incident | undefined,
  command: Command,
  circumstances: Circumstances,
): Decision {
  const { nowMs } = circumstances;
  const policy = incident?.policy ?? circumstances.policy;
  const by = command.actor.person;
  if (!Object.hasOwn(policy.people, by))
    return refuse('unknown-person', `${by} is not a person of the policy file`);
  if (command.name === 'declare') {
    if (incident)
      return refuse('already-declared', `${incident.id} is declared already; add a note to it`);
    return declare(command.fields, circumstances);
  }
  if (!incident)
    return refuse('not-declared', `${circumstances.incidentId} is not declared; declare it first`);

  switch (command.name) {
    case 'acknowledge':
      return acknowledge(incident, by);
    case 'assign': {
      const { commander } = command.fields;
      if (!Object.hasOwn(policy.people, commander))
        return refuse('unknown-person', `${commander} is not a person of the policy file`);
      if (incident.phase === 'closed') return closedAlready(incident, 'assign');
      return incident.commander === commander ? [] : [{ type: 'assigned', commander }];
    }
    case 'changeSeverity':
      return changeSeverity(incident, command.fields, nowMs);
    case 'triage':
      return triage(incident, command.fields, nowMs);
    case 'contain':
      return step(incident, 'contain', 'containment', 'contained', command.fields);
    case 'recover':
      return step(incident, 'recover', 'recovery', 'recovered', command.fields);
    case 'note':
      return [{ type: 'noted', text: command.fields.text }];
    case 'addTask':
      return addTask(incident, command.fields);
    case 'completeTask':
      return completeTask(incident, command.fields);
    case 'declareAwareness':
      return declareAwareness(incident, command.fields, nowMs);
    case 'confirmAwareness':
      return confirmAwareness(incident, by);
    case 'draftNotice':
      return draftNotice(incident, command.fields);
    case 'fileDuty':
      return fileDuty(incident, command.fields, nowMs);
    case 'withholdDuty':
      return withholdDuty(incident, command.fields);
    case 'confirmWithholding':
      return confirmWithholding(incident, by, command.fields);
    case 'notifyCustomer':
      return notifyCustomer(incident, command.fields);
    case 'review':
      return review(incident, command.fields);
    case 'close':
      return close(incident, command.fields);
    case 'reopen':
      return reopen(incident, command.fields);
    case 'declareFalseAlarm':
      return declareFalseAlarm(incident, command.fields);
    default:
      return assertNever(command);
  }
}

function declare(fields: CommandFields<'declare'>, circumstances: Circumstances): Decision {
  const { nowMs, incidentId, policy } = circumstances;
  const { title, description, occurred, vendorNotice } = fields;
  const detected = fields.detected ?? { atMs: nowMs, zone: 'UTC' };
  for (const [name, instant] of Object.entries({ detected, occurred, vendorNotice })) {
    if (instant && isFuture(instant, nowMs)) return inTheFuture(name, instant);
  }
  const severity = fields.severity ?? 'high';
  const personalData = fields.personalData ?? 'unknown';
  const stamps = { detected, ...(vendorNotice && { vendorNotice }) };
  const first = policy.onCall[0];
  const nextAtMs = nowMs + policy.ackTimeoutMs[severity];
  return [
    {
      ...{ type: 'declared', incidentId, policy, title, severity, personalData, detected },
      ...(description !== undefined && { description }),
      ...(occurred && { occurred }),
      ...(vendorNotice && { vendorNotice }),
    },
    first === undefined
      ? { type: 'nobodyReached', rounds: 1, nextAtMs }
      : { type: 'paged', step: 0, to: first, nextAtMs },
    ...(personalData === 'no' ? [] : [openDuty('gdpr-33-1', provisionalAnchor(stamps))]),
  ];
}

function acknowledge(incident: Incident, by: PersonId): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'acknowledge');
  const again = incident.stamps.acknowledgedAtMs !== undefined && incident.commander === by;
  return again && !incident.paging ? [] : [{ type: 'acknowledged' }];
}

function changeSeverity(
  incident: Incident,
  fields: CommandFields<'changeSeverity'>,
  nowMs: number,
): Decision {
  const { severity, reason } = fields;
  if (incident.phase === 'closed') return closedAlready(incident, 'change the severity of');
  if (incident.severity === severity) return [];
  const changed: EventBody = { type: 'severityChanged', severity, reason };
  const { paging, policy } = incident;
  const nextAtMs = nowMs + policy.ackTimeoutMs[severity];
  const to = paging && policy.onCall[paging.step];
  // A raised severity must not wait out the timeout of the lower one.
  return paging && to !== undefined && nextAtMs < paging.nextAtMs
    ? [changed, { type: 'paged', step: paging.step, to, nextAtMs }]
    : [changed];
}

function triage(incident: Incident, fields: CommandFields<'triage'>, nowMs: number): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'triage');
  const { summary, personalData } = fields;
  if (incident.aware && personalData !== undefined && personalData !== 'yes')
    return refuse(
      'clock-running',
      `awareness of a personal data breach is declared for ${incident.id}; file or withhold the duty instead of answering ${personalData}`,
    );
  const triaged: EventBody = {
    type: 'triaged',
    summary,
    facts: pickFacts(fields),
    ...(personalData !== undefined && { personalData }),
  };
  return [
    ...acknowledgement(incident),
    triaged,
    ...breachQuestion(incident, personalData, summary, nowMs),
  ];
}

/** Whoever works on an incident has acknowledged it. */
function acknowledgement(incident: Incident): readonly EventBody[] {
  return incident.paging ? [{ type: 'acknowledged' }] : [];
}

/** The provisional clock runs while the breach question is open, and ends with a reasoned "no". */
function breachQuestion(
  incident: Incident,
  answer: 'unknown' | 'yes' | 'no' | undefined,
  reason: string,
  _nowMs: number,
): readonly EventBody[] {
  const duty = incident.duties['gdpr-33-1'];
  if (answer === 'no')
    return duty && isOpen(duty) ? [{ type: 'dutyWithdrawn', duty: duty.id, reason }] : [];
  if (answer === undefined || incident.aware) return [];
  return !duty || duty.state === 'withdrawn'
    ? [openDuty('gdpr-33-1', provisionalAnchor(incident.stamps))]
    : [];
}

function pickFacts(fields: Facts): Facts {
  return Object.fromEntries(
    factNames.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

/** Containment and recovery follow their phase; either may be told again to add measures. */
function step(
  incident: Incident,
  verb: CommandName,
  phase: Phase,
  type: 'contained' | 'recovered',
  fields: CommandFields<'contain'>,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, verb);
  if (phases.indexOf(incident.phase) < phases.indexOf(phase))
    return wrongPhase(incident, verb, phase);
  const { summary, measures } = fields;
  return [{ type, summary, ...(measures !== undefined && { measures }) }];
}

function addTask(incident: Incident, fields: CommandFields<'addTask'>): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'add a task to');
  if (incident.tasks.length >= limits.tasks)
    return refuse(
      'limit-reached',
      `${incident.id} has ${limits.tasks} tasks; keep the rest in your tracker and note it here`,
    );
  const { title, owner, due, mandatory } = fields;
  if (owner !== undefined && !Object.hasOwn(incident.policy.people, owner))
    return refuse('unknown-person', `${owner} is not a person of the policy file`);
  const id = `T${incident.tasks.length + 1}`;
  const task = { id, title, mandatory: mandatory ?? false };
  return [
    {
      type: 'taskAdded',
      task: { ...task, ...(owner !== undefined && { owner }), ...(due && { due }) },
    },
  ];
}

function completeTask(incident: Incident, fields: CommandFields<'completeTask'>): Decision {
  const task = incident.tasks.find(({ id }) => id === fields.task);
  if (!task) {
    const known = incident.tasks.map(({ id }) => id).join(', ');
    return refuse(
      'unknown-task',
      `${incident.id} has no task ${fields.task}; ${known === '' ? 'it has none' : `use one of ${known}`}`,
    );
  }
  if (task.doneAtMs !== undefined) return [];
  const { note } = fields;
  return [{ type: 'taskCompleted', task: task.id, ...(note !== undefined && { note }) }];
}

/** Never refused for its phase: a closed incident is reopened by it. */
function declareAwareness(
  incident: Incident,
  fields: CommandFields<'declareAwareness'>,
  nowMs: number,
): Decision {
  const { at, reason } = fields;
  if (isFuture(at, nowMs)) return inTheFuture('at', at);
  const { aware } = incident;
  if (aware && aware.atMs === at.atMs && aware.zone === at.zone) return [];
  if (aware && at.atMs > aware.atMs) return [{ type: 'awarenessCorrectionProposed', at, reason }];
  return [
    ...reopening(incident, reason),
    ...acknowledgement(incident),
    aware
      ? { type: 'awarenessCorrected', from: { atMs: aware.atMs, zone: aware.zone }, at, reason }
      : { type: 'awarenessDeclared', at, reason },
    replan(incident, at),
  ];
}

/** Moving the clock later gives the company more time: one person alone may not do it. */
function confirmAwareness(incident: Incident, by: PersonId): Decision {
  const { aware, proposedAwareness } = incident;
  if (!aware || !proposedAwareness)
    return refuse('nothing-to-confirm', `${incident.id} has no proposed awareness time`);
  if (proposedAwareness.proposedBy === by)
    return refuse(
      'second-person-needed',
      `${by} proposed this awareness time; another person must confirm it`,
    );
  const { proposedBy, reason, atMs, zone } = proposedAwareness;
  const at = { atMs, zone };
  const from = { atMs: aware.atMs, zone: aware.zone };
  return [
    ...reopening(incident, reason),
    { type: 'awarenessCorrected', from, at, reason, proposedBy },
    replan(incident, at),
  ];
}

function replan(incident: Incident, at: Instant): EventBody {
  const anchor = awarenessAnchor(at);
  const duty = incident.duties['gdpr-33-1'];
  return !duty || duty.state === 'withdrawn'
    ? openDuty('gdpr-33-1', anchor)
    : {
        type: 'dutyReplanned',
        duty: duty.id,
        anchor,
        dueAtMs: dueAtMs(rules[duty.id], anchor.atMs),
      };
}

/** An awareness that changes an open duty cannot stand on a closed incident. */
function reopening(incident: Incident, reason: string): readonly EventBody[] {
  return incident.phase === 'closed' ? [{ type: 'reopened', reason }] : [];
}

function draftNotice(incident: Incident, fields: CommandFields<'draftNotice'>): Decision {
  const { customer } = fields;
  let about: Notice['about'];
  if (customer === undefined) {
    const duty = findDuty(incident, fields.duty);
    if ('refused' in duty) return duty;
    about = { duty: duty.id };
  } else {
    if (!incident.policy.customers.includes(customer)) return unknownCustomer(incident, customer);
    about = { customer };
  }
  return [{ type: 'noticeRequested', notice: `N${incident.seq + 1}`, about }];
}

/** Filing needs nobody's permission and no phase: it records what a person did with the authority. */
function fileDuty(incident: Incident, fields: CommandFields<'fileDuty'>, nowMs: number): Decision {
  const filed = fields.at ?? { atMs: nowMs, zone: 'UTC' };
  if (isFuture(filed, nowMs)) return inTheFuture('at', filed);
  const existing = incident.duties['gdpr-33-1'];
  if (fields.duty !== undefined && fields.duty !== 'gdpr-33-1')
    return unknownDuty(incident, fields.duty);
  const opened = existing ?? {
    anchor: provisionalAnchor(incident.stamps),
    dueAtMs: dueAtMs(rules['gdpr-33-1'], provisionalAnchor(incident.stamps).atMs),
  };
  if (existing && existing.filings.length >= limits.filings)
    return refuse('limit-reached', `${incident.id} has ${limits.filings} filings; add a note`);
  const { reference, reasonsForDelay } = fields;
  const stage = fields.stage ?? 'complete';
  // Lateness is that of the first notice: Art. 33(4) lets the rest follow in phases.
  const first = existing === undefined || existing.filings.length === 0;
  const lateByMs = first ? latenessMs(opened, filed.atMs) : 0;
  if (lateByMs > 0 && reasonsForDelay === undefined)
    return refuse(
      'delay-reasons-missing',
      `this filing is after the 72 hours; Art. 33(1) demands the reasons for the delay: give reasonsForDelay`,
    );
  return [
    ...(existing ? [] : [openDuty('gdpr-33-1', opened.anchor)]),
    {
      ...{ type: 'filed', duty: 'gdpr-33-1', stage, filed, reference, lateByMs },
      ...(reasonsForDelay !== undefined && { reasonsForDelay }),
    },
  ];
}

/** The ladder goes on until a second person has confirmed. */
function withholdDuty(incident: Incident, fields: CommandFields<'withholdDuty'>): Decision {
  const duty = findDuty(incident, fields.duty);
  if ('refused' in duty) return duty;
  if (!isOpen(duty)) return dutyEnded(incident, duty);
  return [{ type: 'withholdingProposed', duty: duty.id, reason: fields.reason }];
}

function confirmWithholding(
  incident: Incident,
  by: PersonId,
  fields: CommandFields<'confirmWithholding'>,
): Decision {
  const duty = findDuty(incident, fields.duty);
  if ('refused' in duty) return duty;
  if (!isOpen(duty)) return dutyEnded(incident, duty);
  if (!duty.withholding)
    return refuse('nothing-to-confirm', `nobody has proposed to withhold ${duty.id}`);
  if (duty.withholding.proposedBy === by)
    return refuse(
      'second-person-needed',
      `${by} proposed to withhold ${duty.id}; another person must confirm it`,
    );
  return [{ type: 'withholdingConfirmed', duty: duty.id }];
}

function notifyCustomer(incident: Incident, fields: CommandFields<'notifyCustomer'>): Decision {
  const { customer } = fields;
  if (!incident.policy.customers.includes(customer)) return unknownCustomer(incident, customer);
  if (incident.customers[customer]?.outcome === 'sending') return [];
  return [{ type: 'customerNotified', customer }];
}

function review(incident: Incident, fields: CommandFields<'review'>): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'review');
  if (incident.phase !== 'review') return wrongPhase(incident, 'review', 'review');
  const { summary, rootCause, improvements } = fields;
  return [
    {
      type: 'reviewed',
      summary,
      improvements: improvements ?? [],
      ...(rootCause !== undefined && { rootCause }),
    },
  ];
}

function close(incident: Incident, fields: CommandFields<'close'>): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'close');
  const gate = closureGates(incident)[0];
  if (gate) return refuse(gate.code, `${incident.id} cannot close: ${gate.message}`);
  const { reason } = fields;
  return [{ type: 'closed', outcome: 'resolved', ...(reason !== undefined && { reason }) }];
}

function reopen(incident: Incident, fields: CommandFields<'reopen'>): Decision {
  if (incident.phase !== 'closed')
    return refuse('wrong-phase', `${incident.id} is not closed; it is in phase ${incident.phase}`);
  return [{ type: 'reopened', reason: fields.reason }];
}

/** No way around a clock: after awareness each duty must be filed, or withheld by two people. */
function declareFalseAlarm(
  incident: Incident,
  fields: CommandFields<'declareFalseAlarm'>,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'call');
  const { reason } = fields;
  const open = openDuties(incident);
  if (incident.aware && open.length > 0)
    return refuse(
      'clock-running',
      `awareness of a personal data breach is declared; file or withhold ${open.map(({ id }) => id).join(', ')} first`,
    );
  return [
    ...open.map((duty): EventBody => ({ type: 'dutyWithdrawn', duty: duty.id, reason })),
    { type: 'closed', outcome: 'false-alarm', reason },
  ];
}

function openDuty(duty: DutyId, anchor: Anchor): EventBody {
  const rule = rules[duty];
  const ruleVersion = rule.version;
  return { type: 'dutyOpened', duty, ruleVersion, anchor, dueAtMs: dueAtMs(rule, anchor.atMs) };
}

function findDuty(incident: Incident, id: string | undefined): Duty | Refusal {
  const wanted = id ?? 'gdpr-33-1';
  const duty = Object.values(incident.duties).find((candidate) => candidate.id === wanted);
  return duty ?? unknownDuty(incident, wanted);
}

function unknownDuty(incident: Incident, id: string): Refusal {
  const known = Object.keys(incident.duties).join(', ');
  return refuse(
    'unknown-duty',
    `${incident.id} has no duty ${id}; ${known === '' ? 'declare awareness first if personal data was breached' : `use one of ${known}`}`,
  );
}

function unknownCustomer(incident: Incident, id: string): Refusal {
  const known = incident.policy.customers.join(', ');
  return refuse(
    'unknown-customer',
    `${id} is not a customer of the policy file; ${known === '' ? 'it lists none' : `use one of ${known}`}`,
  );
}

function dutyEnded(incident: Incident, duty: Duty): Refusal {
  return refuse('already-done', `${duty.id} of ${incident.id} is ${duty.state} already`);
}

function closedAlready(incident: Incident, verb: string): Refusal {
  return refuse('wrong-phase', `cannot ${verb} ${incident.id}: it is closed; reopen it first`);
}

/** How each phase is reached, for the sentence that says what to do first. */
const reachedBy: Readonly<Record<Phase, string>> = {
  detected: 'declare it',
  triage: 'acknowledge it',
  containment: 'triage it',
  recovery: 'contain it',
  review: 'record its recovery',
  closed: 'close it',
};

function wrongPhase(incident: Incident, verb: string, needed: Phase): Refusal {
  return refuse(
    'wrong-phase',
    `cannot ${verb} ${incident.id} in phase ${incident.phase}; ${reachedBy[needed]} first`,
  );
}

function isFuture(instant: Instant, nowMs: number): boolean {
  return instant.atMs > nowMs + clockSkewMs;
}

function inTheFuture(field: string, instant: Instant): Refusal {
  return refuse(
    'in-the-future',
    `${field} is ${new Date(instant.atMs).toISOString()}, which is still to come; check date and zone`,
  );
}
