/** Reads a point in time as a person types it, in the zone they mean, and guesses nothing silently. */
import { Temporal } from 'temporal-polyfill';
import { shapeFaults, type Instant } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import { formatBoth } from './format.ts';
import { isZone } from './zone.ts';

export type ParsedInstant = {
  readonly instant: Instant;
  /** One sentence for the person who typed it, when there was a choice to make. */
  readonly note?: string;
};

const dateTime =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z| UTC|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;
const ago = /^-(\d{1,5})([mh])$/;
const forms = '2026-11-27T18:20, 2026-11-27T18:20+01:00, 2026-11-27T17:20Z, now, -90m or -3h';

/**
 * `2026-11-27T18:20` in `zone`, the same with seconds and a fraction of one, as programs write them, a space, an
 * offset or Z, or `now`, `-90m`, `-3h`.
 * The zone is kept for display in every case. `nowMs` is what the relative forms count from.
 */
export function parseInstant(text: string, zone: string, nowMs = Date.now()): ParsedInstant {
  if (!isZone(zone))
    throw new Failure(
      'usage',
      'unknown-zone',
      `${quote(zone)} is not an IANA time zone; give one such as Europe/Berlin`,
    );
  const typed = text.trim();
  const relative = ago.exec(typed);
  if (typed === 'now' || relative) {
    const [, amount = '0', unit = 'm'] = relative ?? [];
    const atMs = nowMs - Number(amount) * (unit === 'h' ? 3_600_000 : 60_000);
    return { instant: inRange({ atMs, zone }, typed) };
  }
  const match = dateTime.exec(typed);
  if (!match)
    throw new Failure(
      'usage',
      'malformed-time',
      `${quote(text)} is not a date and time; write it as ${forms}`,
    );
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset] = match;
  // Finer than a millisecond is cut off: an instant that is earlier by less than that moves a limit the safe way.
  const thousandths = fraction.padEnd(3, '0').slice(0, 3);
  const plain = wallClock([year, month, day, hour, minute, second, thousandths].map(Number), typed);
  if (offset !== undefined) {
    const atMs = plain.toZonedDateTime(
      offset === 'Z' || offset === ' UTC' ? 'UTC' : offset,
    ).epochMilliseconds;
    return { instant: inRange({ atMs, zone }, typed) };
  }
  return inZone(plain, zone, typed);
}

/** The fields as a date and a time of day: refuses 31 June, 29 February in a common year and 24:00. */
function wallClock(fields: readonly number[], typed: string): Temporal.PlainDateTime {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = fields;
  try {
    return Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second, millisecond },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const remedy =
      hour === 24
        ? 'midnight is 00:00 of the day that begins'
        : 'check the day of the month and the time of day';
    const sentence = `${quote(typed)} is not on any calendar or clock; ${remedy}`;
    throw new Failure('usage', 'no-such-time', sentence, error);
  }
}

/** The clock change makes two readings of one wall-clock time: none is right in spring, both are in autumn. */
function inZone(plain: Temporal.PlainDateTime, zone: string, typed: string): ParsedInstant {
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  const instant = inRange({ atMs: earlier.epochMilliseconds, zone }, typed);
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { instant };
  if (!earlier.toPlainDateTime().equals(plain))
    throw new Failure(
      'usage',
      'no-such-time',
      `${quote(typed)} does not exist in ${zone}, because the clocks go forward over it; ` +
        `write ${wall(earlier)} or ${wall(later)}`,
    );
  return {
    instant,
    note:
      `${quote(typed)} happens twice in ${zone}, because the clocks go back; ` +
      `taken as the earlier one, ${formatBoth(instant.atMs, zone)}; ` +
      `for the later one write ${wall(later)}${later.offset}`,
  };
}

/** The domain says how early and late an instant may be; asked here so that the value typed is named. */
function inRange(instant: Instant, typed: string): Instant {
  const at = { kind: 'instant', required: true, help: 'a time' } as const;
  const [fault] = shapeFaults({ [quote(typed)]: at }, { [quote(typed)]: instant });
  if (fault !== undefined) throw new Failure('usage', 'time-out-of-range', fault);
  return instant;
}

function wall(time: Temporal.ZonedDateTime): string {
  const smallestUnit = time.second === 0 ? 'minute' : 'second';
  return time.toPlainDateTime().toString({ smallestUnit });
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
