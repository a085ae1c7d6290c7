/** The draft for the supervisory authority in the structure of the EDPB's template, and what is still missing. */
import { fill, chosen, isMissing, isOpen, type Filled } from './edpb/fill.ts';
import { filingSection } from './edpb/filing-section.ts';
import { filingSteps } from './edpb/filing-steps.ts';
import type { Condition, Template, TemplateField, TemplateOption } from './edpb/template.ts';
import { written, writtenAnswer } from './edpb/written.ts';
import {
  commanderOf,
  languageOf,
  missingIn,
  type NoticeDraft,
  type NoticeItem,
  type NoticeSource,
  type OrganisationProfile,
} from './notice.ts';
import type { NoticePhase } from './notice-state.ts';
import type { NoticeWords } from './notice-words.ts';

export function authorityNotice(
  source: NoticeSource,
  organisation: OrganisationProfile,
  template: Template,
  nowMs: number,
  words: NoticeWords,
): NoticeDraft {
  const filled = fill(template, source, organisation, nowMs, words);
  const filing = filingSection(source, organisation, words);
  const sections = Object.entries(template.sections).flatMap(([id, heading]) => {
    const fields = filled.shown.filter(({ section }) => section === id);
    if (fields.length === 0) return [];
    const items = fields.map((field) => item(field, filled, source, organisation, words));
    return [{ id, heading, article: articleOf(fields, words), items }];
  });
  const phase = phaseOf(filled);
  return {
    kind: 'authority',
    ...languageOf(words),
    title: words.authority.title(source.id),
    marks: ['draft, not filed'],
    phase,
    sections: [filing, ...sections],
    missing: [...missingIn([filing]), ...labels(filled, isWanting)],
    open: labels(
      filled,
      ({ shown, answers }, field) => shown.includes(field) && isOpen(field, answers),
    ),
    template: {
      name: `${template.title}, v${template.version}`,
      status: template.status,
      answers: written(template, filled, organisation, words),
    },
    steps: filingSteps(source, organisation, phase, nowMs, words),
    generatedAtMs: nowMs,
  };
}

/** An answer that the template's JSON cannot hold leaves a demanded field as empty as none. */
function isWanting(filled: Filled, field: TemplateField): boolean {
  return (
    isMissing(field, filled.answers) ||
    (field.demanded === 'always' && writtenAnswer(field, filled) === undefined)
  );
}

function labels(
  filled: Filled,
  isMeant: (filled: Filled, field: TemplateField) => boolean,
): readonly string[] {
  return filled.shown.filter((field) => isMeant(filled, field)).map(labelOf);
}

/** Characters: forty drafts with all that each lacks are carried from run to run. */
const longestLabel = 80;

function labelOf({ no, title }: TemplateField): string {
  const label = `${no} ${title}`;
  return label.length > longestLabel ? `${label.slice(0, longestLabel - 1).trimEnd()}…` : label;
}

function phaseOf({ answers }: Filled): NoticePhase {
  const states = { a: 'complete', b: 'incomplete', c: 'withdrawn' } as const;
  const state = String(answers.get(4)?.answer);
  return {
    kind: answers.get(3)?.answer === 'b' ? 'follow-up' : 'new',
    state: state === 'a' || state === 'c' ? states[state] : states.b,
  };
}

function articleOf(fields: readonly TemplateField[], words: NoticeWords): string {
  const all = fields.flatMap(({ article }) => article?.split('; ') ?? []);
  const named = [...new Set(all)];
  return named.length === 0 ? words.authority.template : words.article(`GDPR ${named.join(', ')}`);
}

function item(
  field: TemplateField,
  filled: Filled,
  source: NoticeSource,
  organisation: OrganisationProfile,
  words: NoticeWords,
): NoticeItem {
  const { no, title, demanded, when } = field;
  const answered = filled.answers.get(no);
  const askWhom = {
    dpo: words.whom.officer(organisation.dpoName),
    commander: commanderOf(source, organisation, words),
    policy: words.whom.policyKeeper,
  }[field.ask];
  return {
    id: `field_${no}`,
    no,
    label: `${no}. ${title}`,
    ...(answered
      ? { ...valueOf(field, filled, organisation, words), from: answered.from }
      : field.options && { options: field.options.map(optionText) }),
    ...(isOpen(field, filled.answers) && { open: true as const }),
    ...(when && { when: conditionText(when, words.authority) }),
    mandatory: demanded !== 'never',
    askWhom,
  };
}

function optionText({ letter, text }: TemplateOption): string {
  return `${letter}) ${text}`;
}

function valueOf(
  field: TemplateField,
  { answers }: Filled,
  { zone }: OrganisationProfile,
  words: NoticeWords,
): Pick<NoticeItem, 'value' | 'instant' | 'answer'> {
  const answer = answers.get(field.no)?.answer;
  if (answer === undefined) return {};
  if (field.kind === 'choice') {
    return { value: chosen(field, answers).map(optionText).join('\n'), answer };
  }
  if (typeof answer === 'boolean') return { value: answer ? words.yes : words.no, answer };
  const value = String(answer);
  if (field.kind === 'date') return { value: words.date(value), answer };
  // A number keeps its plain digits: a form that it is copied into takes no others.
  if (field.kind !== 'instant') return { value, answer };
  return { value, answer, instant: { atMs: Date.parse(value), zone } };
}

function conditionText(condition: Condition, words: NoticeWords['authority']): string {
  if ('fact' in condition) return words.facts[condition.fact];
  const fields = [...new Set(condition.any.map(({ field }) => field))];
  return words.either(
    fields.map((no) => {
      const letters = condition.any.filter(({ field }) => field === no).map(({ is }) => is);
      return words.fieldIs(no, letters);
    }),
  );
}
