/** The tables of the register as queries see them; cells.ts tells which columns are sealed. Ids and JSON are text, instants epoch milliseconds. */

export type EventRow = {
  readonly incident_id: string;
  readonly seq: number;
  readonly at_ms: number;
  readonly type: string;
  readonly person: string;
  readonly channel: string;
  readonly command_id: string | null;
  /** SHA-256 of the file that this event attached: what it says is sealed, and others may need the same file. */
  readonly file: string | null;
  /** The whole event as JSON; the other columns repeat what queries look for. */
  readonly body: string;
};

export type IncidentRow = {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  readonly severity: string;
  readonly personal_data: string;
  readonly outcome: string | null;
  readonly declared_at_ms: number;
  readonly closed_at_ms: number | null;
  readonly last_seq: number;
  readonly updated_at_ms: number;
};

export type NoticeRow = {
  readonly incident_id: string;
  readonly notice_id: string;
  /** What the notice is about, as JSON. */
  readonly about: string;
  readonly json: string;
  readonly markdown: string;
  /** SHA-256 of `json`, hexadecimal. */
  readonly sha256: string;
  readonly drafted_at_ms: number;
};

/** A file that somebody attached, under the hash of its bytes: the same file is kept once. */
export type AttachmentRow = {
  readonly sha256: string;
  readonly bytes: number;
  readonly content: Uint8Array;
  readonly stored_at_ms: number;
};

/** An entry of the audit chain; see domain/audit-entry.ts. */
export type AuditRow = {
  readonly n: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly who: string;
  readonly channel: string;
  readonly incident_id: string | null;
  readonly seq: number | null;
  readonly subject: string | null;
  readonly subject_hash: string;
  readonly prev: string;
  readonly hash: string;
};

/** The files of a policy version that a worker ran under, byte for byte. */
export type PolicyRow = {
  readonly version: string;
  readonly policy: Uint8Array;
  readonly customers: Uint8Array | null;
  readonly vendors: Uint8Array | null;
  readonly stored_at_ms: number;
};

/** What the upkeep found at its last looks; see domain/upkeep.ts. */
export type UpkeepRow = {
  readonly kind: string;
  readonly about: string;
  readonly severity: string;
  readonly since_ms: number;
  readonly told_at_ms: number | null;
  readonly gone_at_ms: number | null;
};

/** A public key of a person or a worker; see access-keys.ts. */
export type AccessKeyRow = {
  readonly id: string;
  readonly person: string;
  readonly public_key: string;
  readonly granted_at_ms: number;
  readonly expires_at_ms: number;
  readonly granted_by: string;
  readonly granted_with: string | null;
  readonly grant_proof: string | null;
  readonly revoked_at_ms: number | null;
  readonly revoked_by: string | null;
  readonly revoked_with: string | null;
  readonly revoke_proof: string | null;
  readonly revoke_reason: string | null;
};

/** What an erasure takes. It counts once the audit chain has an entry with this hash; before that it is only claimed. */
export type ErasureRow = {
  /** SHA-256 of `manifest`, hexadecimal. */
  readonly sha256: string;
  /** Null for a version of the policy. */
  readonly incident_id: string | null;
  readonly scope: string;
  /** Canonical JSON; see erasures.ts. */
  readonly manifest: string;
};

/** Why an incident was held or released: the audit chain has the hash alone. */
export type HoldRow = {
  /** SHA-256 of `body`, hexadecimal. */
  readonly sha256: string;
  readonly incident_id: string;
  /** Canonical JSON; see holds.ts. */
  readonly body: string;
};

/** Who was told on which morning what is open; see digests.ts. */
export type DigestRow = {
  readonly person: string;
  /** Where they are, such as 2026-11-23. */
  readonly day: string;
  readonly at_ms: number;
  /** 0: there was nothing to tell, or no address that takes it. */
  readonly mailed: number;
};

/** A courtesy mail that waits for the digest of its person. */
export type CourtesyRow = {
  readonly incident_id: string;
  readonly mail_key: string;
  readonly kind: string;
  readonly person: string;
  readonly duty: string | null;
  readonly at_ms: number;
  readonly told_at_ms: number | null;
};

export type Tables = {
  readonly access_key: AccessKeyRow;
  readonly attachment: AttachmentRow;
  readonly audit: AuditRow;
  readonly courtesy: CourtesyRow;
  readonly digest: DigestRow;
  readonly erasure: ErasureRow;
  readonly event: EventRow;
  readonly hold: HoldRow;
  readonly incident: IncidentRow;
  readonly notice: NoticeRow;
  readonly policy: PolicyRow;
  readonly upkeep: UpkeepRow;
};
