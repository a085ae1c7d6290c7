/** How to file by hand: all that a person needs when this mail is the last thing left. */
import { latestArguableOf } from '../domain/clock.ts';
import { propose } from '../domain/competence.ts';
import type { Duty } from '../domain/duty.ts';
import type { Language } from '../domain/language.ts';
import { inLaw } from '../language/index.ts';
import { establishmentsOf } from '../policy/profile.ts';
import { hints } from './hint.ts';
import {
  askedBy,
  at,
  nameOf,
  paragraph,
  some,
  type Block,
  type MailRequest,
  type Row,
} from './letter.ts';
import { oneLine } from './line.ts';
import { toTell } from './told.ts';

/** What the clock runs from, with the second reading kept apart. */
export function clockRows(request: MailRequest, duty: Duty): readonly Row[] {
  const { filing, names } = request.words;
  const { anchor } = duty;
  const { article } = askedBy(request, duty);
  const latest = latestArguableOf(duty);
  const from = `${names.anchors[anchor.kind]}, ${at(request, anchor.atMs)}`;
  const rule = filing.version(article, duty.ruleVersion);
  return some<Row>(
    {
      label: filing.countedFrom,
      value: anchor.provisional ? filing.provisionalFrom(from) : from,
    },
    duty.wasDueAtMs !== undefined &&
      duty.wasDueAtMs !== duty.dueAtMs && {
        label: filing.changed,
        value: filing.wasDueBefore(at(request, duty.wasDueAtMs)),
      },
    {
      label: filing.rule,
      value: duty.plan ? rule : filing.hours72(rule),
    },
    duty.plan?.isTarget && {
      label: filing.target,
      value: filing.isTarget,
    },
    latest !== undefined && {
      label: filing.latest,
      value: filing.latestAt(at(request, latest)),
    },
    request.subject.personalData === 'unknown' && {
      label: filing.openQuestion,
      value: filing.whetherBreached,
    },
  );
}

export function portalRows({
  authority,
  organisation,
  words: { filing, language },
}: Pick<MailRequest, 'authority' | 'organisation' | 'words'>): readonly Row[] {
  const others = areOthersOwed(organisation) && {
    label: filing.others,
    value: filing.othersInDraft,
  };
  if (!authority)
    return some<Row>(
      {
        label: filing.authority,
        value: filing.notInDirectory(oneLine(organisation.authority)),
      },
      others,
    );
  const { portal, website, verified, asOf } = authority;
  return some<Row>(
    { label: filing.authority, value: authorityName(authority, language) },
    portal !== undefined
      ? {
          label: (verified ? filing.portalChecked : filing.portalUnverified)(asOf),
          value: portal,
          href: portal,
        }
      : { label: filing.portal, value: filing.noPortal },
    website !== undefined && { label: filing.website, value: website, href: website },
    others,
  );
}

/** The directory writes its regions in English alone: elsewhere the authority's own name says which it is. */
function authorityName(
  { name, ownName, countryCode }: NonNullable<MailRequest['authority']>,
  language: Language,
): string {
  if (language === 'en') return name;
  const country = new Intl.DisplayNames([language], { type: 'region' }).of(countryCode);
  return `${ownName}, ${country ?? countryCode}`;
}

/** By where the people usually live: this mail cannot know where those of this breach do, the draft can. */
function areOthersOwed({ authority, establishments }: MailRequest['organisation']): boolean {
  if (!establishments) return false;
  const { usualPeople: people, ...places } = establishmentsOf(establishments);
  const { notify, separately, role } = propose({ ...places, people });
  // Without a lead each state of the people concerned has one, and more of them may turn out.
  return role === 'none' || [...notify, ...separately].some((one) => one.authority !== authority);
}

/** Nobody can be late for a guess: what ends the guessing. */
export function provisionalNote(request: MailRequest, duty: Duty): readonly Block[] {
  const { subject, recipient, words } = request;
  if (!duty.anchor.provisional) return [];
  return [
    paragraph(words.filing.provisional),
    {
      kind: 'command',
      label: words.filing.declare,
      command: hints(words).declareAwareness(subject.id, recipient.id),
    },
  ];
}

/** Whom to tell where it is not the supervisory authority. */
function elsewhere(request: MailRequest, duty: Duty): readonly Block[] {
  const { subject, recipient, customers, words } = request;
  const { filing } = words;
  const hint = hints(words);
  const { plan } = duty;
  if (!plan) return [];
  if (subject.told) return [...toTell(request), ...notes(request, plan.notes)];
  const customer =
    plan.customer === undefined ? undefined : (customers[plan.customer] ?? plan.customer);
  return [
    { kind: 'heading', text: filing.whomToTell },
    {
      kind: 'rows',
      rows: some<Row>(
        { label: filing.addressee, value: askedBy(request, duty).addressee },
        customer !== undefined && { label: filing.customer, value: oneLine(customer) },
      ),
    },
    ...notes(request, plan.notes),
    {
      kind: 'command',
      label: filing.record,
      command:
        plan.customer === undefined
          ? hint.file(subject.id, recipient.id, duty.id)
          : hint.notifyCustomer(subject.id, plan.customer, recipient.id),
    },
  ];
}

function notes({ words }: MailRequest, texts: readonly string[]): readonly Block[] {
  const items = texts.map((text) => inLaw(words.law, text));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** The offline steps. */
export function byHand(request: MailRequest, duty: Duty): readonly Block[] {
  if (duty.plan) return elsewhere(request, duty);
  const { subject, recipient, roles, organisation, words } = request;
  const { filing, labels } = words;
  const { steps, content } = filing;
  const hint = hints(words);
  const late = duty.dueAtMs <= request.nowMs && !duty.anchor.provisional;
  const calls = [
    { label: labels.officer, value: nameOf(request, roles.dpo) },
    { label: labels.deputy, value: nameOf(request, roles.deputy) },
    { label: labels.decides, value: nameOf(request, roles.decisionMaker) },
    { label: labels.contact, value: organisation.contact },
  ];
  return [
    { kind: 'heading', text: filing.where },
    { kind: 'rows', rows: portalRows(request) },
    { kind: 'heading', text: filing.byHand },
    {
      kind: 'list',
      numbered: true,
      items: [
        steps.portal,
        steps.reference(subject.id),
        steps.late(at(request, duty.dueAtMs)),
        steps.record,
        steps.register,
      ],
    },
    {
      kind: 'command',
      label: filing.record,
      command: (late ? hint.fileLate : hint.file)(subject.id, recipient.id),
    },
    { kind: 'heading', text: filing.contents },
    {
      kind: 'list',
      items: [content.a, content.b, content.c, content.d],
    },
    { kind: 'heading', text: labels.whomToCall },
    { kind: 'rows', rows: calls },
  ];
}
