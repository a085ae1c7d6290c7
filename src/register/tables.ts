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

/** What the watchdog saw last; see watchdog.ts. */
export type WatchdogRow = {
  readonly name: string;
  readonly at_ms: number;
  readonly since_ms: number;
  readonly detail: string;
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

/** A code to sign in with, and the session that it became; see web-sessions.ts. Ids, hashes and keys: nothing to seal. */
export type WebSessionRow = {
  readonly id: string;
  readonly person: string;
  /** `key`, `oidc` or `unsigned`. */
  readonly kind: string;
  readonly made_at_ms: number;
  /** Slow hash of the code, and until when it can be used; null where nobody needed one. */
  readonly code_hash: string | null;
  readonly code_until_ms: number | null;
  /** What the person signed, canonical JSON. */
  readonly pass: string | null;
  /** Of the identity provider. */
  readonly issuer: string | null;
  /** Set once, when somebody signs in. */
  readonly token_hash: string | null;
  readonly used_at_ms: number | null;
  readonly seen_at_ms: number | null;
  readonly until_ms: number;
  /** By the web server, over all that makes the session. */
  readonly seal: string | null;
  readonly ended_at_ms: number | null;
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

/** Somebody takes a layer of the rota for a while; see overrides.ts. */
export type RotaOverrideRow = {
  readonly id: string;
  readonly layer: string;
  readonly person: string;
  readonly from_ms: number;
  readonly until_ms: number;
  readonly given_by: string;
  readonly given_at_ms: number;
  readonly given_because: string;
};

/** To whom a layer was last handed over by mail; see handed-over.ts. */
export type RotaToldRow = {
  readonly layer: string;
  /** Null: that nobody follows was told. */
  readonly person: string | null;
  readonly from_ms: number;
  readonly told_at_ms: number;
};

/** A link in a mail was opened or used; see links.ts. */
export type LinkUseRow = {
  readonly id: string;
  readonly link: string;
  readonly incident_id: string;
  readonly person: string;
  readonly mail: string;
  readonly at_ms: number;
  readonly outcome: string;
};

/** Links that were taken back; see links.ts. */
export type LinkRevocationRow = {
  readonly id: string;
  readonly scope: string;
  readonly subject: string;
  readonly at_ms: number;
  readonly revoked_by: string;
  readonly reason: string;
};

/** Which incident a group of alerts belongs to; see alert-groups.ts. A later generation stands in place of the one before. */
export type AlertGroupRow = {
  readonly source: string;
  /** SHA-256 of what the alerts of the group have in common. */
  readonly group_hash: string;
  readonly generation: number;
  readonly incident_id: string;
  /** Of its declaration: the same at every attempt, and what the incident's id follows from. */
  readonly command_id: string;
  readonly claimed_at_ms: number;
  /** Null until Temporal has the declaration. */
  readonly declared_at_ms: number | null;
  /** When its alerts changed last, and up to which change the incident was told. */
  readonly changed_at_ms: number | null;
  readonly told_at_ms: number | null;
  /** 1: there were more alerts than are recorded one by one. */
  readonly beyond: number;
};

/** One alert of an incident; what it says is sealed. */
export type AlertRow = {
  readonly incident_id: string;
  readonly fingerprint: string;
  readonly starts_at_ms: number;
  readonly source: string;
  readonly status: string;
  readonly ends_at_ms: number | null;
  readonly received_at_ms: number;
  readonly changed_at_ms: number;
  /** Labels and annotations as JSON. */
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
  readonly alert: AlertRow;
  readonly alert_group: AlertGroupRow;
  readonly attachment: AttachmentRow;
  readonly audit: AuditRow;
  readonly courtesy: CourtesyRow;
  readonly digest: DigestRow;
  readonly erasure: ErasureRow;
  readonly event: EventRow;
  readonly hold: HoldRow;
  readonly incident: IncidentRow;
  readonly link_revocation: LinkRevocationRow;
  readonly link_use: LinkUseRow;
  readonly notice: NoticeRow;
  readonly policy: PolicyRow;
  readonly rota_override: RotaOverrideRow;
  readonly rota_told: RotaToldRow;
  readonly upkeep: UpkeepRow;
  readonly web_session: WebSessionRow;
  readonly watchdog: WatchdogRow;
};
