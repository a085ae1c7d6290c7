/** Closed incidents as retention sees them: whether each was a breach, is held, and what of it can still go. */
import type { Kysely } from 'kysely';
import { Failure } from '../failure.ts';
import { tellsOfBreach, type Keepable } from '../domain/retention.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { filingFrom, noticeRecords, type NoticeRecords } from '../evidence/notice-record.ts';
import { contentAct, incidentActs, readActs, type ErasureAct } from '../register/erasures.ts';
import { isHeld } from '../register/holds.ts';
import { incidentLines } from '../register/incidents.ts';
import { eventsOf } from '../register/journal.ts';
import { isGivenUp } from '../register/shared-files.ts';
import type { IncidentRow, Tables } from '../register/tables.ts';

/** With what an erasure of it names. */
export type Surveyed = Keepable & {
  readonly line: IncidentRow;
  /** Hashes of files that it has not given up. */
  readonly fileHashes: readonly string[];
  /** Ids of drafts that are superseded and still there. */
  readonly superseded: readonly string[];
};

/** Those that have their content, in the order of their ids. `wanted` spares the walk over the events of others. */
export async function* closedIncidents(
  db: Kysely<Tables>,
  wanted: (closedAtMs: number) => boolean = () => true,
): AsyncGenerator<Surveyed> {
  const erased = new Set(
    (await readActs(db)).flatMap(({ manifest }) =>
      manifest.scope === 'content' ? [manifest.incident] : [],
    ),
  );
  for await (const line of incidentLines(db)) {
    if (erased.has(line.id) || line.phase !== 'closed' || line.closed_at_ms === null) continue;
    if (wanted(line.closed_at_ms)) yield survey(db, line, line.closed_at_ms);
  }
}

export async function survey(
  db: Kysely<Tables>,
  line: IncidentRow,
  closedAtMs: number,
): Promise<Surveyed> {
  const { id } = line;
  const acts = await incidentActs(db, id);
  const told = await tell(db, id, acts);
  const superseded = await present(db, id, supersededIn(told.notices));
  return {
    ...{ id, line, closedAtMs, fileHashes: told.files, superseded },
    ...{ files: told.files.length, drafts: superseded.length },
    isBreach: told.isBreach || (await isPartOfBreach(db, told.mergedInto)),
    isHeld: await isHeld(db, id),
  };
}

type Told = {
  readonly isBreach: boolean;
  readonly mergedInto?: string;
  readonly files: readonly string[];
  readonly notices: NoticeRecords;
};

async function tell(
  db: Kysely<Tables>,
  incident: string,
  acts: readonly ErasureAct[],
): Promise<Told> {
  let isBreach = false;
  let mergedInto: string | undefined;
  const files = new Set<string>();
  const notices = noticeRecords();
  const take = (event: IncidentEvent): void => {
    isBreach ||= tellsOfBreach(event);
    notices.add(event);
    if (event.type === 'merged') mergedInto = event.into;
    if (event.type === 'reopened') mergedInto = undefined;
    if (event.type !== 'attached') return;
    const { seq, sha256 } = event;
    if (!isGivenUp(acts, { incident, seq, sha256 })) files.add(sha256);
  };
  try {
    for await (const event of eventsOf({ db }, incident)) take(event);
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'key-erased')) throw error;
    // A copy from before its erasure: the lines of its events still name its files, and nobody can tell that it was no breach.
    isBreach = true;
    for (const { seq, file } of await filesIn(db, incident))
      if (file !== null && !isGivenUp(acts, { incident, seq, sha256: file })) files.add(file);
  }
  return {
    ...{ isBreach, files: [...files].toSorted(), notices: notices.end() },
    ...(mergedInto !== undefined && { mergedInto }),
  };
}

function filesIn(db: Kysely<Tables>, incident: string) {
  return db
    .selectFrom('event')
    .select(['seq', 'file'])
    .where('incident_id', '=', incident)
    .where('file', 'is not', null)
    .execute();
}

/** A duplicate tells of the breach that goes on elsewhere. What is not known to be none counts as one. */
async function isPartOfBreach(db: Kysely<Tables>, first: string | undefined): Promise<boolean> {
  const seen = new Set<string>();
  for (let id = first; id !== undefined && !seen.has(id);) {
    seen.add(id);
    if (await contentAct(db, id)) return false;
    const line = await db
      .selectFrom('incident')
      .select('phase')
      .where('id', '=', id)
      .executeTakeFirst();
    if (line?.phase !== 'closed') return true;
    const { isBreach, mergedInto } = await tell(db, id, []);
    if (isBreach) return true;
    id = mergedInto;
  }
  return false;
}

/** A newer draft about the same was finished, and nobody approved, sent or filed this one. */
function supersededIn(notices: NoticeRecords): readonly string[] {
  const drafts = [...notices.drafts.values()].filter(({ drafted }) => drafted);
  return drafts
    .filter(
      ({ id, about, approved, sent }, n) =>
        !approved &&
        !sent &&
        !filingFrom(notices, id) &&
        drafts.slice(n + 1).some((later) => isSame(later.about, about)),
    )
    .map(({ id }) => id);
}

type About =
  NoticeRecords['drafts'] extends ReadonlyMap<string, infer R>
    ? R extends { readonly about: infer A }
      ? A
      : never
    : never;

function isSame(a: About, b: About): boolean {
  if ('duty' in a) return 'duty' in b && a.duty === b.duty;
  return 'customer' in b && a.customer === b.customer;
}

async function present(
  db: Kysely<Tables>,
  incident: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('notice')
    .select('notice_id')
    .where('incident_id', '=', incident)
    .execute();
  const stored = new Set(rows.map((row) => row.notice_id));
  return ids.filter((id) => stored.has(id));
}
