/** Public holidays by country and region, from the library date-holidays, with what it does not know said aloud. */
import type { HolidaysTypes } from 'date-holidays';
import { Failure } from '../failure.ts';
import type { Holidays } from './working-days.ts';

/** How the Union writes two countries that ISO 3166 writes otherwise. */
const aliases: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' };

/** `de-by` is `DE-BY`, `EL` is `GR`; whether it is known only the library can say. */
export function countryCode(typed: string): string {
  const [country = '', ...rest] = typed.trim().toUpperCase().split('-');
  return [aliases[country] ?? country, ...rest].join('-');
}

/** Loaded only here: the data costs 0.4 s of a start, and most commands need none. */
async function library() {
  return (await import('date-holidays')).default;
}

/** Refuses a country or region that the data does not know. */
export async function loadHolidays(typed: string): Promise<Holidays> {
  const Library = await library();
  const code = countryCode(typed);
  const [country = '', region, ...rest] = code.split('-');
  const countries = new Library().getCountries('en');
  if (!Object.hasOwn(countries, country)) throw unknown(typed, nearCountries(typed, countries));
  // Countries without regions answer with undefined, which the library's types do not say.
  const regions: Readonly<Record<string, string>> = new Library().getStates(country, 'en') ?? {};
  if (rest.length > 0 || (region !== undefined && !Object.hasOwn(regions, region)))
    throw unknown(typed, [country, ...Object.keys(regions).map((key) => `${country}-${key}`)]);
  const source = region === undefined ? new Library(country) : new Library(country, region);
  const years = new Map<number, ReadonlyMap<string, string>>();
  return {
    country: code,
    nameOn(date) {
      const year = Number(date.slice(0, 4));
      const known = years.get(year) ?? daysOff(source.getHolidays(year, 'en'));
      years.set(year, known);
      return known.get(date);
    },
    gaps: [
      `Public holidays of ${code} come from the library date-holidays, not from an official list; local ones, days in lieu and half days may be missing.`,
      ...(region === undefined && Object.keys(regions).length > 0
        ? [
            `Only holidays of all of ${country} are counted; name the region, such as ${country}-${Object.keys(regions)[0]}, to count its own.`,
          ]
        : []),
    ],
  };
}

/**
 * Whole public days only. Bank days stay out, because counting a day off too many would move a limit too
 * late; but a bank day in lieu of a public holiday is one (US Veterans Day, Irish St Stephen's Day).
 */
function daysOff(holidays: readonly HolidaysTypes.Holiday[]): Map<string, string> {
  const days = new Map<string, string>();
  for (const { date, start, end, name, type, substitute } of holidays) {
    if (type !== 'public' && !(type === 'bank' && substitute)) continue;
    const hours = (end.getTime() - start.getTime()) / 3_600_000;
    // A day has 23 hours when the clocks change; one that is off only from 14:00 is a working day in law.
    const whole = Math.floor((hours + 1) / 24);
    for (let n = 0; n < whole; n += 1) days.set(dayAfter(date.slice(0, 10), n), name);
  }
  return days;
}

function dayAfter(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** `Germany` for DE: what somebody who did not know the code may have typed. */
function nearCountries(typed: string, countries: Readonly<Record<string, string>>): string[] {
  const wanted = typed.trim().toLowerCase();
  return Object.entries(countries)
    .filter(([, name]) => wanted.length > 2 && name.toLowerCase().includes(wanted))
    .map(([code]) => code);
}

function unknown(typed: string, near: readonly string[]): Failure {
  const value = JSON.stringify(typed.length > 60 ? `${typed.slice(0, 57)}...` : typed);
  const remedy =
    near.length > 0
      ? `use ${near.length === 1 ? '' : 'one of '}${near.join(', ')}`
      : 'use an ISO 3166 code such as PL or DE-BY';
  return new Failure(
    'usage',
    'unknown-country',
    `${value} is not a known country or region; ${remedy}`,
  );
}
