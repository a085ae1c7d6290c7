/** The first entry of the audit chain: it tells how many events were there before it, and their hash. */
import { createHash, randomUUID, type Hash } from 'node:crypto';
import type { Kysely, UnknownRow } from 'kysely';
import { genesisKind, noHash, type Genesis } from '../domain/audit-entry.ts';
import { canonical } from '../domain/canonical.ts';
import { system } from '../domain/commands.ts';
import { sealOf, toRow } from './audit.ts';
import { isSealed } from './cells.ts';
import type { Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

export async function beginChain(db: Kysely<Tables>, nowMs: number): Promise<void> {
  const incidents = await db.selectFrom('incident').select('id').orderBy('id').execute();
  const earlier = earlierEvents();
  for (const { id } of incidents) await earlier.add(db, id, Infinity);
  const subject = canonical({ installation: randomUUID(), ...earlier.end() } satisfies Genesis);
  const entry = {
    ...{ n: 0, atMs: nowMs, kind: genesisKind, who: system.person, channel: system.channel },
    ...{ incident: null, seq: null, subject, subjectHash: sha256Of(subject), prev: noHash },
  };
  await db
    .insertInto('audit')
    .values(toRow({ ...entry, hash: sealOf(entry) }))
    .execute();
}

/** Counts and hashes events, incident by incident in the order of their ids. `onSealed` hears of one that did not open. */
export function earlierEvents(onSealed?: (row: UnknownRow) => Promise<void>) {
  const hash: Hash = createHash('sha256');
  let events = 0;
  return {
    /** The events of one incident before `beforeSeq`. */
    async add(db: Kysely<Tables>, incident: string, beforeSeq: number): Promise<void> {
      for (let last = 0; ;) {
        const rows = await db
          .selectFrom('event')
          .select(['incident_id', 'seq', 'body'])
          .where('incident_id', '=', incident)
          .where('seq', '>', last)
          .where('seq', '<', Math.min(beforeSeq, highestSeq))
          .orderBy('seq')
          .limit(batchSize)
          .execute();
        for (const row of rows) {
          const { seq, body } = row;
          if (isSealed(body)) await onSealed?.(row);
          hash.update(`${incident} ${seq} ${sha256Of(body)}\n`);
        }
        events += rows.length;
        last = rows.at(-1)?.seq ?? last;
        if (rows.length < batchSize) return;
      }
    },
    /** Of one that was erased the hashes are left. */
    addErased(
      one:
        | {
            readonly incident: string;
            readonly earlier: readonly (readonly [seq: number, sha256: string])[];
          }
        | undefined,
    ): void {
      for (const [seq, body] of one?.earlier ?? []) {
        hash.update(`${one?.incident} ${seq} ${body}\n`);
        events += 1;
      }
    },
    end: (): Pick<Genesis, 'events' | 'eventsHash'> => ({ events, eventsHash: hash.digest('hex') }),
  };
}

/** Events held in memory at once. */
const batchSize = 500;
/** Of the column's type: PostgreSQL refuses to compare with more. */
const highestSeq = 2_147_483_647;
