/** Instants and spans as text where the domain itself must write them. For people in a zone, format outside. */

/** `2026-11-22 15:04 UTC`; the seconds are cut off. */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `71 h 58 min`, without a sign, rounded towards zero. */
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
