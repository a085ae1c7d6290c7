/** Links in mails as the register knows them: each time one was opened or used, and which were taken back. */
import { randomUUID } from 'node:crypto';
import { referenceTo } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { sha256Of } from '../sha256.ts';
import { appendAudit } from './audit.ts';
import type { Register } from './database.ts';
import { patiently } from './patience.ts';
import type { LinkRevocationRow, LinkUseRow } from './tables.ts';

/** `opened`: its page was looked at, which changes nothing. `forwarded`: by somebody who is not its owner. */
export const linkOutcomes = ['opened', 'used', 'refused', 'forwarded'] as const;
export type LinkOutcome = (typeof linkOutcomes)[number];

export type LinkUse = {
  readonly link: string;
  readonly incidentId: string;
  /** Whose link it is. */
  readonly person: string;
  readonly mail: string;
  readonly atMs: number;
  readonly outcome: LinkOutcome;
};

export const linkScopes = ['incident', 'person', 'all'] as const;
export type LinkScope = (typeof linkScopes)[number];

export type TakenBack = {
  readonly scope: LinkScope;
  /** An incident's id, or a person's opaque key; nothing for all. */
  readonly subject: string;
  readonly atMs: number;
};

export type LinkRevocation = TakenBack & {
  readonly by: string;
  readonly reason: string;
};

const linkUsedKind = 'link-used';
const linkForwardedKind = 'link-forwarded';
const linkRevokedKind = 'link-revoked';

const onChain: Readonly<Partial<Record<LinkOutcome, string>>> = {
  used: linkUsedKind,
  forwarded: linkForwardedKind,
};

/** What changed something or tells of other hands stands on the chain too. */
export async function recordLinkUse({ db }: Register, use: LinkUse): Promise<void> {
  const { link, incidentId, person, mail, atMs, outcome } = use;
  const row: LinkUseRow = {
    ...{ id: randomUUID(), link, incident_id: incidentId, person, mail, at_ms: atMs, outcome },
  };
  const kind = onChain[outcome];
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      await trx.insertInto('link_use').values(row).execute();
      if (kind === undefined) return;
      const subject = `${incidentId} ${link}`;
      await appendAudit(trx, [
        {
          ...{ atMs, kind, who: referenceTo(person), channel: 'mail', incident: null, seq: null },
          ...{ subject, subjectHash: sha256Of(canonical({ ...use })) },
        },
      ]);
    }),
  );
}

/** In the order in which they came. */
export async function readLinkUses(
  { db }: Pick<Register, 'db'>,
  incidentId: string,
): Promise<readonly LinkUse[]> {
  const rows = await db
    .selectFrom('link_use')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .orderBy('at_ms')
    .execute();
  return rows.map(toUse);
}

/** When a link was used; undefined when it was not. */
export async function usedAtMs(
  { db }: Pick<Register, 'db'>,
  link: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('link_use')
    .select('at_ms')
    .where('link', '=', link)
    .where('outcome', '=', 'used')
    .orderBy('at_ms')
    .limit(1)
    .executeTakeFirst();
  return row?.at_ms;
}

export async function revokeLinks(
  { db, cells }: Register,
  revocation: LinkRevocation,
  channel: 'cli' | 'api' = 'cli',
): Promise<void> {
  const { scope, subject, atMs, by, reason } = revocation;
  const row: LinkRevocationRow = {
    ...{ id: randomUUID(), scope, subject, at_ms: atMs, revoked_by: by, reason },
  };
  await patiently(() =>
    db.transaction().execute(async (trx) => {
      const sealed = await cells.seal(trx, 'link_revocation', row);
      await trx.insertInto('link_revocation').values(sealed).execute();
      await appendAudit(trx, [
        {
          ...{ atMs, kind: linkRevokedKind, who: referenceTo(by), channel },
          ...{ incident: null, seq: null, subject: `${scope} ${subject}`.trim() },
          subjectHash: sha256Of(canonical({ ...revocation })),
        },
      ]);
    }),
  );
}

/** Without the reasons, which are sealed: nothing is opened to check a link. */
export async function readTakenBack({ db }: Pick<Register, 'db'>): Promise<readonly TakenBack[]> {
  const rows = await db
    .selectFrom('link_revocation')
    .select(['scope', 'subject', 'at_ms'])
    .execute();
  return rows.map(toTakenBack);
}

export async function readRevocations({
  db,
}: Pick<Register, 'db'>): Promise<readonly LinkRevocation[]> {
  const rows = await db.selectFrom('link_revocation').selectAll().orderBy('at_ms').execute();
  return rows.map((row) => ({ ...toTakenBack(row), by: row.revoked_by, reason: row.reason }));
}

function toUse(row: LinkUseRow): LinkUse {
  const { link, incident_id: incidentId, person, mail, at_ms: atMs } = row;
  const outcome = linkOutcomes.find((known) => known === row.outcome) ?? 'refused';
  return { link, incidentId, person, mail, atMs, outcome };
}

/** One that cannot be read takes back everything: it was meant to. */
function toTakenBack(row: Pick<LinkRevocationRow, 'scope' | 'subject' | 'at_ms'>): TakenBack {
  const { subject, at_ms: atMs } = row;
  return { scope: linkScopes.find((known) => known === row.scope) ?? 'all', subject, atMs };
}
