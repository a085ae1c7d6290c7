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
import { claimGroup, claimNextId, markDeclared, type Group } from '../register/alert-groups.ts';
import { storeAlerts, type Recorded } from '../register/alerts.ts';
import type { Register } from '../register/database.ts';
import { isKnown } from '../register/incidents.ts';
import type { Call } from './call.ts';
import { declarationOf, firingIn, groupsOf, isWorth, severityOf } from './meaning.ts';
import type { AlertGroup } from './meaning.ts';

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
    const accepted: Accepted[] = [];
    for (const group of groupsOf(call, source.settings))
      accepted.push(
        await inTurn(`${source.id} ${group.hash}`, () =>
          acceptGroup(deps, source, group, { policy, isCut: call.isCut }),
        ),
      );
    return accepted;
  };
}

async function acceptGroup(
  deps: IntakeDeps,
  { id, settings }: Source,
  group: AlertGroup,
  { policy, isCut }: { readonly policy: Policy; readonly isCut: boolean },
): Promise<Accepted> {
  const { register, now } = deps;
  const firing = firingIn(group);
  const severity = severityOf(firing, settings);
  const declares = severity !== undefined && isWorth(severity, settings);
  const claimed = await claimGroup(register, {
    ...{ source: id, hash: group.hash, nowMs: now(), reopenWithinMs: settings.reopenWithin },
    ...(declares && { newCommandId: randomUUID }),
  });
  // A claim without a declaration waits for one that is worth it.
  if (!claimed || (!claimed.isDeclared && !declares))
    return { incident: null, ignored: group.alerts.length };
  const fields = () => {
    const sinceMs = claimed.previousClosedAtMs;
    const at = { nowMs: now(), ...(sinceMs !== undefined && { sinceMs }) };
    return withKnownPlaybook(declarationOf(id, settings, firing, at), policy, deps);
  };
  const known = claimed.isDeclared ? claimed : await declare(deps, claimed, fields());
  const recorded = await storeAlerts(register, {
    ...{ source: id, hash: group.hash, generation: known.generation },
    ...{ incidentId: known.incidentId, alerts: group.alerts, nowMs: now() },
    ...{ most: alertsPerIncident, isCut },
  });
  deps.changed(known.incidentId);
  return { incident: known.incidentId, declared: !claimed.isDeclared, ...recorded };
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

/** Ids that one declaration may try. */
const attempts = 10;

async function declare(
  deps: IntakeDeps,
  claimed: Group,
  fields: CommandFields<'declare'>,
): Promise<Group> {
  let group = claimed;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await declareAs(deps, group, fields)) {
      await markDeclared(deps.register, group, deps.now());
      return group;
    }
    group = await claimNextId(deps.register, group);
  }
  throw new Error(`no free incident id in ${attempts} attempts`);
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
