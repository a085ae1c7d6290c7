/** What the register holds beside the events, against what the sealed events tell: lines of incidents, drafts, files. */
import type { Kysely } from 'kysely';
import { apply } from '../domain/apply.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import { summarise } from '../domain/summary.ts';
import { rebuildKind, wholeRegister } from './audit.ts';
import type { Erasures } from './audit-erasure.ts';
import type { Fault } from './audit-fault.ts';
import type { Why } from './audit-sealed.ts';
import { incidentLines } from './incidents.ts';
import { lineOf, readEvents } from './journal.ts';
import type { IncidentRow, Tables } from './tables.ts';
import { sha256Of } from '../sha256.ts';

/** Incidents, and events of one, held in memory at once. */
const batchSize = 500;

/** Hears how many incidents were looked at, and of what was lost with a register that a rebuild brought back. */
export type ContentProgress = {
  readonly tell: (incidents: number) => void;
  readonly lose: () => void;
  /** A draft or a file that an act erased. */
  readonly erase: () => void;
  readonly why: Why;
};

/** Once every event is known to be as it was sealed. Of what nobody can read for want of its key nothing more can be told. */
export async function checkContent(
  db: Kysely<Tables>,
  erasures: Erasures & { readonly keyErased: ReadonlySet<string> },
  progress: ContentProgress,
): Promise<Fault | undefined> {
  const orphan = await db
    .selectFrom('event')
    .select('incident_id')
    .where('incident_id', 'not in', ({ selectFrom }) => selectFrom('incident').select('id'))
    .orderBy('incident_id')
    .limit(1)
    .executeTakeFirst();
  if (orphan) return missingLine(orphan.incident_id);
  let checked = 0;
  const whole = new Map(erasures.whole.map(({ incident, line }) => [incident, line]));
  for (const incident of whole.keys()) {
    const kept = await db
      .selectFrom('incident')
      .select('id')
      .where('id', '=', incident)
      .executeTakeFirst();
    if (!kept)
      return {
        ...{ broken: 'missing-line', incident },
        sentence: `the line of ${incident}, which was erased, is gone from the list of incidents`,
      };
  }
  for await (const line of incidentLines(db)) {
    const fault = whole.has(line.id)
      ? checkErased(line, whole.get(line.id))
      : erasures.keyErased.has(line.id)
        ? undefined
        : await checkIncident(db, line, erasures, progress);
    if (fault) return fault;
    progress.tell((checked += 1));
  }
  return undefined;
}

/** As the act left it. */
function checkErased(line: IncidentRow, left: IncidentRow | undefined): Fault | undefined {
  const wanted: Readonly<Record<string, unknown>> = { ...left };
  const wrong = Object.entries(line).filter(([column, value]) => value !== wanted[column]);
  if (wrong.length === 0) return undefined;
  const columns = wrong.map(([column]) => column).join(', ');
  return alteredLine(line.id, `it was erased, and its ${columns} are not as the erasure left them`);
}

async function checkIncident(
  db: Kysely<Tables>,
  line: IncidentRow,
  erasures: Erasures,
  progress: ContentProgress,
): Promise<Fault | undefined> {
  let incident: Incident | undefined;
  let updatedAtMs = 0;
  for (;;) {
    const range = { afterSeq: incident?.seq ?? 0, limit: batchSize };
    const events = await readEvents({ db }, line.id, range);
    for (const event of events) {
      incident = apply(incident, event);
      updatedAtMs = event.atMs;
      const fault = await checkHeld(db, line.id, event, erasures, progress);
      if (fault) return fault;
    }
    if (events.length < batchSize) break;
  }
  if (!incident) return alteredLine(line.id, 'it has no events');
  const wanted: Readonly<Record<string, unknown>> = lineOf(summarise(incident), updatedAtMs);
  const isGone = (await progress.why('title', line))?.code === 'key-erased';
  const wrong = Object.entries(line)
    .filter(([column, value]) => value !== wanted[column] && !(isGone && column === 'title'))
    .map(([column]) => column);
  if (wrong.length === 0) return undefined;
  const seq = incident.seq;
  const n = await entryOf(db, line.id, seq);
  return {
    ...alteredLine(line.id, `see its ${wrong.join(', ')}; ${remedy(line.id)}`),
    ...{ seq, ...(n !== undefined && { n }) },
  };
}

