/** Events that no entry seals: none behind those that are sealed, and those before as the first entry tells them. */
import type { Kysely } from 'kysely';
import type { Genesis } from '../domain/audit-entry.ts';
import { earlierEvents } from './audit-genesis.ts';
import type { Erasures } from './audit-erasure.ts';
import type { Fault } from './audit-fault.ts';
import type { Why } from './audit-sealed.ts';
import type { Tables } from './tables.ts';

/** Once the chain itself is known to be whole. */
export async function checkCoverage(
  db: Kysely<Tables>,
  genesis: Genesis,
  { whole }: Pick<Erasures, 'whole'>,
  why: Why,
): Promise<Fault | undefined> {
  let unread = 0;
  const earlier = earlierEvents(async (row) => {
    if ((await why('body', row))?.code === 'key-erased') unread += 1;
  });
  const gone = [...whole];
  for await (const { incident, last, firstSealed, lastSealed } of readSpans(db)) {
    if (lastSealed !== null && last !== lastSealed)
      return {
        ...{ broken: 'unsealed-event', incident, seq: last },
        sentence: `${incident} has events up to ${last}, and the chain seals them up to ${lastSealed}: entries were removed or an event was added`,
      };
    while (gone[0] && gone[0].incident < incident) earlier.addErased(gone.shift());
    await earlier.add(db, incident, firstSealed ?? Infinity);
  }
  for (const one of gone) earlier.addErased(one);
  const { events, eventsHash } = earlier.end();
  // Without the key that was erased nobody can make the hash: the number is all that is left to compare.
  if (events === genesis.events && (unread > 0 || eventsHash === genesis.eventsHash))
    return undefined;
  return {
    broken: 'altered-history',
    sentence: `the events that no entry seals (${events}) are not those from before the chain began (${genesis.events}): one was altered, added or removed, or the entries that sealed it were`,
  };
}

/** Incidents held in memory at once. */
const batchSize = 500;

/** What each incident has, and what of it is sealed, in the order of their ids. */
async function* readSpans(db: Kysely<Tables>) {
  let after = '';
  for (;;) {
    const rows = await db
      .selectFrom('event')
      .select('incident_id as incident')
      .select(({ fn }) => fn.max('seq').as('last'))
      .select(({ selectFrom }) => [
        selectFrom('audit')
          .select(({ fn }) => fn.min('audit.seq').as('first'))
          .whereRef('audit.incident_id', '=', 'event.incident_id')
          .as('firstSealed'),
        selectFrom('audit')
          .select(({ fn }) => fn.max('audit.seq').as('last'))
          .whereRef('audit.incident_id', '=', 'event.incident_id')
          .as('lastSealed'),
      ])
      .where('incident_id', '>', after)
      .groupBy('incident_id')
      .orderBy('incident_id')
      .limit(batchSize)
      .execute();
    yield* rows;
    after = rows.at(-1)?.incident ?? after;
    if (rows.length < batchSize) return;
  }
}
