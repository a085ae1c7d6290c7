/** JSON for machines: every instant as UTC and local text beside its epoch milliseconds. */
import { formatLocal } from '../calendar/format.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';

/** For what runs on and tells as it goes: each line as an object of its own. */
export function inJsonLines(io: Io): Io {
  return {
    ...io,
    print: (text) => {
      for (const line of text.split('\n').map((part) => part.trim()))
        if (line !== '') io.print(JSON.stringify({ line }));
    },
  };
}

/** `dueAtMs: 5` gains `dueAt: {utc, local}`, `remindedUntilMs` likewise; `{atMs, zone}` gains `utc` and `local` of its own zone. */
export function withTimes(value: unknown, zone: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => withTimes(entry, zone));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const own = 'zone' in value && typeof value.zone === 'string' ? value.zone : zone;
  return Object.fromEntries(
    entries.flatMap(([name, entry]): [string, unknown][] => {
      if (typeof entry !== 'number' || !/^atMs$|(At|Until)Ms$/.test(name))
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

export function printJson({ io, zone }: Pick<Session, 'io' | 'zone'>, value: unknown): void {
  io.print(JSON.stringify(withTimes(value, zone), null, 2));
}
