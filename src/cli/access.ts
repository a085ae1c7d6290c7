/** `access grant`, `key`, `rotate` and `revoke`: who may sign commands with which key, each act on record and signed. */
import { rm } from 'node:fs/promises';
import {
  makePrivateKey,
  personKeyPath,
  readPrivateKey,
  replacePrivateKey,
  writePrivateKey,
} from '../access/person-key.ts';
import {
  overlapMs,
  planGrant,
  planRevocation,
  planRotation,
  type Authority,
  type NewKey,
} from '../access/granting.ts';
import { keyIdOf, publicKeyOf } from '../access/signing.ts';
import { formatBoth } from '../calendar/format.ts';
import { readConfig } from '../config.ts';
import { Failure } from '../failure.ts';
import { isAdmin } from '../policy/roles.ts';
import { changeAccess, type AccessChange, type AccessKey } from '../register/access-keys.ts';
import { expiryFrom, publicKeyFrom, requireKnown, requireReason } from './access-input.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requirePerson, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

export async function runAccessGrant(
  io: Io,
  given: Given,
  [person = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const by = await authorityOf(session);
  const granted = await grantTo(session, by, requireKnown(session, person), given);
  if (given.json) return printJson(session, granted);
  io.print(told(granted, session));
}

export type Granted = {
  readonly key: AccessKey;
  /** Where the private half lies, when it was made here. */
  readonly privateKey?: string;
  readonly isFirst: boolean;
};

/** Also for `init --signing-keys`. */
export async function grantTo(
  session: Session,
  by: Authority,
  person: string,
  given: Given = {},
): Promise<Granted> {
  const expiresAtMs = expiryFrom(session, given.expires);
  if (typeof given.publicKey === 'string') {
    const publicKey = await publicKeyFrom(session.io, given.publicKey);
    return grant(session, by, { person, publicKey, expiresAtMs });
  }
  const path = personKeyPath(session.config.data, person, envOf(session, by, person));
  // A pair that was made here and never granted is the one that is meant.
  const held = await readPrivateKey(path);
  const key = held ?? makePrivateKey();
  if (!held) await writePrivateKey(path, key);
  try {
    const granted = await grant(session, by, { person, publicKey: publicKeyOf(key), expiresAtMs });
    return { ...granted, privateKey: path };
  } catch (error) {
    if (!held) await rm(path, { force: true });
    throw error;
  }
}

async function grant(session: Session, by: Authority, wanted: NewKey): Promise<Granted> {
  const [change] = await changeKeys(session, by, (keys) => planGrant(keys, by, wanted));
  return grantedIn(change);
}

function grantedIn(change: AccessChange | undefined): Granted {
  if (!change || !('grant' in change)) throw new Error('a grant came to nothing');
  return { key: change.grant, isFirst: change.kind === 'access-first' };
}

/** `SEVENTYTWO_KEY` is the key of whoever types, not of whom they grant one. */
function envOf({ io }: Session, by: Authority, person: string): Io['env'] {
  return person === by.person ? io.env : {};
}

function told({ key, privateKey, isFirst }: Granted, { zone }: Session): string {
  const { id, person, expiresAtMs } = key;
  return [
    `${person} has the key ${id}, until ${formatBoth(expiresAtMs, zone)}.`,
    ...(isFirst
      ? [
          'No admin had a valid key, so nobody signed this; the audit chain says so. From now on an admin signs.',
        ]
      : []),
    ...(privateKey === undefined
      ? []
      : [
          `The private half lies in ${privateKey}. Whoever has that file acts as ${person}: hand it over by a safe way if they work elsewhere, and leave no copy.`,
        ]),
  ].join('\n');
}

/** Makes the pair where its owner works: only the public half leaves the machine. */
export async function runAccessKey(io: Io, given: Given): Promise<void> {
  const { config, person, zone } = await makerOf(io, given);
  const path = personKeyPath(config.data, person, io.env);
  const held = await readPrivateKey(path);
  const key = held ?? makePrivateKey();
  if (!held) await writePrivateKey(path, key);
  const publicKey = publicKeyOf(key);
  const id = keyIdOf(publicKey);
  if (given.json) return printJson({ io, zone }, { id, person, publicKey, privateKey: path });
  io.print(publicKey);
  io.tell(
    `This is the public half of the key ${id}; the private one lies in ${path} and stays there. An admin grants it: seventytwo access grant ${person} --public-key <file> --as <admin>`,
  );
}

/** A laptop without the policy file cannot ask for it either before it has a key: then whoever grants the key looks at the name. */
async function makerOf(io: Io, given: Given) {
  if (!io.env.SEVENTYTWO_SERVER) {
    const session = await openSession(io, given);
    return { config: session.config, person: requirePerson(session), zone: session.zone };
  }
  const person = given.as ?? io.env.SEVENTYTWO_AS ?? '';
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(person))
    throw new Failure(
      'usage',
      'no-actor',
      `say who you are with --as <person> or SEVENTYTWO_AS, as the policy file calls you; ${shown(person)} is no such id`,
    );
  return { config: readConfig(io.env, given), person, zone: 'UTC' };
}

