/** Whether somebody may give a command: by their roles, and by whom the incident is restricted to. */
import type { AccessRole } from './access.ts';
import { isFromMachine } from './alerting.ts';
import { maySee, pageOrder } from './circle.ts';
import type { Command, CommandName } from './commands.ts';
import type { Circumstances } from './decision.ts';
import { openGlass } from './glass.ts';
import type { Incident } from './incident.ts';
import { mayDo, whoMay } from './permissions.ts';
import { refuse, type Refusal } from './refusal.ts';

/**
 * Whoever has not may take it, and is looked at for it: these two pass every restriction. So does what the web server
 * saw: the owner of a forwarded link may be outside by now.
 */
const passing: ReadonlySet<CommandName> = new Set([
  'breakGlass',
  'reviewBreakGlass',
  'noteLinkForwarded',
]);

/** Undefined: they may. Without roles in the circumstances only the restriction is asked for. */
export function notPermitted(
  incident: Incident | undefined,
  command: Command,
  { by, nowMs, incidentId, roles }: Circumstances,
): Refusal | undefined {
  const { name } = command;
  // Whether the key is that of a service was found out before; a restriction hides nothing from who only counts.
  if (isFromMachine(command)) return undefined;
  if (incident && openGlass(incident, by, nowMs) && mayDo(glassRoles, name)) return undefined;
  if (incident && !passing.has(name) && !maySee(incident, by))
    return refuse(
      'not-permitted',
      `${incidentId} is restricted, and ${by} is not among those it is for; ask one of them, or break the glass: seventytwo break-glass ${incidentId}`,
    );
  if (!roles) return undefined;
  const all = rolesHere(incident, by, roles);
  if (mayDo(all, name) || isOwnTask(incident, command)) return undefined;
  const are = all.length === 0 ? 'has no role' : `is ${all.join(', ')}`;
  const isBroken = incident !== undefined && openGlass(incident, by, nowMs) !== undefined;
  // Named only where it helps: it gives neither the rights of an officer nor those of an admin.
  const glassHelps = mayDo(all, 'breakGlass') && mayDo(glassRoles, name) && !isBroken;
  const glass = glassHelps ? `, or break the glass: seventytwo break-glass ${incidentId}` : '';
  return refuse(
    'not-permitted',
    `${by} ${are} and may not ${name} on ${incidentId}; it is for ${whoMay(name)}: ask one of them${glass}`,
  );
}

const glassRoles: readonly AccessRole[] = ['responder', 'commander'];

/** The commander of an incident leads it, and whoever is paged for it may answer. Nobody without any role does. */
function rolesHere(
  incident: Incident | undefined,
  person: string,
  roles: readonly AccessRole[],
): readonly AccessRole[] {
  if (!incident || roles.length === 0) return roles;
  const here = new Set(roles);
  if (incident.commander === person) here.add('commander');
  const paged = incident.paging?.paged ?? [];
  if (pageOrder(incident).includes(person) || paged.includes(person)) here.add('responder');
  return [...here];
}

/** Whoever was given a task may say that it is done. */
function isOwnTask(incident: Incident | undefined, { name, actor, fields }: Command): boolean {
  return (
    name === 'completeTask' &&
    incident?.tasks.some(({ id, owner }) => id === fields.task && owner === actor.person) === true
  );
}
