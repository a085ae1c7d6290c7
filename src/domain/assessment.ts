/** The assessment of a breach as an incident keeps it, and how it reads in one sentence. It advises; a person decides. */
import type { Authority, People } from './assess/advice.ts';
import type { Level } from './assess/enisa.ts';
import { factNames } from './assess/facts.ts';
import type { Missing } from './assess/missing.ts';
import type { PersonId } from './policy.ts';
import { firstOf } from './list.ts';

/** What an assessment advises. Only people act on it: no duty, clock or mail follows from it. */
export type Advised = { readonly authority: Authority; readonly people: People };

/** What is kept of an assessment: bounded, because it travels with the incident. */
export type AssessmentResult = Advised & {
  readonly rulesVersion: string;
  /** ENISA's severity; null while a fact that it needs is missing. */
  readonly score: number | null;
  readonly level: Level | null;
  readonly because: readonly string[];
  /** Gaps whose answers could still change something. */
  readonly missing: readonly Missing[];
};

export type Assessment = AssessmentResult & {
  /** As they were given, JSON. */
  readonly facts: string;
  readonly by: PersonId;
  readonly atMs: number;
  /** The last advice that was another one. */
  readonly before?: Advised & { readonly atMs: number };
};

/** Facts that somebody gave and that are being assessed. */
export type Assessing = {
  readonly facts: string;
  readonly by: PersonId;
  /** The number of the event that asked for it. */
  readonly request: number;
};

const levels: Readonly<Record<Level, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  very_high: 'very high',
};
const authorities: Readonly<Record<Authority, string>> = {
  notify: 'notify the authority',
  document_only: 'document only, no notice to the authority',
  undecided: 'notify the authority: undecided',
};
const peoples: Readonly<Record<People, string>> = {
  communicate: 'tell the people',
  not_required: 'no need to tell the people',
  undecided: 'tell the people: undecided',
};

/** `ENISA 2.75 medium`. */
function scoreWords({ score, level }: Pick<AssessmentResult, 'score' | 'level'>): string {
  return score === null || level === null
    ? 'ENISA score not known yet'
    : `ENISA ${score} ${levels[level]}`;
}

/** `notify the authority; tell the people`. */
export function adviceWords({ authority, people }: Advised): string {
  return `${authorities[authority]}; ${peoples[people]}`;
}

/** The gaps that the advice, not the score alone, still waits for. */
function gapsOf({ missing }: Pick<AssessmentResult, 'missing'>): readonly string[] {
  return missing
    .filter(({ changes }) => changes.includes('authority') || changes.includes('people'))
    .map(({ fact }) => fact);
}

/** Enough to go on with; the rest is asked by `triage --guided` and listed by `assess`. */
const mostGaps = 5;

/** `ENISA 2.75 medium; advice: notify the authority; tell the people: undecided; missing data, recipients`. */
export function assessmentWords(result: AssessmentResult): string {
  const gaps = gapsOf(result);
  const missing = gaps.length === 0 ? '' : `; missing ${firstOf(gaps, mostGaps)}`;
  return `${scoreWords(result)}; advice: ${adviceWords(result)}${missing}`;
}

/** The names of the facts that a text gives, whatever stands in it. */
export function factsIn(text: string): readonly string[] {
  const given = parsed(text);
  return factNames.filter((name) => Object.hasOwn(given, name));
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // Told by the assessment itself.
    return {};
  }
}
