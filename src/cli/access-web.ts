/** `access code` and `access grant-web`: how somebody gets into the web board, and whose word a worker takes there. */
import type { KeyObject } from 'node:crypto';
import { createBelieving } from '../access/believing.ts';
import { planGrant } from '../access/granting.ts';
import { personKeyPath, readNamedKey } from '../access/person-key.ts';
import { keyIdOf, publicKeyOf } from '../access/signing.ts';
import { isWebServer, stateOf, webServer } from '../access/standing.ts';
import type { KnownKey } from '../access/trust.ts';
import { codeLifetimeMs, hashCode, makeCode, makeSessionId } from '../access/web-code.ts';
import { readWebKey, webKeyPath } from '../access/web-key.ts';
import { makePass, passText } from '../access/web-pass.ts';
import { formatBoth } from '../calendar/format.ts';
import { Failure } from '../failure.ts';
import { changeAccess } from '../register/access-keys.ts';
import { addSession, sessionActs, sessionRow } from '../register/web-sessions.ts';
import { authorityOf } from './access.ts';
import { boardUrl } from './board-url.ts';
import { expiryFrom, publicKeyFrom } from './access-input.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import type { Remote } from './remote.ts';
import { readRuntime } from '../server/runtime-file.ts';
import { openSession, requirePerson, withRegister, type Given, type Session } from './session.ts';

export async function runAccessCode(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requirePerson(session);
  const { policy, config, zone, remote } = session;
  const code = makeCode();
  const made = remote
    ? await makeElsewhere(session, remote, person, code)
    : await makeHere(session, person, code);
  const { id, goodUntilMs, untilMs, web, signedWith } = made;
  const url = remote?.origin ?? boardUrl(policy, readRuntime(config.data)?.web);
  const link = url === undefined ? undefined : `${url}/sign-in#${code}`;
  if (given.json)
    return printJson(session, {
      ...{ session: id, person, code, ...(link !== undefined && { link }), goodUntilMs, untilMs },
      ...{ webKey: web, signedWith: signedWith ?? null },
    });
  io.print(`${code}   good for five minutes, and once`);
  if (link !== undefined) io.print(link);
  io.print(
    [
      `\nIt signs you in as ${person}, until ${formatBoth(untilMs, zone)} at the latest. Whoever has it is you.`,
      signedWith !== undefined
        ? `Your key ${signedWith} has signed that the web server with the key ${web} may act for you until then; seventytwo doctor on its machine shows its key.`
        : `Nobody granted you a key, so commands go unsigned, as from here. The web server has the key ${web}.`,
    ].join('\n'),
  );
}

type Made = {
  readonly id: string;
  readonly goodUntilMs: number;
  readonly untilMs: number;
  /** The id of the web server's key. */
  readonly web: string;
  readonly signedWith?: string;
};

async function makeHere(session: Session, person: string, code: string): Promise<Made> {
  const { policy, config, io } = session;
  const nowMs = io.now();
  const own = await readNamedKey(personKeyPath(config.data, person, io.env), io.env);
  return withRegister(
    session,
    async (register) => {
      const keys = await createBelieving(register, async () => ({ policy }), io.tell)();
      const web = await webKeyFor(session, keys);
      const signer = signerFor(session, person, own, keys);
      const untilMs = Math.min(nowMs + policy.web.session, signer?.expiresAtMs ?? Infinity);
      const hash = await hashCode(code, web);
      const terms = { person, web, fromMs: nowMs, untilMs, code: hash };
      const goodUntilMs = nowMs + codeLifetimeMs;
      const row = sessionRow({
        ...{ id: makeSessionId(), person, kind: signer ? 'key' : 'unsigned', made_at_ms: nowMs },
        ...{ until_ms: untilMs, code_hash: hash, code_until_ms: goodUntilMs },
        ...(signer && { pass: passText(makePass(terms, signer.key)) }),
      });
      await addSession(register, row, sessionActs.code, { who: person, channel: 'cli', nowMs });
      const signedWith = signer && { signedWith: signer.id };
      return { id: row.id, goodUntilMs, untilMs, web: keyIdOf(web), ...signedWith };
    },
    'writing',
  );
}

/** The web server tells its own key, over a connection that was checked: what is signed is good for that one alone. */
async function makeElsewhere(
  { policy, config, io }: Session,
  remote: Remote,
  person: string,
  code: string,
): Promise<Made> {
  const web = await remote.webKey();
  const codeHash = await hashCode(code, web);
  const key = await readNamedKey(personKeyPath(config.data, person, io.env), io.env);
  const fromMs = io.now();
  const terms = { person, web, fromMs, untilMs: fromMs + policy.web.session, code: codeHash };
  const pass = key && passText(makePass(terms, key));
  const made = await remote.addCode({ codeHash, ...(pass !== undefined && { pass }) });
  const { session: id, goodUntilMs, untilMs } = made;
  const signedWith = key && { signedWith: keyIdOf(publicKeyOf(key)) };
  return { id, goodUntilMs, untilMs, web: keyIdOf(web), ...signedWith };
}

