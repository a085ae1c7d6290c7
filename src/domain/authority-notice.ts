/** The draft for the supervisory authority in the structure of the EDPB's template, and what is still missing. */
import { fill, chosen, isMissing, isOpen, type Filled } from './edpb/fill.ts';
import { filingSection } from './edpb/filing-section.ts';
import { filingSteps } from './edpb/filing-steps.ts';
import type { Condition, Template, TemplateField, TemplateOption } from './edpb/template.ts';
import { written, writtenAnswer } from './edpb/written.ts';
import {
  commanderOf,
  missingIn,
  type NoticeDraft,
  type NoticeItem,
  type NoticePhase,
  type NoticeSource,
  type OrganisationProfile,
} from './notice.ts';

export function authorityNotice(
  source: NoticeSource,
  organisation: OrganisationProfile,
  template: Template,
  nowMs: number,
): NoticeDraft {
  const filled = fill(template, source, organisation, nowMs);
  const filing = filingSection(source, organisation);
  const sections = Object.entries(template.sections).flatMap(([id, heading]) => {
    const fields = filled.shown.filter(({ section }) => section === id);
    if (fields.length === 0) return [];
    const items = fields.map((field) => item(field, filled, source, organisation));
    return [{ id, heading, article: articleOf(fields), items }];
  });
  const phase = phaseOf(filled);
  return {
    kind: 'authority',
    title: `Notification of a personal data breach, ${source.id}`,
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
      answers: written(template, filled, organisation),
    },
    steps: filingSteps(source, organisation, phase, nowMs),
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

function articleOf(fields: readonly TemplateField[]): string {
  const all = fields.flatMap(({ article }) => article?.split('; ') ?? []);
  const named = [...new Set(all)];
  return named.length === 0 ? 'the template' : `GDPR ${named.join(', ')}`;
}

function item(
  field: TemplateField,
  filled: Filled,
  source: NoticeSource,
  organisation: OrganisationProfile,
): NoticeItem {
  const { no, title, demanded, when } = field;
  const answered = filled.answers.get(no);
  const askWhom = {
    dpo: `${organisation.dpoName} (DPO)`,
    commander: commanderOf(source, organisation),
    policy: 'whoever keeps the policy file',
  }[field.ask];
  return {
    id: `field_${no}`,
    no,
    label: `${no}. ${title}`,
    ...(answered
      ? { ...valueOf(field, filled, organisation), from: answered.from }
      : field.options && { options: field.options.map(optionText) }),
    ...(isOpen(field, filled.answers) && { open: true as const }),
    ...(when && { when: conditionText(when) }),
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
): Pick<NoticeItem, 'value' | 'instant' | 'answer'> {
  const answer = answers.get(field.no)?.answer;
  if (answer === undefined) return {};
  if (field.kind === 'choice') {
    return { value: chosen(field, answers).map(optionText).join('\n'), answer };
  }
  if (typeof answer === 'boolean') return { value: answer ? 'yes' : 'no', answer };
  const value = String(answer);
  if (field.kind !== 'instant') return { value, answer };
  return { value, answer, instant: { atMs: Date.parse(value), zone } };
}

const factTexts = {
  late: 'this is a new notification later than 72 hours after awareness',
  'in-eea': 'the controller is established in the EEA',
  'outside-eea': 'the controller is not established in the EEA',
} as const;

function conditionText(condition: Condition): string {
  if ('fact' in condition) return factTexts[condition.fact];
  const fields = [...new Set(condition.any.map(({ field }) => field))];
  return fields
    .map((no) => {
      const letters = condition.any.filter(({ field }) => field === no).map(({ is }) => is);
      return `field ${no} is ${letters.join(' or ')}`;
    })
    .join(', or ');
}
