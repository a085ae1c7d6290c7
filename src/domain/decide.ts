/** Decides a command: the events it causes, or why it may not be. The rules stand in the files named in the table. */
import { isFromMachine, recordAlerts } from './alerting.ts';
import { approveNotice } from './approving.ts';
import { mailBounced } from './bouncing.ts';
import { assess } from './assessing.ts';
import * as breach from './breach.ts';
import * as closing from './closing.ts';
import { setLetter, setNotice } from './correcting.ts';
import type { Command, CommandFields, CommandName } from './commands.ts';
import type { Circumstances, Decision } from './decision.ts';
import * as filing from './filing.ts';
import * as glass from './glass.ts';
import type { Incident } from './incident.ts';
import * as merging from './merging.ts';
import * as links from './links.ts';
import { notPermitted } from './permitting.ts';
import * as outOfBand from './out-of-band.ts';
import { refuse, unknownPerson } from './refusal.ts';
import * as response from './response.ts';
import * as restricting from './restricting.ts';
import { stamp } from './stamping.ts';
import { startDuty } from './starting.ts';
import * as tasking from './tasking.ts';
import * as telling from './telling.ts';

type Rule<N extends CommandName> = (
  incident: Incident,
  fields: CommandFields<N>,
  circumstances: Circumstances,
) => Decision;

/** Everything but the declaration acts on an incident that exists. */
const deciders: { readonly [N in Exclude<CommandName, 'declare'>]: Rule<N> } = {
  acknowledge: response.acknowledge,
  assign: response.assign,
  assignScribe: response.assignScribe,
  changeSeverity: response.changeSeverity,
  triage: response.triage,
  assess,
  contain: response.contain,
  recover: response.recover,
  note: response.addNote,
  addTask: tasking.addTask,
  completeTask: tasking.completeTask,
  assignTask: tasking.assignTask,
  skipTask: tasking.skipTask,
  attach: response.attach,
  declareAwareness: breach.declareAwareness,
  confirmAwareness: breach.confirmAwareness,
  draftNotice: breach.draftNotice,
  setNotice,
  setLetter,
  approveNotice,
  fileDuty: filing.fileDuty,
  withholdDuty: filing.withholdDuty,
  confirmWithholding: filing.confirmWithholding,
  advise: filing.advise,
  startDuty,
  reopenDuty: filing.reopenDuty,
  stamp,
  draftNotices: telling.draftNotices,
  approveNotices: telling.approveNotices,
  notifyCustomers: telling.notifyCustomers,
  notifyCustomer: telling.notifyCustomer,
  restrict: restricting.restrict,
  unrestrict: restricting.unrestrict,
  breakGlass: glass.breakGlass,
  reviewBreakGlass: glass.reviewBreakGlass,
  switchAddresses: outOfBand.switchAddresses,
  noteLinkForwarded: links.noteLinkForwarded,
  review: closing.review,
  close: closing.close,
  reopen: closing.reopen,
  declareFalseAlarm: closing.declareFalseAlarm,
  merge: merging.merge,
  absorb: merging.absorb,
  recordAlerts,
  mailBounced,
};

export function decide(
  incident: Incident | undefined,
  command: Command,
  circumstances: Omit<Circumstances, 'by'>,
): Decision {
  const by = command.actor.person;
  const people = (incident?.policy ?? circumstances.policy).people;
  if (!Object.hasOwn(people, by) && !isFromMachine(command)) return unknownPerson(by);
  const forbidden = notPermitted(incident, command, { ...circumstances, by });
  if (forbidden) return forbidden;
  const { link } = circumstances;
  const dead = link && incident && links.deadLink(incident, link);
  if (dead) return dead;
  if (command.name === 'declare') {
    return incident
      ? refuse('already-declared', `${incident.id} is declared already; add a note to it`)
      : response.declare(command.fields, { ...circumstances, by });
  }
  if (!incident)
    return refuse('not-declared', `${circumstances.incidentId} is not declared; declare it first`);
  return decideOne(incident, command, { ...circumstances, by });
}

/** Generic over the name, so that the compiler keeps a command and its rule together. */
function decideOne<N extends Exclude<CommandName, 'declare'>>(
  incident: Incident,
  command: Command<N>,
  circumstances: Circumstances,
): Decision {
  return deciders[command.name](incident, command.fields, circumstances);
}
