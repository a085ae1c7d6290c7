/** How an entry of the register of breaches reads: its sections, and the same as Markdown. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import type { RegisterDuty, RegisterEntry } from '../domain/register-entry.ts';
import { inline } from '../notices/markdown.ts';

export type EntryView = {
  readonly zone: string;
  /** Names by id, of people. */
  readonly names: Readonly<Record<string, string>>;
};

type Section = { readonly heading: string; readonly lines: readonly string[] };

export function entryMarkdown(entry: RegisterEntry, view: EntryView): string {
  return [
    `## ${entry.id}: ${inline(entry.title)}`,
    inline(headline(entry)),
    ...entrySections(entry, view).map(({ heading, lines }) =>
      [`### ${inline(heading)}\n`, ...lines.map((line) => `- ${inline(line)}`)].join('\n'),
    ),
  ]
    .map((block) => `${block}\n\n`)
    .join('');
}

export function headline({ state, personalData, severity, phase, outcome }: RegisterEntry): string {
  const ended = outcome === undefined ? phase : `${phase} as ${outcome}`;
  return `duties ${state} · personal data ${personalData} · severity ${severity} · ${ended}`;
}

export function entrySections(entry: RegisterEntry, view: EntryView): readonly Section[] {
  const { duties, decisions, effects, remedialAction } = entry;
  const who = (id: string): string => (Object.hasOwn(view.names, id) ? view.names[id] : id) ?? id;
  const when = (atMs: number): string => formatBoth(atMs, view.zone);
  const all: readonly Section[] = [
    { heading: 'times', lines: times(entry, when, who) },
    { heading: 'facts', lines: facts(entry) },
    { heading: 'effects', lines: [effects ?? 'not recorded'] },
    { heading: 'remedial action', lines: remedialAction?.split('\n') ?? ['not recorded'] },
    ...duties.map((duty) => ({
      heading: `duty ${duty.id}: ${duty.state}`,
      lines: dutyLines(duty, when, who),
    })),
    {
      heading: 'decisions',
      lines: decisions.map(({ atMs, by, text }) => `${when(atMs)}, ${who(by)}: ${text}`),
    },
    {
      heading: 'record',
      lines: [
        `policy version ${entry.policyVersion}; up to event ${entry.lastSeq}, ${when(entry.updatedAtMs)}`,
      ],
    },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

type When = (atMs: number) => string;
type Who = (id: string) => string;

function times({ stamps, aware }: RegisterEntry, when: When, who: Who): readonly string[] {
  const known: readonly (readonly [string, number | undefined])[] = [
    ['occurred', stamps.occurred?.atMs],
    ['detected', stamps.detected.atMs],
    ['vendor notice', stamps.vendorNotice?.atMs],
    ['suspected', stamps.suspected?.atMs],
    ['declared', stamps.declaredAtMs],
    ['acknowledged', stamps.acknowledgedAtMs],
    ['contained', stamps.containedAtMs],
    ['recovered', stamps.recoveredAtMs],
    ['closed', stamps.closedAtMs],
  ];
  return [
    ...known.flatMap(([name, atMs]) => (atMs === undefined ? [] : [`${name}: ${when(atMs)}`])),
    ...(aware
      ? [
          `aware: ${when(aware.atMs)}, declared by ${who(aware.declaredBy)} ${when(aware.declaredAtMs)}: ${aware.reason}`,
        ]
      : ['aware: not declared']),
  ];
}

function facts({ facts: known, mergedInto, absorbed }: RegisterEntry): readonly string[] {
  const { description, nature, subjects, subjectCategories, records, dataCategories } = known;
  return [
    ...(description === undefined ? [] : [description]),
    `nature: ${nature ?? 'not recorded'}`,
    `people: ${subjects ?? 'number not recorded'}${listed(subjectCategories)}`,
    `records: ${records ?? 'number not recorded'}${listed(dataCategories)}`,
    ...(mergedInto === undefined ? [] : [`merged into ${mergedInto}`]),
    ...(absorbed.length === 0 ? [] : [`took in ${absorbed.join(', ')}`]),
  ];
}

function listed(texts: readonly string[] = []): string {
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}

function dutyLines(duty: RegisterDuty, when: When, who: Who): readonly string[] {
  const { anchor, filings, withholding, advice } = duty;
  const target = duty.isTarget ? " (the company's own target)" : '';
  return [
    `${duty.title}, ${duty.article}, rule ${duty.rule} version ${duty.ruleVersion}, to ${duty.addressee}`,
    `due ${when(duty.dueAtMs)}${target}, from ${anchor.kind} ${when(anchor.atMs)}${anchor.provisional ? ', provisional' : ''}`,
    ...filings.map(
      ({ stage, filed, reference, recordedBy, lateByMs, reasonsForDelay }) =>
        `filed (${stage}) ${when(filed.atMs)}, reference ${reference}, by ${who(recordedBy)}${
          lateByMs > 0 ? `, ${formatSpan(lateByMs)} late` : ''
        }${reasonsForDelay === undefined ? '' : `: ${reasonsForDelay}`}`,
    ),
    ...(duty.state === 'filed' && duty.followUpOwed ? ['the rest is still owed'] : []),
    ...(withholding
      ? [
          `withholding proposed by ${who(withholding.proposedBy)} ${when(withholding.proposedAtMs)}${
            withholding.exception === undefined ? '' : ` (${withholding.exception})`
          }: ${withholding.reason}`,
          withholding.confirmedBy === undefined || withholding.confirmedAtMs === undefined
            ? 'not confirmed by a second person'
            : `confirmed by ${who(withholding.confirmedBy)} ${when(withholding.confirmedAtMs)}`,
        ]
      : []),
    ...(advice ? [`${who(advice.by)} advised to ${advice.recommends}: ${advice.reason}`] : []),
    ...(duty.withdrawnBecause === undefined ? [] : [`fell away: ${duty.withdrawnBecause}`]),
  ];
}
