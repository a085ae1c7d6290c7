/** Reads what was typed after `clock`: every fault at once, each in one sentence. */
import { parseInstant } from '../calendar/parse.ts';
import { countryCode, loadHolidays } from '../calendar/holidays.ts';
import { isZone } from '../calendar/zone.ts';
import { contradictions, doubts, type Anchors } from '../domain/rules/anchors.ts';
import { inCountry } from '../domain/rules/national.ts';
import {
  anchorKinds,
  entityKinds,
  stageIds,
  type AnchorKind,
  type EntityKind,
  type LegalRule,
  type StageId,
} from '../domain/rules/rule.ts';
import { Failure } from '../failure.ts';
import type { Io } from './io.ts';
import { findRule, type Law } from './law.ts';
import { shown } from './shown.ts';

/** The option of each anchor. */
const anchorOptions: Readonly<Record<AnchorKind, string>> = {
  awareness: 'aware',
  'incident-start': 'occurred',
  detection: 'detected',
  classification: 'classified',
  determination: 'determined',
  'fix-available': 'fixAvailable',
  resolution: 'resolved',
};

export type Asked = {
  /** Rules that were named; the default when none was. */
  readonly rules: readonly LegalRule[];
  readonly isNamed: (rule: LegalRule) => boolean;
  readonly anchors: Anchors;
  readonly zone: string;
  readonly authorityZone: string;
  readonly country?: string;
  readonly entities: readonly EntityKind[];
  /** What was said of an instant when it was read, such as a time that comes twice. */
  readonly remarks: readonly { readonly atMs: number; readonly note: string }[];
};

export type Typed = Readonly<Record<string, unknown>>;

export async function readAsked(io: Io, law: Law, typed: Typed): Promise<Asked> {
  const faults: Failure[] = [];
  /** Goes on after a fault, so that the next one is told too. */
  async function attempt<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      faults.push(error);
      return undefined;
    }
  }
  const zone = await attempt(() => zoneOf('--zone', texts(typed['zone'])[0] ?? law.zone));
  const authorityZone = await attempt(() =>
    zoneOf('--authority-zone', texts(typed['authorityZone'])[0] ?? zone),
  );
  const [country] = texts(typed['country']);
  if (country !== undefined)
    await attempt(() => prefixed('--country', () => loadHolidays(country)));
  const ids = texts(typed['rule']);
  const rules: LegalRule[] = [];
  for (const id of new Set(ids)) {
    const found = id === 'all' ? enabled(law) : await attempt(() => [findRule(law, id)]);
    rules.push(...(found ?? []).filter((rule) => !rules.includes(rule)));
  }
  if (ids.length === 0) rules.push(findRule(law, 'gdpr-33-1'));
  const entities: EntityKind[] = [];
  for (const kind of texts(typed['entity'])) {
    const known = await attempt(() => entityOf(kind));
    if (known !== undefined) entities.push(known);
  }
  const remarks: { atMs: number; note: string }[] = [];
  const read = (flag: string, text: string): Promise<number | undefined> =>
    attempt(() => {
      if (zone === undefined && typed['zone'] === undefined && !placed.test(text))
        throw usage(
          'no-zone',
          `${flag} ${shown(text)} is a local time of no zone; give --zone such as Europe/Berlin, or write Z or an offset behind it`,
        );
      return prefixed(flag, () => {
        const { instant, note } = parseInstant(text, zone ?? 'UTC', io.now());
        if (note !== undefined) remarks.push({ atMs: instant.atMs, note: `${flag}: ${note}` });
        return instant.atMs;
      });
    });
  const at: Partial<Record<AnchorKind, number>> = {};
  for (const kind of anchorKinds) {
    const [text] = texts(typed[anchorOptions[kind]]);
    const atMs = text === undefined ? undefined : await read(flagOfAnchor(kind), text);
    if (atMs !== undefined) at[kind] = atMs;
  }
  const submitted: Partial<Record<StageId, number[]>> = {};
  for (const text of texts(typed['submitted'])) {
    const [, name = '', time = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const stage = await attempt(() => stageOf(text, name, time, rules, country));
    if (stage === undefined) continue;
    const atMs = await read(`--submitted ${stage}`, time);
    if (atMs !== undefined) submitted[stage] = [...(submitted[stage] ?? []), atMs];
  }
  const anchors = { at, submitted };
  for (const fault of contradictions(anchors, nameOf)) faults.push(usage('contradiction', fault));
  remarks.push(...doubts(anchors, nameOf));
  const isEmpty = Object.keys(at).length === 0 && Object.keys(submitted).length === 0;
  if (faults.length === 0 && isEmpty)
    faults.push(
      usage('no-instant', 'no instant is given to count from; give at least --aware <time>'),
    );
  const [first] = faults;
  if (first !== undefined)
    throw faults.length === 1
      ? first
      : usage('bad-input', [...new Set(faults.map(({ message }) => message))].join('\n'));
  return {
    ...{ rules, anchors, entities, remarks },
    isNamed: (rule) => ids.includes(rule.id),
    // Only times with an offset were typed: they are shown as they were meant everywhere, in UTC.
    zone: zone ?? 'UTC',
    authorityZone: authorityZone ?? 'UTC',
    ...(country !== undefined && { country: countryCode(country) }),
  };
}

/** A time that needs no zone to be read. */
const placed = /(?:Z| UTC|[+-]\d\d:\d\d)\s*$|^\s*(?:now|-\d+[mh])\s*$/;

/** `--fix-available`. */
export function flagOfAnchor(kind: AnchorKind): string {
  return `--${anchorOptions[kind].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function nameOf(what: AnchorKind | { readonly submitted: StageId }): string {
  return typeof what === 'string' ? flagOfAnchor(what) : `--submitted ${what.submitted}`;
}

function enabled({ rules }: Law): readonly LegalRule[] {
  return rules.filter((rule) => rule.enabled);
}

function zoneOf(flag: string, name: string | undefined): string | undefined {
  if (name === undefined || isZone(name)) return name;
  throw usage(
    'unknown-zone',
    `${flag} is ${shown(name)}, which is not an IANA time zone; use one such as Europe/Berlin`,
  );
}

function entityOf(typed: string): EntityKind {
  const found = entityKinds.find((kind) => kind === typed);
  if (found !== undefined) return found;
  throw usage(
    'unknown-entity',
    `--entity is ${shown(typed)}, which is not a kind of entity; use one of ${entityKinds.join(', ')}`,
  );
}

function stageOf(
  text: string,
  name: string,
  time: string,
  rules: readonly LegalRule[],
  country: string | undefined,
): StageId {
  if (time === '')
    throw usage(
      'malformed-stage',
      `--submitted is ${shown(text)}; write <stage>=<time>, such as initial=2026-11-27T18:20`,
    );
  const code = country === undefined ? undefined : countryCode(country);
  const has = rules.flatMap((rule) => inCountry(rule, code).stages.map(({ id }) => id));
  const found = stageIds.find((id) => id === name);
  // Without rules the fault is in their names, and told already.
  if (found !== undefined && (has.includes(found) || rules.length === 0)) return found;
  const known = [...new Set(has)].join(', ');
  throw usage(
    'unknown-stage',
    `--submitted ${shown(name)} is not a stage of ${rules.map(({ id }) => id).join(', ') || 'any rule'}; use one of ${known || stageIds.join(', ')}`,
  );
}

async function prefixed<T>(flag: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, error.code, `${flag}: ${error.message}`, error);
  }
}

function texts(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((entry) => (typeof entry === 'string' ? [entry] : []));
}

function usage(code: string, sentence: string): Failure {
  return new Failure('usage', code, sentence);
}
