/** The directory of supervisory authorities: dated data that says of each value whether it was verified. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Where to look first; a person opens the website and checks before filing. */
export type AuthorityHint = {
  readonly id: string;
  readonly name: string;
  readonly website?: string;
  readonly portal?: string;
  /** Whether the portal's address was confirmed in a source. */
  readonly verified: boolean;
  /** ISO date on which the directory was checked. */
  readonly asOf: string;
  /** Whether its country belongs to the EEA. */
  readonly inEea?: boolean;
};

const link = z.object({ url: z.url(), verified: z.boolean() });
const directory = z.object({
  asOf: z.iso.date(),
  authorities: z.array(
    z.object({
      id: z.string(),
      country: z.string(),
      group: z.string(),
      name: z.object({ native: z.string() }),
      website: link.optional(),
      portal: link.optional(),
    }),
  ),
});

// The data stands beside src and dist alike, so one relative place serves both.
const place = new URL('../../data/authorities.json', import.meta.url);

/** Read on first use: most commands never need it. */
let hints: ReadonlyMap<string, AuthorityHint> | undefined;

export function findAuthority(id: string): AuthorityHint | undefined {
  return all().get(id);
}

export function authorityIds(): string[] {
  return [...all().keys()];
}

/** Ids that somebody who wrote `id` may have meant, by its case, its country or a word of a name. */
export function similarAuthorities(id: string): string[] {
  const wanted = id.trim().toLowerCase();
  if (wanted.length < 2) return [];
  const country = wanted.split('-')[0] ?? wanted;
  const near = [...all().values()].filter(
    (hint) =>
      hint.id.toLowerCase() === wanted ||
      hint.id.toLowerCase().split('-')[0] === country ||
      (wanted.length > 2 && hint.name.toLowerCase().includes(wanted)),
  );
  return near.map((hint) => hint.id);
}

function all(): ReadonlyMap<string, AuthorityHint> {
  hints ??= read();
  return hints;
}

function read(): ReadonlyMap<string, AuthorityHint> {
  const { asOf, authorities } = directory.parse(JSON.parse(readFileSync(place, 'utf8')));
  return new Map(
    authorities.map(({ id, country, group, name, website, portal }) => [
      id,
      {
        id,
        name: `${name.native}, ${country}`,
        ...(website && { website: website.url }),
        ...(portal && { portal: portal.url }),
        verified: portal?.verified ?? false,
        asOf,
        inEea: /^(EU|EEA)\b/.test(group),
      },
    ]),
  );
}
