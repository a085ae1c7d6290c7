/** How the incident of a group of alerts stands: open, closed, merged into another one, erased. */
import type { Kysely } from 'kysely';
import { contentAct, readClaims } from './erasures.ts';
import { toEvent } from './journal.ts';
import type { Tables } from './tables.ts';

type Standing = {
  readonly incidentId: string;
  readonly closedAtMs?: number;
  readonly isErased: boolean;
};

/** `sinceMs`: closed before that. */
export function isOver({ closedAtMs, isErased }: Standing, sinceMs: number): boolean {
  return isErased || (closedAtMs !== undefined && closedAtMs < sinceMs);
}

/** Merges in a row: more than a handful are a circle. */
const mostHops = 10;

/** Followed to where it was merged into. */
export async function standingOf(trx: Kysely<Tables>, first: string): Promise<Standing> {
  let incidentId = first;
  for (let hop = 0; ; hop += 1) {
    const line = await trx
      .selectFrom('incident')
      .select(['phase', 'outcome', 'closed_at_ms'])
      .where('id', '=', incidentId)
      .executeTakeFirst();
    const isErased = await isGoing(trx, incidentId);
    // Without a line the register has no event of it yet.
    if (!line || line.phase !== 'closed' || isErased) return { incidentId, isErased };
    const next = line.outcome === 'merged' ? await mergedInto(trx, incidentId) : undefined;
    if (next === undefined || hop === mostHops)
      return { incidentId, isErased, closedAtMs: line.closed_at_ms ?? 0 };
    incidentId = next;
  }
}

/** Erased, or about to be: it takes nothing more. */
async function isGoing(trx: Kysely<Tables>, incidentId: string): Promise<boolean> {
  const act = await contentAct(trx, incidentId);
  return act !== undefined || (await readClaims(trx, incidentId)).length > 0;
}

async function mergedInto(trx: Kysely<Tables>, incidentId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('event')
    .select(['incident_id', 'seq', 'body'])
    .where('incident_id', '=', incidentId)
    .where('type', '=', 'merged')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const event = row && toEvent(row.body);
  return event?.type === 'merged' ? event.into : undefined;
}
