/**
 * Takes in what monitoring sent, in an order that loses nothing: claim the incident's id in the register, have Temporal
 * start it, write the alerts. A repeat finds each step done, and whoever is killed between two of them is repeated.
 */
import { randomUUID } from 'node:crypto';
import type { Incidents } from '../client.ts';
import { system, type Command, type CommandFields } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import type { IntakeSource } from '../policy/intake.ts';
import { playbooksOf } from '../policy/playbooks.ts';
import type { Policy } from '../policy/schema.ts';
import {
  claimGroup,
  claimNextId,
  joinGroups,
  markDeclared,
  tooMany,
  type Group,
} from '../register/alert-groups.ts';
import { storeAlerts, type Recorded } from '../register/alerts.ts';
import type { Register } from '../register/database.ts';
import { isKnown } from '../register/incidents.ts';
import type { Call } from './call.ts';
import {
  declarationOf,
  firingIn,
  groupsOf,
  isWorth,
  mostAnHour,
  restHash,
  severityOf,
  type AlertGroup,
} from './meaning.ts';

export type IntakeDeps = {
  readonly incidents: Pick<Incidents, 'declare' | 'send'>;
  readonly register: Register;
  readonly now: () => number;
  /** With the key of a service: what no person sends. */
  readonly sign: (command: Command, incidentId: string) => Promise<Command>;
  readonly tell: (sentence: string) => void;
  /** Alerts of an incident have changed, and it is to hear of it. */
  readonly changed: (incidentId: string) => void;
};

export type Source = { readonly id: string; readonly settings: IntakeSource };

/** What became of one group. Without an incident: nothing of it was bad enough for one, or fires. */
export type Accepted =
  | ({ readonly incident: string; readonly declared: boolean } & Recorded)
  | { readonly incident: null; readonly ignored: number };

/** 20,000 alerts are 10 MB of labels: beyond that more of them tell nobody anything new. */
const alertsPerIncident = 20_000;

export function createAcceptor(deps: IntakeDeps) {
  const turns = new Map<string, Promise<unknown>>();

  /** One at a time for each group: of a storm over many connections the first declares, and the others find it. */
  async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    turns.set(key, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(key) === mine) turns.delete(key);
    }
  }

  /** Settles when all of it is durable; throws what kept it from that. */
  return async function accept(
    source: Source,
    call: Call,
    policy: Policy,
  ): Promise<readonly Accepted[]> {
    // One writing for each incident, however many groups belong to it.
    const settled = new Map<string, Settled[]>();
    const add = (own: Settled): void => {
      const { incidentId } = own.group;
      const before = settled.get(incidentId);
      if (before) before.push(own);
      else settled.set(incidentId, [own]);
    };
    const over: AlertGroup[] = [];
    let ignored = 0;
    for (const group of groupsOf(call, source.settings)) {
      const own = await settleInTurn(group);
      if (own === tooMany) over.push(group);
      else if (own) add(own);
      else ignored += group.alerts.length;
    }
    if (over.length > 0) add(await together(source, over, settleInTurn, deps));
    const accepted: Accepted[] = [];
    for (const of of settled.values()) accepted.push(await store(deps, source, of, call.isCut));
    return ignored > 0 ? [...accepted, { incident: null, ignored }] : accepted;

    function settleInTurn(group: AlertGroup): Promise<Settled | typeof tooMany | undefined> {
      return inTurn(`${source.id} ${group.hash}`, () => settle(deps, source, group, policy));
    }
  };
}

/** A group whose incident is declared. */
type Settled = {
  readonly group: Group;
  readonly alerts: AlertGroup['alerts'];
  readonly declared: boolean;
};

const hourMs = 3_600_000;

async function settle(
  deps: IntakeDeps,
  { id, settings }: Source,
  { hash, alerts }: AlertGroup,
  policy: Policy,
): Promise<Settled | typeof tooMany | undefined> {
  const { register, now } = deps;
  const firing = firingIn({ hash, alerts });
  const severity = severityOf(firing, settings);
  const declares = severity !== undefined && isWorth(severity, settings);
  const isRest = hash === restHash;
  const claimed = await claimGroup(register, {
    ...{ source: id, hash, nowMs: now(), reopenWithinMs: settings.reopenWithin },
    ...(declares && { newCommandId: randomUUID }),
    ...(!isRest && { most: { count: mostAnHour, sinceMs: now() - hourMs } }),
  });
  if (claimed === tooMany) return claimed;
  // A claim without a declaration waits for one that is worth it.
  if (!claimed || (!claimed.isDeclared && !declares)) return undefined;
  const fields = () => {
    const sinceMs = claimed.previousClosedAtMs;
    const at = { nowMs: now(), isRest, ...(sinceMs !== undefined && { sinceMs }) };
    return withKnownPlaybook(declarationOf(id, settings, firing, at), policy, deps);
  };
  const group = claimed.isDeclared ? claimed : await declare(deps, claimed, fields());
  return { group, alerts, declared: !claimed.isDeclared };
}

