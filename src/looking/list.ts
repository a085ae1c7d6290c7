/** The incidents as a list: Temporal knows which are open, the register their titles and those that ended. */
import type { personalDataAnswers } from '../domain/commands.ts';
import type { Phase } from '../domain/incident.ts';
import type { PersonId, Severity } from '../domain/policy.ts';
import { earliestDueAtMs } from '../domain/status.ts';
import { personKey } from '../policy/snapshot.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { listIncidents, type ListedIncident } from '../register/incidents.ts';
import { readIncident } from '../register/journal.ts';
import type { OpenFilter, OpenIncident } from '../visibility.ts';
import { hiddenFrom } from './sight.ts';

export type ListedLine = {
  readonly id: string;
  readonly phase: string;
  readonly severity: string;
  readonly personalData: string;
  readonly title?: string;
  readonly declaredAtMs?: number;
  readonly closedAtMs?: number;
  readonly nextDueAtMs?: number;
  /** Since when nobody could be reached. */
  readonly unreachedSinceMs?: number;
  /** One sentence when it cannot go on. */
  readonly stuck?: string;
  /** What it is about is for others than who asks: then nothing else is told than that it is there. */
  readonly restricted?: true;
};

export type ListFilter = {
  readonly severity?: Severity;
  readonly phase?: Phase;
  readonly personalData?: (typeof personalDataAnswers)[number];
  readonly commander?: PersonId;
  readonly overdue?: boolean;
};

export type ListWish = {
  /** What Temporal answered; absent while it is away. */
  readonly open?: readonly OpenIncident[] | undefined;
  /** Absent as long as there is none. */
  readonly register?: Register;
  /** The closed ones too. */
  readonly all: boolean;
  readonly filter: ListFilter;
  /** Who looks; nobody in particular sees no title of a restricted one. */
  readonly person?: PersonId | undefined;
  readonly nowMs: number;
};

export function toOpenFilter(
  policy: Policy,
  { commander, overdue, ...exact }: ListFilter,
  nowMs: number,
): OpenFilter {
  return {
    ...exact,
    ...(commander !== undefined && { commanderKey: personKey(policy, commander) }),
    ...(overdue && { dueBeforeMs: nowMs }),
  };
}

/** `recorded`: how many the register knows at all. */
export async function listLines(
  wish: ListWish,
): Promise<{ readonly lines: ListedLine[]; readonly recorded: number }> {
  const { open, register, all, filter } = wish;
  const recorded = register ? await listIncidents(register) : [];
  const lines = open ? withTitles(open, recorded) : await recordedOpen(wish, recorded);
  const running = new Set(lines.map(({ id }) => id));
  // Due first, then newest: what is most urgent is read first.
  lines.sort(
    (a, b) =>
      (a.nextDueAtMs ?? Infinity) - (b.nextDueAtMs ?? Infinity) ||
      (b.declaredAtMs ?? 0) - (a.declaredAtMs ?? 0),
  );
  // Nobody who asks for the closed ones should have to say so twice.
  const ended =
    all || filter.phase === 'closed'
      ? recorded.filter(({ id, phase }) => !running.has(id) && (open || phase === 'closed'))
      : [];
  const every = [...lines, ...(await filterEnded(wish, ended))];
  return { lines: await withoutRestricted(wish, every), recorded: recorded.length };
}

/** What is told of a restricted one to whoever it is not for: that it is there, and whether it can go on. */
async function withoutRestricted(
  { register, filter, person, nowMs }: ListWish,
  lines: readonly ListedLine[],
): Promise<ListedLine[]> {
  const listed = new Set(lines.map(({ id }) => id));
  const hidden = register
    ? await hiddenFrom(register, { person, nowMs }, (id) => listed.has(id))
    : new Set<string>();
  const seen = lines.filter(({ id }) => !hidden.has(id));
  const { phase: _phase, ...more } = filter;
  // To be on a list of what is overdue, or of who commands, would tell that of it.
  if (Object.values(more).some((wanted) => wanted !== undefined)) return seen;
  const unseen = lines.filter(({ id }) => hidden.has(id));
  // In an order of their own: by due times, their place would tell one.
  const apart = unseen.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [...seen, ...apart.map(toHidden)];
}

function toHidden({ id, phase, unreachedSinceMs, stuck }: ListedLine): ListedLine {
  return {
    ...{ id, phase, severity: '-', personalData: '-', restricted: true },
    ...(unreachedSinceMs !== undefined && { unreachedSinceMs }),
    ...(stuck !== undefined && { stuck }),
  };
}

function withTitles(
  open: readonly OpenIncident[],
  recorded: readonly ListedIncident[],
): ListedLine[] {
  const known = new Map(recorded.map((line) => [line.id, line]));
  return open
    .filter(({ phase }) => phase !== 'closed')
    .map((line) => {
      const record = known.get(line.id);
      return record ? { ...line, title: record.title, declaredAtMs: record.declaredAtMs } : line;
    });
}

/** The open ones as their events in the register tell them. */
async function recordedOpen(
  { register, filter, nowMs }: ListWish,
  recorded: readonly ListedIncident[],
): Promise<ListedLine[]> {
  const { commander, overdue } = filter;
  const lines: ListedLine[] = [];
  for (const line of recorded) {
    if (line.phase === 'closed' || !fits(line, filter)) continue;
    const incident = register && (await readIncident(register, line.id));
    if (!incident) continue;
    const nextDueAtMs = earliestDueAtMs(incident);
    const isWanted =
      (commander === undefined || incident.commander === commander) &&
      (!overdue || (nextDueAtMs ?? Infinity) < nowMs);
    const { unreached } = incident;
    if (isWanted)
      lines.push({
        ...line,
        ...(nextDueAtMs !== undefined && { nextDueAtMs }),
        ...(unreached && { unreachedSinceMs: unreached.sinceMs }),
      });
  }
  return lines;
}

/** What the incident's line in the register can tell. */
function fits(line: ListedIncident, { severity, phase, personalData }: ListFilter): boolean {
  return (
    (severity === undefined || line.severity === severity) &&
    (phase === undefined || line.phase === phase) &&
    (personalData === undefined || line.personalData === personalData)
  );
}

/** By what the register's line holds; for the commander, which it does not, by the incident's events. */
async function filterEnded(
  { register, filter }: ListWish,
  ended: readonly ListedIncident[],
): Promise<readonly ListedIncident[]> {
  const { commander, overdue } = filter;
  // Closed means that no duty is open: none can be overdue.
  if (overdue) return [];
  const some = ended.filter((line) => fits(line, filter));
  if (commander === undefined) return some;
  const led: ListedIncident[] = [];
  for (const line of some)
    if (register && (await readIncident(register, line.id))?.commander === commander)
      led.push(line);
  return led;
}
