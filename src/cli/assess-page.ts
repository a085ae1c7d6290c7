/** How an assessment looks on a terminal: the advice first, then why, then what is still to be found out. */
import type { Advice, Authority, People } from '../domain/assess/advice.ts';
import type { Assessment } from '../domain/assess/assess.ts';
import type { Level } from '../domain/assess/enisa.ts';
import type { Facts } from '../domain/assess/facts.ts';
import { oneLine } from '../domain/describe.ts';
import { asks } from '../domain/assess/questions.ts';
import { cite } from '../domain/assess/sources.ts';
import { paint, type Tone } from './io.ts';
import { wrap } from './wrap.ts';

const authorityLines: Readonly<Record<Authority, { tone: Tone; text: string }>> = {
  notify: {
    tone: 'bad',
    text: 'Notify the supervisory authority, within 72 hours of awareness (GDPR Art. 33).',
  },
  document_only: {
    tone: 'good',
    text: 'No notice to the authority seems needed: a risk for people is unlikely.',
  },
  undecided: {
    tone: 'warn',
    text: 'Whether to notify the authority cannot be said yet. The 72 hours run all the same.',
  },
};

const peopleLines: Readonly<Record<People, { tone: Tone; text: string }>> = {
  communicate: {
    tone: 'bad',
    text: 'Tell the people concerned, without undue delay (GDPR Art. 34).',
  },
  not_required: { tone: 'good', text: 'Telling the people concerned does not seem required.' },
  undecided: { tone: 'warn', text: 'Whether to tell the people concerned cannot be said yet.' },
};

const levels: Readonly<Record<Level, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  very_high: 'very high',
};

const flags: Readonly<Record<Assessment['enisa']['flags'][number], string>> = {
  more_than_100_individuals: 'more than 100 people',
  unintelligible_data: 'the data cannot be read by others',
};

export function assessmentPage(assessment: Assessment, facts: Facts): string {
  const { advice, missing, rulesVersion } = assessment;
  const open = missing.filter(({ changes }) => changes.length > 0);
  return [
    paint('strong', 'Assessment of a personal data breach'),
    ...section('advice', adviceLines(advice)),
    ...section(
      'because',
      advice.because.flatMap(({ says, sources }) => [
        ...wrap(`- ${says}`, 2),
        ...wrap(cite(sources), 0).map((line) => paint('quiet', `  ${line}`)),
      ]),
    ),
    ...section('severity by ENISA, which does not decide', scoreLines(assessment)),
    ...section(
      'not known yet',
      open.flatMap(({ fact, changes }) =>
        wrap(`- ${fact}: ${asks[fact]} Could change: ${changes.join(', ')}.`, 2),
      ),
    ),
    '',
    ...wrap(
      `A person decides; this is not legal advice. Rules of ${rulesVersion}. ${Object.keys(facts).length === 0 ? 'No facts were given.' : ''}`.trim(),
      0,
    ).map((line) => paint('quiet', line)),
  ].join('\n');
}

function adviceLines({ authority, people }: Advice): string[] {
  return [authorityLines[authority], peopleLines[people]]
    .map(({ tone, text }) => paint(tone, text))
    .concat('Document it in the register, in any case (GDPR Art. 33(5)).');
}

function scoreLines({ enisa, range, factors }: Assessment): string[] {
  const { dpc, ei, cb, se, level } = enisa;
  const headline =
    se === null || level === null
      ? `not known: between ${range.least.se} (${levels[range.least.level]}) and ${range.most.se} (${levels[range.most.level]})`
      : `${paint('strong', `${se}, ${levels[level]}`)} = data ${dpc} x identification ${ei} + circumstances ${cb}`;
  return [
    headline,
    ...factors.flatMap(({ factor, value, points, means }) =>
      wrap(`${points ?? '?'}  ${factor} ${value}: ${oneLine(means)}`, 2),
    ),
    ...enisa.flags.map((flag) => `flag: ${flags[flag]}`),
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ['', paint('quiet', heading), ...lines.map((line) => `  ${line}`)];
}
