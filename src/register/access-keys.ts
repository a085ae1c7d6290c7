/** The public keys of people, each with who granted it: granted once, taken away at most, never removed. */
import type { Kysely } from 'kysely';
import type { AuditDraft } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { sha256Of } from '../sha256.ts';
import { appendAudit } from './audit.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { AccessKeyRow, Tables } from './tables.ts';

export type AccessKey = {
  /** The first digits of the hash of the public key. */
  readonly id: string;
  /** `seventytwo` for a worker's own. */
  readonly person: string;
  /** Base64 of its SPKI. */
  readonly publicKey: string;
  readonly grantedAtMs: number;
  readonly expiresAtMs: number;
  readonly grantedBy: string;
  /** The key with which that was signed, and the signature; absent for the first one and for a worker's own. */
  readonly grantedWith?: string;
  readonly grantProof?: string;
  readonly revocation?: Revocation;
};

export type Revocation = {
  /** After a rotation some minutes ahead. */
  readonly atMs: number;
  readonly by: string;
  readonly reason: string;
  readonly with?: string;
  readonly proof?: string;
};

/** What is done to one key, and the kind of its act on the audit chain. */
export type AccessChange = { readonly kind: string; readonly atMs: number } & (
  | { readonly grant: AccessKey }
  | { readonly revoke: AccessKey & { readonly revocation: Revocation } }
);

/** Who asks for it. */
export type ChangedBy = { readonly who: string; readonly channel: string };

export const grantKinds = ['access-first', 'access-grant', 'access-rotate', 'access-service'];
export const revokeKinds = ['access-revoke', 'access-revoke-unsigned'];

/** In the order in which they were granted. */
export async function readAccessKeys({ db }: Pick<Register, 'db'>): Promise<readonly AccessKey[]> {
  const rows = await db
    .selectFrom('access_key')
    .selectAll()
    .orderBy('granted_at_ms')
    .orderBy('id')
    .execute();
  return rows.map(toKey);
}

/** `plan` sees the keys as they are while nobody else can change them; each change has its act in the same transaction. */
export async function changeAccess(
  { db }: Pick<Register, 'db'>,
  by: ChangedBy,
  plan: (keys: readonly AccessKey[]) => readonly AccessChange[],
): Promise<readonly AccessChange[]> {
  return patiently(() =>
    db.transaction().execute(async (trx) => {
      const changes = plan(await readAccessKeys({ db: trx }));
      for (const change of changes) await write(trx, change);
      const drafts = changes.map((change) => draftOf(change, by));
      await appendAudit(trx, drafts);
      return changes;
    }),
  );
}

async function write(trx: Kysely<Tables>, change: AccessChange): Promise<void> {
  if ('grant' in change) {
    await trx.insertInto('access_key').values(toRow(change.grant)).execute();
    return;
  }
  const { id, ...rest } = toRow(change.revoke);
  await trx.updateTable('access_key').set(rest).where('id', '=', id).execute();
}

function draftOf(change: AccessChange, { who, channel }: ChangedBy): AuditDraft {
  const key = 'grant' in change ? change.grant : change.revoke;
  return {
    ...{ atMs: change.atMs, kind: change.kind, who, channel, incident: null, seq: null },
    subject: subjectOf(key),
    subjectHash: 'grant' in change ? grantSeal(change.grant) : revocationSeal(change.revoke),
  };
}

export function subjectOf({ id, person }: Pick<AccessKey, 'id' | 'person'>): string {
  return `${id} ${person}`;
}

/** What an admin signs to grant a key, and what the chain seals with the proof. */
export function grantTerms(key: Omit<AccessKey, 'revocation' | 'grantProof'>): object {
  const { id, person, publicKey, grantedAtMs, expiresAtMs, grantedBy, grantedWith } = key;
  return {
    ...{ act: 'grant', id, person, publicKey, grantedAtMs, expiresAtMs, grantedBy },
    ...(grantedWith !== undefined && { grantedWith }),
  };
}

export function revocationTerms(id: string, revocation: Omit<Revocation, 'proof'>): object {
  const { atMs, by, reason, with: key } = revocation;
  return { act: 'revoke', id, atMs, by, reason, ...(key !== undefined && { with: key }) };
}

export function grantSeal(key: AccessKey): string {
  return sha256Of(canonical({ ...grantTerms(key), proof: key.grantProof }));
}

/** Of a key that is not revoked: what no entry can seal. */
export function revocationSeal({ id, revocation }: AccessKey): string {
  return revocation
    ? sha256Of(canonical({ ...revocationTerms(id, revocation), proof: revocation.proof }))
    : '';
}

function toRow(key: AccessKey): AccessKeyRow {
  const { id, person, publicKey, grantedAtMs, expiresAtMs, grantedBy, revocation } = key;
  return {
    ...{ id, person, public_key: publicKey, granted_at_ms: grantedAtMs },
    ...{ expires_at_ms: expiresAtMs, granted_by: grantedBy },
    ...{ granted_with: key.grantedWith ?? null, grant_proof: key.grantProof ?? null },
    ...{ revoked_at_ms: revocation?.atMs ?? null, revoked_by: revocation?.by ?? null },
    ...{ revoked_with: revocation?.with ?? null, revoke_proof: revocation?.proof ?? null },
    revoke_reason: revocation?.reason ?? null,
  };
}

function toKey(row: AccessKeyRow): AccessKey {
  const { id, person, public_key: publicKey, granted_with, grant_proof } = row;
  const { revoked_at_ms, revoked_by, revoked_with, revoke_proof, revoke_reason } = row;
  return {
    ...{ id, person, publicKey, grantedAtMs: row.granted_at_ms },
    ...{ expiresAtMs: row.expires_at_ms, grantedBy: row.granted_by },
    ...(granted_with !== null && { grantedWith: granted_with }),
    ...(grant_proof !== null && { grantProof: grant_proof }),
    ...(revoked_at_ms !== null && {
      revocation: {
        ...{ atMs: revoked_at_ms, by: revoked_by ?? '', reason: revoke_reason ?? '' },
        ...(revoked_with !== null && { with: revoked_with }),
        ...(revoke_proof !== null && { proof: revoke_proof }),
      },
    }),
  };
}
