/** `authorities`: the directory with what is unverified in it, and a proposal to whom a breach is notified. */
import { freshMonths, isStale, monthsSince } from '../domain/authority.ts';
import { readPlace } from '../domain/countries.ts';
import { Failure } from '../failure.ts';
import {
  findAuthority,
  readDirectory,
  similarAuthorities,
  type AuthorityEntry,
  type Directory,
} from '../policy/authorities.ts';
import { paint, type Io } from './io.ts';
import type { CommonOptions } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

export function runAuthoritiesList(
  io: Io,
  given: CommonOptions & { readonly country?: string },
): Promise<void> {
  const directory = readDirectory();
  const entries = inCountry(directory.authorities, given.country);
  const age = ageOf(directory, io.now());
  if (given.json) io.print(JSON.stringify({ ...age, authorities: entries }, null, 2));
  else {
    io.print(columns(words.head, entries.map(row)));
    io.print(words.checked(age));
  }
  return Promise.resolve();
}

export function runAuthoritiesShow(
  io: Io,
  given: CommonOptions,
  [typed = '']: readonly string[],
): Promise<void> {
  const directory = readDirectory();
  const entry = directory.authorities.find(({ id }) => id === typed.trim().toUpperCase());
  if (!entry) throw unknownAuthority(typed, directory);
  const age = ageOf(directory, io.now());
  io.print(given.json ? JSON.stringify({ ...age, authority: entry }, null, 2) : page(entry, age));
  return Promise.resolve();
}

type Age = {
  readonly asOf: string;
  readonly monthsOld: number;
  readonly stale: boolean;
};

function ageOf({ asOf }: Directory, nowMs: number): Age {
  return { asOf, monthsOld: monthsSince(asOf, nowMs), stale: isStale(asOf, nowMs) };
}

function inCountry(
  all: readonly AuthorityEntry[],
  typed: string | undefined,
): readonly AuthorityEntry[] {
  if (typed === undefined) return all;
  const place = readPlace(typed);
  const found = all.filter(({ id, countryCode }) => countryCode === place || id === place);
  if (found.length > 0) return found;
  const codes = [...new Set(all.map(({ countryCode }) => countryCode))];
  throw new Failure('usage', 'unknown-country', words.unknownCountry(shown(typed), codes));
}

function unknownAuthority(typed: string, { authorities }: Directory): Failure {
  const near = similarAuthorities(typed);
  const ids = near.length > 0 ? near : authorities.map(({ id }) => id);
  return new Failure(
    'usage',
    'unknown-authority',
    words.unknownAuthority(shown(typed), ids, near.length > 0),
  );
}

function row({ id, country, name, portal, website }: AuthorityEntry): readonly string[] {
  return [id, country, sure(portal, portal?.url), sure(website, website?.url), name.native];
}

/** A value that no source confirms is never shown without saying so. */
function sure(value: { readonly verified: boolean } | undefined, text: string | undefined): string {
  if (!value || text === undefined) return '-';
  return value.verified ? text : `${text} ${words.unverified}`;
}

function page(entry: AuthorityEntry, age: Age): string {
  const { id, name, country, website, portal, channel, email, phone, address } = entry;
  const { languages, note } = entry;
  const told: readonly (readonly [string, string, source?: string | undefined])[] = [
    ['name', sure(name, name.native), name.source],
    ['in English', name.english],
    ['country', country],
    ['website', sure(website, website?.url), website?.source],
    ['portal', sure(portal, portal?.url), portal?.source],
    ['takes notices by', channel ?? '-'],
    ['e-mail', sure(email, email?.address), email?.source],
    ['telephone', sure(phone, phone?.number), phone?.source],
    ['post', sure(address, address?.lines), address?.source],
    ['form in', sure(languages, languages?.codes.join(', '))],
    ['note', note ?? '-'],
  ];
  return [
    `${paint('strong', id)}  ${name.native}`,
    ...told
      .filter(([, value]) => value !== '-')
      .map(([label, value, source]) => {
        const from =
          source === undefined || source === 'unverified' ? '' : paint('quiet', ` [${source}]`);
        return `  ${label.padEnd(17)} ${value}${from}`;
      }),
    ...(portal ? [] : [`  ${paint('warn', words.noPortal)}`]),
    words.checked(age),
  ].join('\n');
}

/** The name of the directory, for people. */
export function authorityName(id: string): string {
  return findAuthority(id)?.name ?? id;
}

const words = {
  head: ['id', 'country', 'portal', 'website', 'name'],
  unverified: '(NOT verified)',
  noPortal: 'No portal is known: start at the website.',
  checked: ({ asOf, monthsOld, stale }: Age) =>
    [
      `Checked ${asOf}. What is not verified is a hint: open the website first.`,
      ...(stale
        ? [
            paint(
              'warn',
              `That is ${monthsOld} months ago, more than ${freshMonths}: check every address before use.`,
            ),
          ]
        : []),
    ].join('\n'),
  unknownCountry: (typed: string, codes: readonly string[]) =>
    `--country is ${typed}, of which the directory has no authority; use one of ${codes.join(', ')}`,
  unknownAuthority: (typed: string, ids: readonly string[], isNear: boolean) =>
    `${typed} is not in the directory of authorities; ${isNear ? `did you mean ${ids.join(', ')}?` : `use one of ${ids.join(', ')}`}`,
} as const;