type Signer = { readonly id: string; readonly key: KeyObject; readonly expiresAtMs: number };

/** Undefined for who needs none: then nothing is signed. */
function signerFor(
  { policy, io }: Session,
  person: string,
  key: KeyObject | undefined,
  keys: readonly KnownKey[],
): Signer | undefined {
  const isKnown = keys.some((known) => known.person === person);
  if (!isKnown && policy.access.signatures === 'optional') return undefined;
  const id = key && keyIdOf(publicKeyOf(key));
  const row = keys.find((known) => known.id === id && known.person === person);
  if (key && row && row.doubt === undefined && stateOf(row, io.now()) === 'valid')
    return { id: row.id, key, expiresAtMs: row.expiresAtMs };
  const why =
    id === undefined
      ? 'has no key on this machine'
      : `has here the key ${id}, which is ${row ? (row.doubt === undefined ? stateOf(row, io.now()) : 'doubted') : `not granted to ${person}`}`;
  throw new Failure(
    'notAllowed',
    'no-key',
    `a code is made with a signature, and ${person} ${why}; do it where a valid key of ${person} lies, name it in SEVENTYTWO_KEY, or have one granted with seventytwo access grant ${person}`,
  );
}

/**
 * The public half. Never on the word of the register alone: whoever writes it could put a key of their own there, and
 * people would let it act for them.
 */
async function webKeyFor({ config, io }: Session, keys: readonly KnownKey[]): Promise<string> {
  const here = await readWebKey(config.data);
  if (here) return publicKeyOf(here);
  const granted = keys.filter(
    (key) => isWebServer(key) && key.doubt === undefined && stateOf(key, io.now()) === 'valid',
  );
  const [only, another] = granted;
  if (only && !another) return only.publicKey;
  if (only)
    throw new Failure(
      'refused',
      'several-web-keys',
      `several web servers are granted (${granted.map(({ id }) => id).join(', ')}); take away those that are gone with seventytwo access revoke <id>, or make the code where the web server runs`,
    );
  throw new Failure(
    'refused',
    'no-web-key',
    `no web server is known here: start it once (its key comes to ${webKeyPath(config.data)}), or where it runs elsewhere have it granted there with seventytwo access grant-web`,
  );
}

export async function runAccessGrantWeb(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const by = await authorityOf(session);
  const expiresAtMs = expiryFrom(session, given.expires);
  const publicKey =
    typeof given.publicKey === 'string'
      ? await publicKeyFrom(io, given.publicKey)
      : await publicHalf(session);
  const wanted = { person: webServer, publicKey, expiresAtMs };
  const [change] = await withRegister(
    session,
    (register) =>
      changeAccess(register, { who: by.person, channel: 'cli' }, (keys) => {
        const known = keys.find(({ id }) => id === keyIdOf(publicKey));
        if (known) throw grantedBefore(session, known.id, stateOf(known, io.now()));
        return planGrant(keys, by, wanted);
      }),
    'writing',
  );
  if (!change || !('grant' in change)) throw new Error('a grant came to nothing');
  if (given.json) return printJson(session, { key: change.grant });
  io.print(
    `The web server has the key ${change.grant.id}, until ${formatBoth(expiresAtMs, session.zone)}. ${trust(session)}`,
  );
}

function trust({ policy }: Session): string {
  const { oidc } = policy.web;
  return oidc
    ? `Until then workers take its word for whom ${oidc.issuer} let in: whoever has this key, or runs that provider, can act for anybody of the policy.`
    : 'The policy names no identity provider (web.oidc), so it only lets codes be made on other machines.';
}

async function publicHalf({ config }: Session): Promise<string> {
  const key = await readWebKey(config.data);
  if (key) return publicKeyOf(key);
  throw new Failure(
    'usage',
    'no-web-key',
    `there is no ${webKeyPath(config.data)}; start the web server here once, or hand over its public half with --public-key`,
  );
}

function grantedBefore({ config }: Session, id: string, state: string): Failure {
  return new Failure(
    'refused',
    'key-known',
    `the key ${id} was granted before (${state}); for a new one move ${webKeyPath(config.data)} away, start the web server again and grant what it makes`,
  );
}
