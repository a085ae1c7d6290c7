/** Whether a key counts at a moment. */
import { system } from '../domain/commands.ts';
import type { AccessKey } from '../register/access-keys.ts';

export type KeyState = 'valid' | 'expired' | 'revoked';

export function stateOf({ expiresAtMs, revocation }: AccessKey, nowMs: number): KeyState {
  if (revocation && revocation.atMs <= nowMs) return 'revoked';
  return expiresAtMs <= nowMs ? 'expired' : 'valid';
}

/** A worker's own, with which it may tell one incident of another and nothing else. */
export function isService({ person }: Pick<AccessKey, 'person'>): boolean {
  return person === system.person;
}

/** Whose key a web server's is: no person can have this id, nor `access/<id>.pem` be the file of one. */
export const webServer = 'seventytwo.web';

/** One with which a web server may act for whoever the identity provider let in; see docs/access.md. */
export function isWebServer({ person }: Pick<AccessKey, 'person'>): boolean {
  return person === webServer;
}

/** Not of a worker or a web server. */
export function isOfPerson(key: Pick<AccessKey, 'person'>): boolean {
  return !isService(key) && !isWebServer(key);
}

export function validKeysOf(
  keys: readonly AccessKey[],
  person: string,
  nowMs: number,
): readonly AccessKey[] {
  return keys.filter((key) => key.person === person && stateOf(key, nowMs) === 'valid');
}

/** While there is one, nobody grants a key without it. */
export function validAdminKeys(
  keys: readonly AccessKey[],
  isAdmin: (person: string) => boolean,
  nowMs: number,
): readonly AccessKey[] {
  return keys.filter(
    (key) => !isService(key) && isAdmin(key.person) && stateOf(key, nowMs) === 'valid',
  );
}
