/** One call of a source as the intake understands it: alerts that are cut to a size that can be kept, whoever wrote them. */
import { oneLine } from '../domain/describe.ts';
import type { Alert } from '../register/alerts.ts';
import { sha256Of } from '../sha256.ts';

export type ReportedAlert = Alert & {
  /** What groups it where no labels are named. */
  readonly group: string;
  /** The word of the source that says how bad it is. */
  readonly severity?: string;
  readonly title?: string;
};

export type Call = {
  readonly alerts: readonly ReportedAlert[];
  /** More than were sent, or than are read of one call. */
  readonly isCut: boolean;
};

/** Of one call: Alertmanager sends a whole group each time, `max_alerts` of it. */
export const alertsPerCall = 2_000;

/** Cut rather than refused: whatever monitoring says, somebody must be paged. */
const longest = { name: 200, value: 2_000, labels: 100, link: 2_000, group: 20_000 } as const;

export function textsOf(given: object): Record<string, string> {
  const entries = Object.entries(given)
    .slice(0, longest.labels)
    .map(([name, value]): [string, string] => [
      oneLine(name.slice(0, longest.name)),
      oneLine(String(value).slice(0, longest.value)),
    ]);
  // Each its own property, `__proto__` too: assigned, that one would change the object instead.
  return Object.fromEntries(entries);
}

export function linkOf(given: string | undefined): { link?: string } {
  const link = oneLine((given ?? '').slice(0, longest.link));
  return link === '' ? {} : { link };
}

export function groupOf(given: string): string {
  return given.slice(0, longest.group);
}

/** As Alertmanager writes them; of anything else a hash, because it stands in the register unsealed. */
export function fingerprintOf(given: string): string {
  return /^[0-9a-f]{16}$/.test(given) ? given : sha256Of(given).slice(0, 16);
}

/** Years 2000 and 2100, as everywhere in the product: beyond is the zero time of Go, or nonsense. */
const [earliestMs, latestMs] = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)];

/** Undefined for what is no instant; a number is epoch seconds or milliseconds. */
export function instantOf(given: unknown): number | undefined {
  const ms =
    typeof given === 'number'
      ? given < earliestMs / 10
        ? given * 1_000
        : given
      : typeof given === 'string' && /^\d{4}-\d\d-\d\d[T ]/.test(given)
        ? Date.parse(given)
        : Number.NaN;
  return ms >= earliestMs && ms <= latestMs ? Math.trunc(ms) : undefined;
}
