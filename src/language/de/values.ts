/** Dates and spans in the sentences of a notice, as German writes them. */

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