export async function runAccessRotate(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const by = await authorityOf(session);
  const person = requireKnown(session, typed);
  const expiresAtMs = expiryFrom(session, given.expires);
  const path = personKeyPath(session.config.data, person, envOf(session, by, person));
  const place = typeof given.publicKey === 'string' ? given.publicKey : undefined;
  const isMadeHere = place === undefined;
  const made = makePrivateKey();
  const next = `${path}.next`;
  const publicKey = isMadeHere ? publicKeyOf(made) : await publicKeyFrom(io, place);
  // On disk before it is on record: a key that nobody has would be no use.
  if (isMadeHere) await writePrivateKey(next, made, { replacing: true });
  const wanted = { person, publicKey, expiresAtMs };
  try {
    const [first, ...others] = await changeKeys(session, by, (keys) =>
      planRotation(keys, by, wanted),
    );
    if (isMadeHere) await replacePrivateKey(next, path);
    const granted = { ...grantedIn(first), ...(isMadeHere && { privateKey: path }) };
    const old = others.flatMap((change) => ('revoke' in change ? [change.revoke] : []));
    if (given.json) return printJson(session, { ...granted, old });
    io.print(told(granted, session));
    if (old.length > 0)
      io.print(
        `${old.map(({ id }) => id).join(', ')} ${old.length === 1 ? 'is' : 'are'} good for ${overlapMs / 60_000} minutes more.`,
      );
  } catch (error) {
    if (isMadeHere && isRefusal(error)) await rm(next, { force: true });
    throw error;
  }
}

/** Nothing was granted then. Any other fault may have come after it was. */
function isRefusal(error: unknown): boolean {
  return error instanceof Failure && error.code !== 'key-unusable';
}

export async function runAccessRevoke(
  io: Io,
  given: Given,
  [target = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const by = await authorityOf(session);
  const reason = requireReason('--reason', given.reason);
  const force = given.force === undefined ? undefined : requireReason('--force', given.force);
  const changes = await changeKeys(session, by, (keys) =>
    planRevocation(keys, by, { target, reason, force }),
  );
  const revoked = changes.flatMap((change) => ('revoke' in change ? [change.revoke] : []));
  if (given.json) return printJson(session, { revoked });
  io.print(
    `Taken away: ${revoked.map(({ id, person }) => `${id} (${person})`).join(', ')}. A running worker counts them out within 5 s.`,
  );
}

function changeKeys(
  session: Session,
  { person: who }: Authority,
  plan: (keys: readonly AccessKey[]) => readonly AccessChange[],
): Promise<readonly AccessChange[]> {
  return withRegister(
    session,
    (register) => changeAccess(register, { who, channel: 'cli' }, plan),
    'writing',
  );
}

export async function authorityOf(session: Session): Promise<Authority> {
  const person = requirePerson(session);
  const { config, io, policy } = session;
  const key = await readPrivateKey(personKeyPath(config.data, person, io.env));
  return { person, key, isAdmin: isAdmin(policy), nowMs: io.now() };
}