/** What would begin too many incidents begins one, and belongs to it from then on. */
async function together(
  { id }: Source,
  over: readonly AlertGroup[],
  settleInTurn: (group: AlertGroup) => Promise<Settled | typeof tooMany | undefined>,
  { register, now, tell }: IntakeDeps,
): Promise<Settled> {
  const alerts = over.flatMap((group) => group.alerts);
  const rest = await settleInTurn({ hash: restHash, alerts });
  if (!rest || rest === tooMany) throw new Error('the rest of the alerts found no incident');
  const hashes = over.map(({ hash }) => hash);
  await joinGroups(register, rest.group, hashes, now());
  tell(
    `the source ${id} began ${mostAnHour} incidents within an hour: what else it tells is recorded on ${rest.group.incidentId}; give it labels to group by (intake.sources.${id}.group)`,
  );
  return rest;
}

async function store(
  { register, now, changed }: IntakeDeps,
  { id }: Source,
  of: readonly Settled[],
  isCut: boolean,
): Promise<Accepted> {
  const [first] = of;
  if (!first) throw new Error('nothing is to be stored');
  const { hash, generation, incidentId } = first.group;
  const recorded = await storeAlerts(register, {
    ...{ source: id, hash, generation, incidentId, nowMs: now(), isCut },
    ...{ alerts: of.flatMap(({ alerts }) => alerts), most: alertsPerIncident },
  });
  changed(incidentId);
  return { incident: incidentId, declared: of.some(({ declared }) => declared), ...recorded };
}

/** A misspelt playbook must not keep anybody from being paged. */
function withKnownPlaybook(
  { kind, ...fields }: CommandFields<'declare'>,
  { playbooks }: Policy,
  { tell }: IntakeDeps,
): CommandFields<'declare'> {
  if (kind === undefined) return fields;
  if (Object.hasOwn(playbooksOf(playbooks), kind)) return { ...fields, kind };
  tell(
    `intake.sources.${fields.source ?? ''}.playbook is ${kind}, which is not a playbook: declared without; see seventytwo playbook list`,
  );
  return fields;
}

async function declare(
  deps: IntakeDeps,
  claimed: Group,
  fields: CommandFields<'declare'>,
): Promise<Group> {
  let group = claimed;
  // Ends: a command has a handful of ids.
  while (!(await declareAs(deps, group, fields))) group = await claimNextId(deps.register, group);
  await markDeclared(deps.register, group, deps.now());
  return group;
}

/** False when another incident has the id. */
async function declareAs(
  { incidents, sign, register }: IntakeDeps,
  { incidentId, commandId }: Group,
  fields: CommandFields<'declare'>,
): Promise<boolean> {
  const actor = { person: system.person, channel: 'api' } as const;
  const command = await sign({ name: 'declare', commandId, actor, fields }, incidentId);
  try {
    if (await started(incidents, incidentId, command)) return true;
    // Taken: by a repeat of this command, which is answered, or by chance, which is refused.
    await incidents.send(incidentId, command, () => isKnown(register, incidentId));
    return true;
  } catch (error) {
    const isTaken =
      error instanceof Failure && ['already-declared', 'unknown-incident'].includes(error.code);
    if (isTaken) return false;
    throw error;
  }
}

/** What the client says when Temporal took the start, or the connection, and nobody has answered yet. */
const unanswered: ReadonlySet<string> = new Set(['no-worker', 'no-answer', 'stuck']);

/**
 * True once Temporal has it: no worker needs to run for that. The client cannot tell a start that was not answered from
 * a worker that did not; the second call can, because the id is taken then.
 */
async function started(
  incidents: IntakeDeps['incidents'],
  incidentId: string,
  command: Command,
): Promise<boolean> {
  try {
    return (await incidents.declare(incidentId, command)) !== undefined;
  } catch (error) {
    if (!(error instanceof Failure && unanswered.has(error.code))) throw error;
    await incidents.declare(incidentId, command);
    return true;
  }
}
