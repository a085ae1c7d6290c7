/** How to file by hand: all that a person needs when this mail is the last thing left. */
import { formatBoth } from '../calendar/format.ts';
import { latestArguableOf, ruleOf } from '../domain/clock.ts';
import type { Anchor, Duty } from '../domain/duty.ts';
import { hint } from './hint.ts';
import { nameOf, some, type Block, type MailRequest, type Row } from './letter.ts';
import { oneLine } from './line.ts';
import { toTell } from './told.ts';

const anchors: Readonly<Record<Anchor['kind'], string>> = {
  awareness: 'awareness',
  detection: 'detection',
  'vendor-notice': "a vendor's notice",
  'incident-start': 'the start of the incident',
  classification: 'classification as major',
  determination: 'the determination',
  'fix-available': 'a fix being available',
  resolution: 'the end of the incident',
  submission: 'an earlier report',
};

/** What the clock runs from, with the second reading kept apart. */
export function clockRows({ recipient, subject }: MailRequest, duty: Duty): readonly Row[] {
  const { anchor } = duty;
  const rule = ruleOf(duty);
  const latest = latestArguableOf(duty);
  const from = `${anchors[anchor.kind]}, ${formatBoth(anchor.atMs, recipient.zone)}`;
  return some<Row>(
    {
      label: 'Counted from',
      value: anchor.provisional
        ? `${from}: provisional, because nobody has declared yet when the company became aware`
        : from,
    },
    duty.wasDueAtMs !== undefined &&
      duty.wasDueAtMs !== duty.dueAtMs && {
        label: 'Changed',
        value: `it was due ${formatBoth(duty.wasDueAtMs, recipient.zone)} before`,
      },
    {
      label: 'Rule',
      value: `${duty.plan ? '' : '72 hours, '}${rule.article}, version ${duty.ruleVersion}`,
    },
    duty.plan?.isTarget && {
      label: 'Our own target',
      value: "The law gives no number: without undue delay. This time is the company's own.",
    },
    latest !== undefined && {
      label: 'Latest arguable',
      value: `${formatBoth(latest, recipient.zone)}, by a later reading (Reg. 1182/71 Art. 3). Do not plan by it.`,
    },
    subject.personalData === 'unknown' && {
      label: 'Open question',
      value: 'whether personal data was breached',
    },
  );
}

export function portalRows({
  authority,
  organisation,
}: Pick<MailRequest, 'authority' | 'organisation'>): readonly Row[] {
  if (!authority)
    return [
      {
        label: 'Authority',
        value: `${oneLine(organisation.authority)}: not in the directory; look up its portal`,
      },
    ];
  const { name, portal, website, verified, asOf } = authority;
  const trust = verified ? `checked ${asOf}` : `unverified (${asOf}): check before use`;
  return some<Row>(
    { label: 'Authority', value: name },
    portal !== undefined
      ? { label: `Portal, ${trust}`, value: portal, href: portal }
      : { label: 'Portal', value: 'not known; start at the website' },
    website !== undefined && { label: 'Website, check before use', value: website, href: website },
  );
}

/** Nobody can be late for a guess: what ends the guessing. */
export function provisionalNote({ subject, recipient }: MailRequest, duty: Duty): readonly Block[] {
  if (!duty.anchor.provisional) return [];
  return [
    {
      kind: 'paragraph',
      text: 'This clock is provisional: it is counted as if the company had been aware from the start. Declare when it became aware, or triage the incident with the answer that no personal data was breached.',
    },
    {
      kind: 'command',
      label: 'To declare awareness',
      command: hint.declareAwareness(subject.id, recipient.id),
    },
  ];
}

/** Whom to tell where it is not the supervisory authority. */
function elsewhere(request: MailRequest, duty: Duty): readonly Block[] {
  const { subject, recipient, customers } = request;
  const { plan } = duty;
  if (!plan) return [];
  if (subject.told) return [...toTell(request), ...notes(plan.notes)];
  const customer =
    plan.customer === undefined ? undefined : (customers[plan.customer] ?? plan.customer);
  return [
    { kind: 'heading', text: 'Whom to tell' },
    {
      kind: 'rows',
      rows: some<Row>(
        { label: 'Addressee', value: plan.addressee },
        customer !== undefined && { label: 'Customer', value: oneLine(customer) },
      ),
    },
    ...notes(plan.notes),
    {
      kind: 'command',
      label: 'To record it',
      command:
        plan.customer === undefined
          ? hint.file(subject.id, recipient.id, duty.id)
          : hint.notifyCustomer(subject.id, plan.customer, recipient.id),
    },
  ];
}

function notes(items: readonly string[]): readonly Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** The offline steps. */
export function byHand(request: MailRequest, duty: Duty): readonly Block[] {
  if (duty.plan) return elsewhere(request, duty);
  const { subject, recipient, roles, organisation } = request;
  const late = duty.dueAtMs <= request.nowMs && !duty.anchor.provisional;
  const calls = [
    { label: 'Data protection officer', value: nameOf(request, roles.dpo) },
    { label: 'Deputy', value: nameOf(request, roles.deputy) },
    { label: 'Decides to notify or not', value: nameOf(request, roles.decisionMaker) },
    { label: 'Contact address', value: organisation.contact },
  ];
  return [
    { kind: 'heading', text: 'Where to file' },
    { kind: 'rows', rows: portalRows(request) },
    { kind: 'heading', text: 'How to file by hand, if all else is lost' },
    {
      kind: 'list',
      numbered: true,
      items: [
        'File on the portal above with what is known, and mark the notice as incomplete: the rest may follow in phases (Art. 33(4)).',
        `Give your own reference, ${subject.id}. Write down the time and the reference that the authority gives you.`,
        `After ${formatBoth(duty.dueAtMs, recipient.zone)}: file all the same, and add the reasons for the delay (Art. 33(1)).`,
        'When seventytwo is back, record the filing with the command below. Until then the reminders go on.',
        'Enter the breach in the register, notified or not: facts, effects and remedial action (Art. 33(5)).',
      ],
    },
    {
      kind: 'command',
      label: 'To record it',
      command: (late ? hint.fileLate : hint.file)(subject.id, recipient.id),
    },
    { kind: 'heading', text: 'What the notice must at least say, Art. 33(3)' },
    {
      kind: 'list',
      items: [
        '(a) the nature of the breach; where possible the categories and approximate numbers of the people and of the records concerned',
        '(b) name and contact details of the data protection officer or another contact point',
        '(c) the likely consequences',
        '(d) the measures taken or proposed, also to mitigate adverse effects',
      ],
    },
    { kind: 'heading', text: 'Whom to call' },
    { kind: 'rows', rows: calls },
  ];
}
