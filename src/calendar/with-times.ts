/** Puts times that people can read beside epoch milliseconds, in values that are to be written as JSON. */
import { formatLocal } from './format.ts';

/** `dueAtMs: 5` gains `dueAt: {utc, local}`, `untilMs`, `sinceMs` and `remindedUntilMs` likewise; `{atMs, zone}` gains `utc` and `local` of its own zone. */
export function withTimes(value: unknown, zone: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => withTimes(entry, zone));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const own = 'zone' in value && typeof value.zone === 'string' ? value.zone : zone;
  return Object.fromEntries(
    entries.flatMap(([name, entry]): [string, unknown][] => {
      if (typeof entry !== 'number' || !/^(at|until|since)Ms$|(At|Until|Since)Ms$/.test(name))
        return [[name, withTimes(entry, zone)]];
      const times = { utc: new Date(entry).toISOString(), local: formatLocal(entry, own) };
      return name === 'atMs'
        ? [[name, entry], ...Object.entries(times)]
        : [
            [name, entry],
            [name.slice(0, -'Ms'.length), times],
          ];
    }),
  );
}