/** The drafts and files that an event names by their hashes. */
async function checkHeld(
  db: Kysely<Tables>,
  incident: string,
  event: IncidentEvent,
  erasures: Erasures,
  { lose, erase, why }: ContentProgress,
): Promise<Fault | undefined> {
  const isErased = (one: Named): boolean =>
    'notice' in one
      ? erasures.hasNotice(incident, event.seq, one.notice)
      : erasures.hasFile(incident, event.seq, one.file);
  const fault = await findHeldFault(db, why, incident, event, (one) => {
    if (!isErased(one)) return false;
    // A draft is counted by the entry that sealed it.
    if ('file' in one) erase();
    return true;
  });
  if (!fault) return undefined;
  const { seq, atMs } = event;
  const n = await entryOf(db, incident, seq);
  if (fault.broken.startsWith('missing-') && (await isRestored(db, incident, atMs, n))) {
    lose();
    return undefined;
  }
  const sealed = n === undefined ? '' : `, which entry ${n} seals`;
  return {
    ...{ ...fault, incident, seq, ...(n !== undefined && { n }) },
    sentence: `${fault.sentence} event ${seq} of ${incident} names${sealed}`,
  };
}

type Named = { readonly notice: string } | { readonly file: string };

/** `isErased` is asked of what is not there. */
async function findHeldFault(
  db: Kysely<Tables>,
  why: Why,
  incident: string,
  event: IncidentEvent,
  isErased: (named: Named) => boolean,
): Promise<Pick<Fault, 'broken' | 'sentence'> | undefined> {
  switch (event.type) {
    case 'noticeDrafted':
      return checkDraft(db, incident, event, isErased);
    case 'noticesDrafted':
      for (const draft of event.notices) {
        const fault = await checkDraft(db, incident, draft, isErased);
        if (fault) return fault;
      }
      return undefined;
    case 'attached':
      return checkFile(db, why, event.attachment, event.sha256, isErased);
    default:
      return undefined;
  }
}

async function checkDraft(
  db: Kysely<Tables>,
  incident: string,
  draft: { readonly notice: string; readonly sha256: string },
  isErased: (named: Named) => boolean,
): Promise<Pick<Fault, 'broken' | 'sentence'> | undefined> {
  const row = await db
    .selectFrom('notice')
    .select(['incident_id', 'notice_id', 'json', 'sha256'])
    .where('incident_id', '=', incident)
    .where('notice_id', '=', draft.notice)
    .executeTakeFirst();
  if (!row && isErased({ notice: draft.notice })) return undefined;
  if (!row)
    return { broken: 'missing-notice', sentence: `the draft ${draft.notice} is gone, which` };
  return row.sha256 === draft.sha256 && sha256Of(row.json) === draft.sha256
    ? undefined
    : { broken: 'altered-notice', sentence: `the draft ${draft.notice} is not the one that` };
}

async function checkFile(
  db: Kysely<Tables>,
  why: Why,
  attachment: string,
  wanted: string,
  isErased: (named: Named) => boolean,
): Promise<Pick<Fault, 'broken' | 'sentence'> | undefined> {
  const row = await db
    .selectFrom('attachment')
    .select(['sha256', 'content', 'bytes'])
    .where('sha256', '=', wanted)
    .executeTakeFirst();
  if (!row && isErased({ file: wanted })) return undefined;
  if (!row)
    return { broken: 'missing-attachment', sentence: `the file ${attachment} is gone, which` };
  const unopened = await why('content', row);
  if (unopened && unopened.code !== 'tampered')
    return {
      broken: 'unknown-key',
      sentence: `the file ${attachment} cannot be read (${unopened.message}), which`,
    };
  const { content, bytes } = row;
  const isSame = content.byteLength === bytes && sha256Of(content) === wanted;
  return isSame
    ? undefined
    : { broken: 'altered-attachment', sentence: `the file ${attachment} is not the one that` };
}

/**
 * Written behind an entry of a rebuild that is younger than the event: what it names was in the lost register alone. A draft
 * that this register ever stored has an entry of its own, by which it is missed before.
 */
async function isRestored(
  db: Kysely<Tables>,
  incident: string,
  atMs: number,
  n: number | undefined,
): Promise<boolean> {
  if (n === undefined) return false;
  const rebuild = await db
    .selectFrom('audit')
    .select('n')
    .where('kind', '=', rebuildKind)
    .where('n', '<', n)
    .where('at_ms', '>=', atMs)
    .where('subject', 'in', [wholeRegister, incident])
    .limit(1)
    .executeTakeFirst();
  return rebuild !== undefined;
}

async function entryOf(
  db: Kysely<Tables>,
  incident: string,
  seq: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit')
    .select('n')
    .where('incident_id', '=', incident)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.n;
}

function missingLine(incident: string): Fault {
  return {
    ...{ broken: 'missing-line', incident },
    sentence: `${incident} has events and no line in the list of incidents; ${remedy(incident)}`,
  };
}

function alteredLine(incident: string, what: string): Fault {
  return {
    ...{ broken: 'altered-line', incident },
    sentence: `the line of ${incident} in the list of incidents does not tell what its events tell: ${what}`,
  };
}

/** The events are as they were sealed, or this would not have been looked at. */
function remedy(incident: string): string {
  return `seventytwo register rebuild ${incident} writes it anew from them`;
}
