/** What an incident's id looks like, and how people may type it. */

/** Letters and digits that cannot be taken for one another, read aloud or written by hand. */
export const idAlphabet = '23456789BCDFGHJKMNPQRTVWXYZ';
export const idLength = 5;
const typed = new RegExp(`^(?:INC-)?([${idAlphabet}]{${idLength}})$`);
const exact = new RegExp(`^INC-[${idAlphabet}]{${idLength}}$`);

/** An incident's id as people may type it, `inc-k7f3q` or `k7f3q`; undefined when it cannot be one. */
export function toIncidentId(text: string): string | undefined {
  const match = typed.exec(text.trim().toUpperCase());
  return match ? `INC-${match[1]}` : undefined;
}

export function isIncidentId(text: string): boolean {
  return exact.test(text);
}
