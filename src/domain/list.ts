/** Names in a row, as a sentence holds them. */

/** The first names of a list that may be long. */
export function firstOf(names: readonly string[], most = 10): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
