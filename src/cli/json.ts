/** JSON for machines: every instant as UTC and local text beside its epoch milliseconds. */
import { withTimes } from '../calendar/with-times.ts';
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

export function printJson({ io, zone }: Pick<Session, 'io' | 'zone'>, value: unknown): void {
  io.print(JSON.stringify(withTimes(value, zone), null, 2));
}
