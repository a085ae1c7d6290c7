/** `authorities propose`: the lead authority and those concerned, from where a controller is established. */
import { caveat, roles } from '../domain/competence-words.ts';
import {
  bodies,
  propose,
  type Body,
  type CompetenceFacts,
  type Named,
} from '../domain/competence.ts';
import { isInEea, placeName, type Place } from '../domain/countries.ts';
import { Failure } from '../failure.ts';
import { placeOf } from '../policy/establishments.ts';
import { authorityName } from './authorities.ts';
import { paint, type Io } from './io.ts';
import type { CommonOptions } from './session.ts';
import { shown } from './shown.ts';

type Given = CommonOptions & {
  readonly establishment?: string;
  readonly also?: string;
  readonly none?: boolean;
  readonly representative?: string;
  readonly people?: string;
  readonly body?: string;
};

export function runAuthoritiesPropose(io: Io, given: Given): Promise<void> {
  const facts = readFacts(given);
  const proposal = propose(facts);
  if (given.json) {
    const named = (found: Named) => ({
      ...found,
      ...(found.authority !== undefined && { name: authorityName(found.authority) }),
    });
    io.print(
      JSON.stringify(
        {
          facts,
          proposal: {
            ...proposal,
            notify: proposal.notify.map(named),
            concerned: proposal.concerned.map(named),
            separately: proposal.separately.map(named),
          },
          caveat,
        },
        null,
        2,
      ),
    );
  } else io.print(page(proposal));
  return Promise.resolve();
}

function readFacts(given: Given): CompetenceFacts {
  const { establishment, also, none, representative, people, body = 'private' } = given;
  const isNamed = establishment !== undefined || also !== undefined;
  if (isNamed === Boolean(none))
    throw new Failure('usage', 'bad-input', isNamed ? words.both : words.neither);
  if (!isBody(body)) throw new Failure('usage', 'bad-input', words.body(shown(body)));
  const main =
    establishment === undefined ? undefined : placeFrom('--establishment', establishment);
  const others = several('--also', also);
  const agent =
    representative === undefined ? undefined : placeFrom('--representative', representative);
  if (agent !== undefined && [...(main === undefined ? [] : [main]), ...others].some(isInEea))
    throw new Failure('usage', 'bad-input', words.representative(shown(agent)));
  return {
    others,
    people: several('--people', people),
    body,
    ...(main !== undefined && { main }),
    ...(agent !== undefined && { representative: agent }),
  };
}

function isBody(text: string): text is Body {
  return bodies.some((body) => body === text);
}

function placeFrom(flag: string, typed: string): Place {
  const read = placeOf(typed);
  if ('place' in read) return read.place;
  throw new Failure('usage', 'unknown-country', `${flag} is ${shown(typed)}, which ${read.fault}`);
}

function several(flag: string, typed: string | undefined): readonly Place[] {
  const codes = typed?.split(/[,\s]+/).filter((word) => word !== '') ?? [];
  return codes.map((code) => placeFrom(flag, code));
}

function page(proposal: ReturnType<typeof propose>): string {
  const { role, notify, concerned, separately, why, check } = proposal;
  const heading = (text: string): string => `\n${paint('quiet', text)}`;
  const list = (named: Named): string => `  ${label(named)}`;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [heading(title), ...lines];
  return [
    paint('strong', roles[role]),
    ...(notify.length === 0 ? [`  ${words.notYet}`] : notify.map(list)),
    ...section(words.concerned, concerned.map(list)),
    ...section(
      words.separately,
      separately.map((named) => `${list(named)}: ${named.text} [${named.source}]`),
    ),
    ...section(
      words.why,
      why.map(({ text, source }) => `  ${text} [${source}]`),
    ),
    ...section(
      words.check,
      check.map((text) => `  ${text}`),
    ),
    '',
    caveat,
  ].join('\n');
}

function label({ place, authority }: Named): string {
  return authority === undefined
    ? `${place.padEnd(6)} ${placeName(place)}: ${words.several}`
    : `${authority.padEnd(6)} ${authorityName(authority)}`;
}

const words = {
  both: '--none says that there is no establishment in the EEA; leave it out, or --establishment and --also',
  neither:
    'say where the controller is established with --establishment, such as DE-BE, or --none for nowhere in the EEA',
  body: (typed: string) => `--body is ${typed}; use one of ${bodies.join(', ')}`,
  representative: (typed: string) =>
    `--representative is ${typed}, but a representative is for controllers without an establishment in the EEA (Art. 27); leave it out`,
  notYet: 'None can be named yet.',
  several: 'it has several authorities, see what to check',
  concerned: 'concerned',
  separately: 'separately, outside the EEA',
  why: 'why',
  check: 'to check',
} as const;
