/** Whether a command is from whom it says, judged by its signature, the keys on record and the policy file of now. */
import type { Presented, Verdict } from '../domain/access.ts';
import { system, type CommandName } from '../domain/commands.ts';
import type { Policy } from '../policy/schema.ts';
import { rolesOf } from '../policy/roles.ts';
import {
  clockSkewMs,
  isSignatureOf,
  longestLifetimeMs,
  readSignature,
  type CommandSignature,
} from './signing.ts';
import { isService, stateOf } from './standing.ts';
import type { KnownKey } from './trust.ts';
import { judgeWeb } from './web-proof.ts';

export type Grounds = {
  readonly policy: Pick<Policy, 'people' | 'roles' | 'access' | 'web'>;
  readonly keys: readonly KnownKey[];
  readonly nowMs: number;
};

/** Never throws, whatever the signature is. */
export function judge(presented: Presented, grounds: Grounds): Verdict {
  const { name, actor } = presented;
  // The input of a run has been checked by nobody yet.
  const fields: unknown = presented.fields;
  if (typeof fields !== 'object' || fields === null) return refused('the command has no fields');
  const { policy, keys } = grounds;
  const { person, signature } = actor;
  const read = signature === undefined ? undefined : readSignature(signature);
  const key = read && keys.find(({ id }) => id === read.keyId);
  if (key && isService(key)) return judgeService(presented, read, key, grounds);
  if (!Object.hasOwn(policy.people, person))
    return refused(`${person} is not a person of the policy file; use the id of somebody in it`);
  const isRequired = policy.access.signatures === 'required';
  if (name === 'noteLinkForwarded')
    return refused('only the web server may send noteLinkForwarded; add a note instead');
  if (isRequired && name !== 'declare' && serviceCommands.has(name))
    return refused(
      `only a worker may send ${name}; ${name === 'absorb' ? 'merge the other incident into this one' : 'it sends it by itself'}`,
    );
  const accepted: Verdict = { accepted: true, roles: rolesOf(policy, person) };
  // A pair that waits to be granted: as long as nothing is asked of this person, it takes nothing away.
  const mayGoUnsigned = !isRequired && !keys.some((known) => known.person === person);
  if (signature?.startsWith('web.') === true)
    return judgeWeb(presented, { ...grounds, mayGoUnsigned });
  if (signature !== undefined && !read)
    return refused('the signature of this command is none; sign it with seventytwo sign');
  if (mayGoUnsigned && !key) return accepted;
  if (!read) return refused(unsigned(person, isRequired));
  if (!key)
    return refused(
      `the key ${read.keyId} is not on record; have it granted with seventytwo access grant ${person}`,
    );
  const fault = faultOf(presented, read, key, grounds);
  return fault === undefined ? { ...accepted, key: key.id } : refused(fault);
}

/** What no person sends: a duplicate tells the other incident, monitoring declares and counts, a link was tried by another. */
const serviceCommands: ReadonlySet<CommandName> = new Set([
  'absorb',
  'declare',
  'recordAlerts',
  'mailBounced',
  'noteLinkForwarded',
]);

/** About what a person did, or whose link it was. */
const inAnyName: ReadonlySet<CommandName> = new Set(['absorb', 'noteLinkForwarded']);

/** Its command is about what somebody did in another incident, whoever that was and whatever became of them. */
function judgeService(
  presented: Presented,
  read: CommandSignature,
  key: KnownKey,
  grounds: Grounds,
): Verdict {
  const { name, actor } = presented;
  if (!serviceCommands.has(name))
    return refused(
      `the key ${key.id} is that of a worker, which may send nothing but ${[...serviceCommands].join(', ')}`,
    );
  if (!inAnyName.has(name) && actor.person !== system.person)
    return refused(
      `the key ${key.id} is that of a worker, which sends ${name} as ${system.person} alone`,
    );
  const fault = faultOf(presented, read, { ...key, person: presented.actor.person }, grounds);
  return fault === undefined
    ? { accepted: true, roles: ['commander'], key: key.id }
    : refused(fault);
}

function faultOf(
  presented: Presented,
  read: CommandSignature,
  key: KnownKey,
  { nowMs }: Grounds,
): string | undefined {
  const { actor, receivedAtMs = nowMs } = presented;
  const { issuedAtMs, expiresAtMs } = read;
  if (key.person !== actor.person) return `the key ${key.id} is not that of ${actor.person}`;
  if (key.doubt !== undefined)
    return `the key ${key.id} does not count: it ${key.doubt}; see seventytwo audit verify, and have another granted`;
  // Taken away is taken away now, however long the command has waited.
  if (stateOf(key, nowMs) === 'revoked')
    return `the key ${key.id} was taken away; ask an admin for another`;
  if (stateOf(key, receivedAtMs) === 'expired')
    return `the key ${key.id} has expired; have it renewed with seventytwo access rotate ${actor.person}`;
  if (!isSignatureOf(presented, read, key.publicKey))
    return 'the signature is not of this command: it was altered, or signed for another';
  if (expiresAtMs <= issuedAtMs || expiresAtMs - issuedAtMs > longestLifetimeMs)
    return 'the signature is good for longer than 24 h; sign for a shorter time';
  if (issuedAtMs > receivedAtMs + clockSkewMs)
    return 'the signature is from the future; set the clock of the machine that signed it';
  if (expiresAtMs <= receivedAtMs) return 'the signature has expired; sign the command again';
  return undefined;
}

function unsigned(person: string, isRequired: boolean): string {
  return isRequired
    ? `commands must be signed and this one is not; make a key with seventytwo access key --as ${person} and have an admin grant it`
    : `${person} has a key and this command is not signed with it; work where the key lies, name it in SEVENTYTWO_KEY, or sign with seventytwo sign`;
}

function refused(message: string): Verdict {
  return { accepted: false, message };
}
