/** The rules of responding: declare, acknowledge, assign, triage, contain, recover, attach. */
import { unfitReporter } from './alerting.ts';
import { acknowledgement, breachQuestion } from './breach.ts';
import { provisionalAnchor } from './clock.ts';
import { factNames, type CommandFields, type CommandName, type Facts } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import { openDuty } from './duties.ts';
import { isOpen } from './duty.ts';
import type { EventBody } from './events.ts';
import { limits, phases, type Incident, type Phase } from './incident.ts';
import { pageFrom, pagesOfRaised } from './paging.ts';
import { isAtLeast } from './policy.ts';
import {
  closedAlready,
  inTheFuture,
  isFuture,
  refuse,
  registerAway,
  unknownPerson,
  wrongPhase,
} from './refusal.ts';
import { outside } from './restricting.ts';
import { startPlaybook } from './tasking.ts';

export function declare(fields: CommandFields<'declare'>, circumstances: Circumstances): Decision {
  const { nowMs, incidentId, policy } = circumstances;
  const { title, description, occurred, vendorNotice, source } = fields;
  const unfit = unfitReporter(fields, circumstances.by);
  if (unfit) return unfit;
  const detected = fields.detected ?? { atMs: nowMs, zone: 'UTC' };
  for (const [name, instant] of Object.entries({ detected, occurred, vendorNotice })) {
    if (instant && isFuture(instant, nowMs)) return inTheFuture(name, instant);
  }
  if (fields.detected && occurred && occurred.atMs > detected.atMs)
    return refuse(
      'facts-in-conflict',
      `occurred is ${new Date(occurred.atMs).toISOString()}, after detected, ${new Date(detected.atMs).toISOString()}; give the time when it began`,
    );
  const severity = fields.severity ?? 'high';
  const personalData = fields.personalData ?? 'unknown';
  const stamps = { detected, ...(vendorNotice && { vendorNotice }) };
  const playbook = startPlaybook({ id: incidentId, policy, tasks: [] }, fields.kind, circumstances);
  if ('refused' in playbook) return playbook;
  return [
    {
      ...{ type: 'declared', incidentId, policy, title, severity, personalData, detected },
      ...(description !== undefined && { description }),
      ...(occurred && { occurred }),
      ...(vendorNotice && { vendorNotice }),
      ...(fields.kind !== undefined && { kind: fields.kind }),
      ...(source !== undefined && { source }),
    },
    ...playbook,
    pageFrom({ policy, severity, duties: {} }, 0, circumstances),
    ...(personalData === 'no' ? [] : [openDuty('gdpr-33-1', provisionalAnchor(stamps))]),
  ];
}

export function acknowledge(
  incident: Incident,
  _fields: CommandFields<'acknowledge'>,
  { by }: Circumstances,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'acknowledge');
  const again = incident.stamps.acknowledgedAtMs !== undefined && incident.commander === by;
  return again && !incident.paging && !incident.progress ? [] : [{ type: 'acknowledged' }];
}

export function assign(incident: Incident, { commander }: CommandFields<'assign'>): Decision {
  if (!Object.hasOwn(incident.policy.people, commander)) return unknownPerson(commander);
  if (incident.phase === 'closed') return closedAlready(incident, 'assign');
  const stranger = outside(incident, commander);
  if (stranger) return stranger;
  return incident.commander === commander ? [] : [{ type: 'assigned', commander }];
}

export function changeSeverity(
  incident: Incident,
  fields: CommandFields<'changeSeverity'>,
  circumstances: Circumstances,
): Decision {
  const { severity, reason } = fields;
  if (incident.phase === 'closed') return closedAlready(incident, 'change the severity of');
  if (incident.severity === severity) return [];
  const { pages, ...wait } = pagesOfRaised(incident, severity, circumstances);
  return [{ type: 'severityChanged', severity, reason, ...wait }, ...pages];
}

export function assignScribe(
  incident: Incident,
  { scribe }: CommandFields<'assignScribe'>,
): Decision {
  if (!Object.hasOwn(incident.policy.people, scribe)) return unknownPerson(scribe);
  if (incident.phase === 'closed') return closedAlready(incident, 'assign a scribe to');
  const stranger = outside(incident, scribe);
  if (stranger) return stranger;
  return incident.scribe === scribe ? [] : [{ type: 'scribeAssigned', scribe }];
}

/** Once the authority has a notice the answer may turn out to be no: it ends nothing until the notice is withdrawn. */
function isFoundNone({ policy, duties }: Incident, answer: 'unknown' | 'no'): boolean {
  const duty = duties['gdpr-33-1'];
  const isTold = duty !== undefined && !isOpen(duty) && duty.filings.length > 0;
  return answer === 'no' && isAtLeast(policy, 3) && isTold;
}

export function triage(
  incident: Incident,
  fields: CommandFields<'triage'>,
  circumstances: Circumstances,
): Decision {
  if (incident.phase === 'closed') return closedAlready(incident, 'triage');
  const { summary, personalData } = fields;
  const takesBack = incident.aware && personalData !== undefined && personalData !== 'yes';
  if (takesBack && !isFoundNone(incident, personalData))
    return refuse(
      'clock-running',
      `awareness of a personal data breach is declared for ${incident.id}; file or withhold the duty instead of answering ${personalData}`,
    );
  const playbook = startPlaybook(incident, fields.kind, circumstances);
  if ('refused' in playbook) return playbook;
  const triaged: EventBody = {
    type: 'triaged',
    summary,
    facts: pickFacts(fields),
    ...(personalData !== undefined && { personalData }),
    ...(fields.kind !== undefined && { kind: fields.kind }),
  };
  return [
    ...acknowledgement(incident),
    triaged,
    ...playbook,
    ...breachQuestion(incident, personalData, summary),
  ];
}

function pickFacts(fields: Facts): Facts {
  return Object.fromEntries(
    factNames.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

export function contain(incident: Incident, fields: CommandFields<'contain'>): Decision {
  return step(incident, 'contain', 'containment', 'contained', fields);
}

export function recover(incident: Incident, fields: CommandFields<'recover'>): Decision {
  return step(incident, 'recover', 'recovery', 'recovered', fields);
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

export function addNote(
  incident: Incident,
  { text }: CommandFields<'note'>,
  { unjournaled }: Circumstances,
): Decision {
  return registerAway(incident.id, 'add a note to', unjournaled) ?? [{ type: 'noted', text }];
}

/** Only what the file is called and its hash: its bytes are in the register before. */
export function attach(
  incident: Incident,
  fields: CommandFields<'attach'>,
  { unjournaled }: Circumstances,
): Decision {
  const away = registerAway(incident.id, 'attach a file to', unjournaled);
  if (away) return away;
  const { attachments = [] } = incident;
  const { fileName: name, sha256, ...rest } = fields;
  if (attachments.some((file) => file.sha256 === sha256 && file.name === name)) return [];
  if (attachments.length >= limits.attachments)
    return refuse(
      'limit-reached',
      `${incident.id} has ${limits.attachments} files; put the rest into one archive`,
    );
  return [{ type: 'attached', attachment: `A${attachments.length + 1}`, name, sha256, ...rest }];
}
