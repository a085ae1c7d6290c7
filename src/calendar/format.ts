/** How instants and spans look to people: the local time of a named zone first, UTC behind. */
import type { Language } from '../domain/language.ts';

/** `2026-11-22 15:04 UTC`; seconds only when they are not zero. */
export function formatUtc(ms: number): string {
  const iso = new Date(ms).toISOString();
  const [date = '', time = ''] = iso.split('T');
  return `${date} ${time.slice(0, hasSeconds(ms) ? 8 : 5)} UTC`;
}

/**
 * `Sun 22 Nov 2026, 16:04 CET`: month as a word, because 03/04 means two things in Europe.
 * The abbreviation tells apart the two passes through the repeated hour in autumn. In other languages as they write
 * it: `So., 22. Nov. 2026, 16:04 MEZ`.
 */
export function formatLocal(ms: number, zone: string, language: Language = 'en'): string {
  const formatter = formatterFor(zone, hasSeconds(ms), language);
  if (language !== 'en') return plainSpaces(formatter.format(ms));
  const parts = formatter.formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  const time = [part('hour'), part('minute'), part('second')].filter((digits) => digits !== '');
  const date = `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`;
  return `${date}, ${time.join(':')} ${part('timeZoneName')}`;
}

/** Making one takes twenty times as long as using it, and a register has hundreds of thousands of times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string, withSeconds: boolean, language: Language): Intl.DateTimeFormat {
  const key = `${zone} ${withSeconds} ${language}`;
  const known = formatters.get(key);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds && { second: '2-digit' }),
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formatters.set(key, formatter);
  return formatter;
}

/** `Sun 22 Nov 2026, 16:04 CET (2026-11-22 15:04 UTC)`; once when the zone is UTC itself. */
export function formatBoth(ms: number, zone: string, language: Language = 'en'): string {
  return isUtc(zone) ? formatUtc(ms) : `${formatLocal(ms, zone, language)} (${formatUtc(ms)})`;
}

/**
 * `71 h 58 min`, `8 min`, `40 s`, without a sign. Rounded towards zero, so that time left is never
 * overstated; from an hour on seconds are left out, because nobody plans by them. In other languages with their
 * short units: `71 Std. 58 Min.`.
 */
export function formatSpan(ms: number, language: Language = 'en'): string {
  const total = Math.floor(Math.abs(ms) / 1_000);
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = hours > 0 ? 0 : total % 60;
  const parts: string[] = [];
  if (hours > 0) parts.push(amount(hours, 'hour', language));
  if (minutes > 0) parts.push(amount(minutes, 'minute', language));
  if (seconds > 0) parts.push(amount(seconds, 'second', language));
  return parts.length === 0 ? amount(0, 'second', language) : parts.join(' ');
}

/** Symbols rather than the English `hr` and `sec`, which no standard knows. */
const symbols = { hour: 'h', minute: 'min', second: 's' } as const;

function amount(value: number, unit: keyof typeof symbols, language: Language): string {
  if (language === 'en') return `${value} ${symbols[unit]}`;
  const format = { style: 'unit', unit, unitDisplay: 'short', useGrouping: false } as const;
  return plainSpaces(new Intl.NumberFormat(language, format).format(value));
}

/** Versions of ICU differ in where they put spaces that do not break. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

function hasSeconds(ms: number): boolean {
  return Math.floor(ms / 1_000) % 60 !== 0;
}

function isUtc(zone: string): boolean {
  return zone === 'UTC' || zone === 'Etc/UTC';
}
