/** What the searchable questions of `init` find: zones and authorities, by any words of their names. */
import { isZone } from '../../calendar/zone.ts';
import { authorityIds, findAuthority } from '../../policy/authorities.ts';
import { plain } from '../../policy/contacts.ts';

export type Choice = {
  readonly value: string;
  readonly name: string;
  /** Shown while the choice is under the cursor. */
  readonly description?: string;
};

/** This machine's zone first; a zone typed in full counts even when no list has it (`Asia/Calcutta`). */
export function findZones(term: string, hostZone: string): Choice[] {
  const all = [...new Set([hostZone, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].filter(isZone);
  const found = all.filter((zone) => hasWords(zone, term));
  const typed = isZone(term) && !found.includes(term) ? [term] : [];
  return [...typed, ...found].map((zone) => ({
    value: zone,
    name: zone === hostZone ? `${zone} (this computer)` : zone,
  }));
}

/** Nothing until something is typed: what stands first would be taken for a suggestion. */
export function findAuthorities(term: string): Choice[] {
  if (term.trim() === '') return [];
  const ids = authorityIds();
  const hasRegions = (id: string): boolean =>
    !id.includes('-') && ids.some((other) => other.startsWith(`${id}-`));
  const found = ids
    .map((id) => ({ value: id, name: `${id}, ${findAuthority(id)?.name ?? ''}` }))
    .filter(({ name }) => hasWords(name, term));
  return [
    ...found.filter(({ value }) => !hasRegions(value)),
    ...found
      .filter(({ value }) => hasRegions(value))
      .map((choice) => ({
        ...choice,
        description: 'The federal one: a private company notifies the authority of its region.',
      })),
  ];
}

/** Every word, at the start of a word: `be` is Belgium and Berlin, not Liechtenstein. */
function hasWords(name: string, term: string): boolean {
  const words = plain(name).split(/[^\p{L}\p{N}]+/u);
  return plain(term)
    .split(/[^\p{L}\p{N}]+/u)
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}
