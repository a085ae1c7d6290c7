/** Work that belongs to no incident and could not be done, as the chain tells of it. */
import type { Kysely } from 'kysely';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { toEntry } from './audit.ts';
import type { Tables } from './tables.ts';

export const choreFailedKind = 'choreFailed';

/** Begins the subject of its entries. */
export function choreFaultSubject(chore: string, fault: string): string {
  return `${chore}: ${fault}`;
}

/** By a word of a closed set. */
export function choreFaultOf({ subject }: AuditEntry): string | undefined {
  return subject?.split(': ')[1];
}

export async function newestChoreFault(
  db: Kysely<Tables>,
  chore: string,
): Promise<AuditEntry | undefined> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('kind', '=', choreFailedKind)
    .where('subject', 'like', choreFaultSubject(chore, '%'))
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toEntry(row);
}
