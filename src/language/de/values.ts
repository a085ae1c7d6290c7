/** Numbers, dates and spans as German writes them. */

// Four digits are read at a glance.
const digits = new Intl.NumberFormat('de', { useGrouping: 'min2' });

/** `4200`, but `12.400`. */
export function count(value: number): string {
  return digits.format(value);
}

/** `27.03.2026`, of `2026-03-27`. */
export function date(iso: string): string {
  return iso.split('-').toReversed().join('.');
}

/** `27.03.2026, 08:14 UTC`; the seconds are cut off. */
export function utc(atMs: number): string {
  const [day = '', time = ''] = new Date(atMs).toISOString().split('T');
  return `${date(day)}, ${time.slice(0, 5)} UTC`;
}

/** `71 Std. 58 Min.`, without a sign, rounded towards zero. */
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} Min.` : `${hours} Std. ${minutes % 60} Min.`;
}
