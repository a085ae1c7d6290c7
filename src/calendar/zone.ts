/** Which time zone names count: IANA areas and UTC, as this Node knows them. */

/** Abbreviations (`CET`, `IST`) and offsets (`+01:00`) are refused: they are ambiguous or know no summer time. */
export function isZone(name: string): boolean {
  if (name !== 'UTC' && !name.includes('/')) return false;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    // Intl's only way to say that it does not know a zone is to throw.
    return false;
  }
}
