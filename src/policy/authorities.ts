/** The directory of supervisory authorities: dated data that says of each value whether it was verified. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Authority } from '../domain/authority.ts';

/** Where to look first; a person opens the website and checks before filing. */
export type AuthorityHint = Authority & {
  readonly id: string;
  /** What it calls itself, without its country. */
  readonly ownName: string;
  readonly countryCode: string;
};

const sureness = { verified: z.boolean(), source: z.string() };
const link = z.object({ url: z.url(), ...sureness });
const entry = z.object({
  id: z.string(),
  countryCode: z.string(),
  country: z.string(),
  group: z.string(),
  name: z.object({ native: z.string(), english: z.string(), ...sureness }),
  website: link.optional(),
  portal: link.optional(),
  channel: z.string().optional(),
  email: z.object({ address: z.email(), ...sureness }).optional(),
  phone: z.object({ number: z.string(), ...sureness }).optional(),
  address: z.object({ lines: z.string(), ...sureness }).optional(),
  languages: z.object({ codes: z.array(z.string()), verified: z.boolean() }).optional(),
  note: z.string().optional(),
});
/** An authority with the source of each value. */
export type AuthorityEntry = z.infer<typeof entry>;

const directory = z.object({
  asOf: z.iso.date(),
  verifiedMeans: z.string(),
  authorities: z.array(entry),
});
export type Directory = z.infer<typeof directory>;

// The data stands beside src and dist alike, so one relative place serves both.
const place = new URL('../../data/authorities.json', import.meta.url);

/** Read on first use: most commands never need it. */
let kept: Directory | undefined;
let hints: ReadonlyMap<string, AuthorityHint> | undefined;

export function readDirectory(): Directory {
  kept ??= directory.parse(JSON.parse(readFileSync(place, 'utf8')));
  return kept;
}

export function findAuthority(id: string): AuthorityHint | undefined {
  return all().get(id);
}

export function authorityIds(): string[] {
  return [...all().keys()];
}

/** By id, for what names authorities without reading files. */
export function authoritiesById(): Readonly<Record<string, AuthorityHint>> {
  return Object.fromEntries(all());
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
  hints ??= new Map(readDirectory().authorities.map((found) => [found.id, hintOf(found)]));
  return hints;
}

function hintOf(found: AuthorityEntry): AuthorityHint {
  const { id, country, countryCode, group, name, website, portal, channel, email, phone, address } =
    found;
  return {
    id,
    name: `${name.native}, ${country}`,
    ...{ ownName: name.native, countryCode },
    ...(website && { website: website.url }),
    ...(portal && { portal: portal.url }),
    verified: portal?.verified ?? false,
    asOf: readDirectory().asOf,
    inEea: /^(EU|EEA)\b/.test(group),
    ...(channel !== undefined && { channel }),
    ...(email && { email: email.address }),
    ...(phone && { phone: phone.number }),
    ...(address && { address: address.lines }),
  };
}
