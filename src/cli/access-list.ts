/** `access list`: people with their roles and why they have them, and the keys with what became of them. */
import { isService, isWebServer, stateOf, type KeyState } from '../access/standing.ts';
import { formatBoth } from '../calendar/format.ts';
import { accessRoles } from '../domain/access.ts';
import { Failure } from '../failure.ts';
import { reasonsOf } from '../policy/roles.ts';
import { readAccessKeys, type AccessKey } from '../register/access-keys.ts';
import { paint, type Io, type Tone } from './io.ts';
import { printJson } from './json.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { columns } from './table.ts';

export async function runAccessList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { policy } = session;
  const keys = await readKeys(session);
  const people = Object.entries(policy.people).map(([id, { name }]) => {
    const reasons = reasonsOf(policy, id);
    const roles = accessRoles.flatMap((role) => {
      const because = reasons.get(role);
      return because === undefined ? [] : [{ role, because }];
    });
    return { id, name, roles, keys: keys.filter(({ person }) => person === id).length };
  });
  const shown = keys.map((key) => ({ ...key, state: stateOf(key, io.now()) }));
  const { signatures } = policy.access;
  if (given.json) return printJson(session, { signatures, people, keys: shown });
  io.print(
    columns(
      ['PERSON', 'KEYS', 'NAME', 'ROLES'],
      people.flatMap(({ id, name, keys: count, roles }) => {
        const [first = '', ...more] = byReason(roles);
        return [
          [id, count === 0 ? paint('warn', 'none') : String(count), name, first],
          ...more.map((line) => ['', '', '', line]),
        ];
      }),
    ),
  );
  if (shown.length > 0) io.print(`\n${keyTable(shown, session.zone)}`);
  io.print(
    signatures === 'required'
      ? '\nEvery command must be signed.'
      : '\nSignatures are optional: whoever was never granted a key may act without one (access.signatures).',
  );
}

function byReason(roles: readonly { readonly role: string; readonly because: string }[]): string[] {
  const reasons = [...new Set(roles.map(({ because }) => because))];
  return reasons.map((reason) => {
    const held = roles.filter(({ because }) => because === reason).map(({ role }) => role);
    return `${held.join(', ')} (${reason})`;
  });
}

const tones: Readonly<Record<KeyState, Tone>> = { valid: 'good', expired: 'warn', revoked: 'bad' };

/** Two lines a key: with both times on one it would not fit a screen. */
function keyTable(
  keys: readonly (AccessKey & { readonly state: KeyState })[],
  zone: string,
): string {
  const rows = keys.flatMap((key) => {
    const by = `${key.grantedBy}${key.grantedWith === undefined ? ', unsigned' : ''}`;
    const granted = `granted ${formatBoth(key.grantedAtMs, zone)} by ${by}`;
    const left = key.revocation
      ? `taken away ${formatBoth(key.revocation.atMs, zone)} by ${key.revocation.by}: ${key.revocation.reason}`
      : `ends ${formatBoth(key.expiresAtMs, zone)}`;
    const state = paint(tones[key.state], key.state);
    return [
      [key.id, state, ownerOf(key), granted],
      ['', '', '', left],
    ];
  });
  return columns(['KEY', 'STATE', 'OF', 'SINCE AND UNTIL'], rows);
}

function ownerOf(key: AccessKey): string {
  if (isService(key)) return 'a worker';
  return isWebServer(key) ? 'a web server' : key.person;
}

/** Without a register nobody has one. */
async function readKeys(session: Session): Promise<readonly AccessKey[]> {
  try {
    return await withRegister(session, readAccessKeys);
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-register') return [];
    throw error;
  }
}
