/** Brings events that were found elsewhere back into the register, in their order and by the same door as always. */
import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from 'kysely';
import { apply } from '../domain/apply.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import { summarise } from '../domain/summary.ts';
import { rebuildKind, recordAct, type Act } from './audit.ts';
import type { Register } from './database.ts';
import { contentAct, incidentActs } from './erasures.ts';
import { append, lineByEvents, readEvents, upsertIncident } from './journal.ts';
import { patiently } from './patience.ts';
import type { Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

/** From one number to another, both counted. */
export type Span = { readonly from: number; readonly to: number };

export type Found = {
  readonly incidentId: string;
  readonly events: ReadonlyMap<number, IncidentEvent>;
  /** Numbers under which there are two different events: neither is taken. */
  readonly disputed: ReadonlySet<number>;
  /** The highest number that is known to have been given. */
  readonly upTo: number;
  /** Its workflow runs: the newest events may be in its memory alone. */
  readonly isOpen: boolean;
};

export type Restored = {
  readonly incidentId: string;
  /** How many events were there before: 1 to this number. */
  readonly kept: number;
  readonly restored?: Span;
  /** Its line in the list of incidents was missing or altered, and was written anew from its events. */
  readonly line?: true;
  /** Its workflow writes them once it can. */
  readonly coming?: Span;
  /** Nowhere any more. */
  readonly missing: readonly Span[];
  /** Found, but the register takes none behind a gap. */
  readonly stranded: readonly Span[];
  /** Two different ones were found; or another than the one that the register has. */
  readonly disputed: readonly Span[];
  /** Drafts and files that the events name and only the register had. */
  readonly lostNotices: readonly string[];
  readonly lostAttachments: readonly string[];
  /** All of it was erased, by this entry of the audit chain: nothing is brought back. */
  readonly erasedBy?: number;
};

/** Events in one transaction, and in memory beside those that were found. */
const batchSize = 200;

/** `beforeWriting` is awaited once something is to be written. */
export async function restore(
  register: Register,
  { incidentId, events, disputed, upTo, isOpen }: Found,
  beforeWriting: () => Promise<void>,
): Promise<Restored> {
  const act = await contentAct(register.db, incidentId);
  if (act) return nothingOf(incidentId, act.entry.n);
  const differing: number[] = [];
  let incident: Incident | undefined;
  for (;;) {
    const afterSeq = incident?.seq ?? 0;
    const known = await readEvents(register, incidentId, { afterSeq, limit: batchSize });
    for (const event of known) {
      incident = apply(incident, event);
      const found = events.get(event.seq);
      if (found && !isDeepStrictEqual(found, event)) differing.push(event.seq);
    }
    if (known.length < batchSize) break;
  }
  const kept = incident?.seq ?? 0;
  const fresh: IncidentEvent[] = [];
  for (let seq = kept + 1; !disputed.has(seq); seq += 1) {
    const event = events.get(seq);
    if (!event) break;
    fresh.push(event);
    incident = apply(incident, event);
  }
  if (incident && fresh.length > 0) {
    await beforeWriting();
    const summary = summarise(incident);
    for (let n = 0; n < fresh.length; n += batchSize)
      await append(register, { events: fresh.slice(n, n + batchSize), incident: summary });
  }
  const last = kept + fresh.length;
  const newest = Math.max(last, ...events.keys());
  const isComing = isOpen && upTo > newest;
  const beyond = Array.from({ length: Math.max(0, upTo - last) }, (_, n) => last + 1 + n);
  return {
    ...{ incidentId, kept },
    ...(fresh.length > 0 && { restored: { from: kept + 1, to: last } }),
    ...((await healLine(register, incidentId, beforeWriting)) && { line: true as const }),
    ...(isComing && { coming: { from: newest + 1, to: upTo } }),
    missing: spans(beyond.filter((seq) => !events.has(seq) && !(isComing && seq > newest))),
    stranded: spans(beyond.filter((seq) => events.has(seq) && !disputed.has(seq))),
    disputed: spans([...differing, ...beyond.filter((seq) => disputed.has(seq))]),
    ...(await lostWith(register, incident)),
  };
}

function nothingOf(incidentId: string, erasedBy: number): Restored {
  const none = { missing: [], stranded: [], disputed: [], lostNotices: [], lostAttachments: [] };
  return { incidentId, kept: 0, ...none, erasedBy };
}

/** New events bring the line up to date; an incident that lacks none would keep a wrong one for ever. */
async function healLine(
  register: Register,
  incidentId: string,
  beforeWriting: () => Promise<void>,
): Promise<boolean> {
  const { db } = register;
  const wanted = await lineByEvents(db, incidentId);
  const kept = await db
    .selectFrom('incident')
    .selectAll()
    .where('id', '=', incidentId)
    .executeTakeFirst();
  if (!wanted || isDeepStrictEqual({ ...kept }, wanted)) return false;
  await beforeWriting();
  const write = async (trx: Transaction<Tables>): Promise<void> => {
    // Again: its workflow may have written since.
    const line = await lineByEvents(trx, incidentId);
    if (line) await upsertIncident(register, trx, line);
  };
  await patiently(() => db.transaction().execute(write));
  return true;
}

function spans(numbers: readonly number[]): readonly Span[] {
  const found: { from: number; to: number }[] = [];
  for (const n of numbers) {
    const last = found.at(-1);
    if (last?.to === n - 1) last.to = n;
    else found.push({ from: n, to: n });
  }
  return found;
}

/** Texts and bytes never were in a history: only their hashes are. */
async function lostWith(
  { db }: Register,
  incident: Incident | undefined,
): Promise<Pick<Restored, 'lostNotices' | 'lostAttachments'>> {
  if (!incident) return { lostNotices: [], lostAttachments: [] };
  const acts = (await incidentActs(db, incident.id)).map(({ manifest }) => manifest);
  const isErased = (id: string): boolean =>
    acts.some(({ notices }) => notices.some(({ notice }) => notice === id));
  const written = [
    ...incident.notices.flatMap(({ id, drafted }) => (drafted ? [id] : [])),
    ...Object.values(incident.customerDrafts ?? {}).flatMap(({ notice, drafted }) =>
      drafted ? [notice] : [],
    ),
  ];
  const stored = await db
    .selectFrom('notice')
    .select('notice_id')
    .where('incident_id', '=', incident.id)
    .execute();
  const notices = new Set(stored.map((row) => row.notice_id));
  const files: string[] = [];
  for (const { id, sha256: hash } of incident.attachments ?? []) {
    const row = await db
      .selectFrom('attachment')
      .select('bytes')
      .where('sha256', '=', hash)
      .executeTakeFirst();
    if (!row && !acts.some((act) => act.files.includes(hash))) files.push(id);
  }
  return {
    lostNotices: written.filter((id) => !notices.has(id) && !isErased(id)),
    lostAttachments: files,
  };
}

/** Who had events brought back, and of what; the events themselves follow it in the chain. */
export async function recordRebuild(
  register: Register,
  { what, ...by }: Pick<Act, 'person' | 'nowMs'> & { readonly what: string },
): Promise<void> {
  const subjectHash = sha256Of(what);
  await recordAct(register, {
    ...by,
    channel: 'cli',
    kind: rebuildKind,
    subject: what,
    subjectHash,
  });
}
