/** The draft for the supervisory authority: all that GDPR Art. 33(3) demands, and what is still missing. */
import type { Filing } from './duty.ts';
import {
  chronology,
  commanderOf,
  lateByMs,
  may,
  missingIn,
  must,
  type NoticeDraft,
  type NoticeItem,
  type NoticeSection,
  type NoticeSource,
  type OrganisationProfile,
} from './notice.ts';
import type { Instant } from './shape.ts';
import { span, utc } from './utc.ts';

const duty = 'gdpr-33-1';
const policyKeeper = 'whoever keeps the policy file';

export function authorityNotice(
  source: NoticeSource,
  organisation: OrganisationProfile,
  nowMs: number,
): NoticeDraft {
  const sections = [
    controller(organisation),
    time(source, organisation, nowMs),
    nature(source, organisation),
    consequences(source),
    measures(source, organisation),
    customers(source, organisation),
  ];
  const head = notification(source, organisation);
  const missing = missingIn([head, ...sections]);
  return {
    kind: 'authority',
    title: `Notification of a personal data breach, ${source.id}`,
    marks: ['draft, not filed'],
    sections: [{ ...head, items: [...head.items, completeness(missing)] }, ...sections],
    missing,
    generatedAtMs: nowMs,
  };
}

function notification(source: NoticeSource, organisation: OrganisationProfile): NoticeSection {
  const dpo = `${organisation.dpoName} (DPO)`;
  const filings = source.duties[duty]?.filings ?? [];
  return {
    id: 'notification',
    heading: 'The notification',
    article: 'GDPR Art. 33(1), 33(4)',
    items: [
      must('kind', 'New or follow-up', dpo, kindOf(filings)),
      must('authority', 'Supervisory authority', dpo, organisation.authority?.name),
      may('portal', 'Where to file', dpo, portal(organisation)),
      must('own-reference', 'Own reference', dpo, source.id),
    ],
  };
}

function kindOf(filings: readonly Filing[]): string {
  if (filings.length === 0) return 'new notification';
  return `follow-up to ${filings.map(({ reference, filed }) => `${reference} (filed ${utc(filed.atMs)})`).join(', ')}`;
}

function portal({ authority }: OrganisationProfile): string | undefined {
  if (authority?.portal === undefined) return undefined;
  const trust = authority.verified ? 'verified' : 'not verified, check before use';
  return `${authority.portal} (directory of ${authority.asOf}, ${trust})`;
}

/** Art. 33(4): what cannot be told yet is no reason to wait. */
function completeness(missing: readonly string[]): NoticeItem {
  const value =
    missing.length === 0
      ? 'complete as far as the record shows'
      : `incomplete, to be supplemented without undue further delay (Art. 33(4)): ${missing.join('; ')}`;
  return {
    id: 'completeness',
    label: 'Complete or in phases',
    value,
    mandatory: true,
    askWhom: '',
  };
}

function controller(organisation: OrganisationProfile): NoticeSection {
  return {
    id: 'controller',
    heading: 'Controller and contact point',
    article: 'GDPR Art. 33(3)(b)',
    items: [
      must('controller', 'Controller', policyKeeper, organisation.name),
      may('address', 'Address', policyKeeper, organisation.address),
      must('dpo-name', 'Data protection officer', policyKeeper, organisation.dpoName),
      must(
        'dpo-contact',
        'E-mail of the data protection officer',
        policyKeeper,
        organisation.dpoEmail,
      ),
      must('contact', 'Contact point', policyKeeper, organisation.contact),
    ],
  };
}

function time(
  source: NoticeSource,
  organisation: OrganisationProfile,
  nowMs: number,
): NoticeSection {
  const { stamps, aware } = source;
  const commander = commanderOf(source, organisation);
  const owed = source.duties[duty];
  const due: Instant | undefined =
    owed && !owed.anchor.provisional ? { atMs: owed.dueAtMs, zone: organisation.zone } : undefined;
  return {
    id: 'time',
    heading: 'When',
    article: 'GDPR Art. 33(1)',
    items: [
      may('occurred', 'When it happened', commander, stamps.occurred),
      must('detected', 'When it was detected', commander, stamps.detected),
      may('vendor-notice', 'When another party told us', commander, stamps.vendorNotice),
      must('aware', 'When the controller became aware', 'the DPO', aware),
      must('aware-zone', 'Time zone in which that was said', 'the DPO', aware?.zone),
      must('aware-reason', 'What made it certain', 'the DPO', aware?.reason),
      may('due', 'End of the 72 hours', 'the DPO', due),
      ...delay(source, nowMs),
    ],
  };
}

/** The record can tell what happened when; why it took so long only people know. */
function delay(source: NoticeSource, nowMs: number): readonly NoticeItem[] {
  const lateMs = lateByMs(source, duty, nowMs);
  const owed = source.duties[duty];
  if (lateMs === 0 || !owed) return [];
  const first = owed.filings[0];
  const reasons = owed.filings.flatMap(({ reasonsForDelay: why }) =>
    why === undefined ? [] : [why],
  );
  const told = first ? `first filed ${utc(first.filed.atMs)}` : `this draft was made ${utc(nowMs)}`;
  const record = [
    `The 72 hours ended ${utc(owed.dueAtMs)}; ${told}, ${span(lateMs)} later.`,
    ...chronology(source),
  ];
  return [
    must('delay-record', 'What the record shows about the delay', 'the DPO', record.join('\n')),
    must(
      'delay-reasons',
      'Reasons for the delay',
      'the DPO and the decision-maker',
      reasons.join('\n'),
    ),
  ];
}

function nature(source: NoticeSource, organisation: OrganisationProfile): NoticeSection {
  const { facts, personalData } = source;
  const commander = commanderOf(source, organisation);
  const breach = {
    yes: 'personal data was breached',
    no: 'no personal data was breached, as far as recorded',
    unknown: undefined,
  }[personalData];
  return {
    id: 'nature',
    heading: 'Nature of the breach',
    article: 'GDPR Art. 33(3)(a)',
    items: [
      must('title', 'In one line', commander, source.title),
      must('summary', 'What happened', commander, source.summary ?? source.description),
      must('personal-data', 'Whether personal data was breached', commander, breach),
      must('subject-categories', 'Categories of people', commander, facts.subjectCategories),
      must('subjects', 'Approximate number of people', commander, facts.subjects),
      must('data-categories', 'Categories of records', commander, facts.dataCategories),
      must('records', 'Approximate number of records', commander, facts.records),
    ],
  };
}

function consequences(source: NoticeSource): NoticeSection {
  return {
    id: 'consequences',
    heading: 'Likely consequences',
    article: 'GDPR Art. 33(3)(c)',
    items: [must('consequences', 'Likely consequences', 'the DPO', source.facts.consequences)],
  };
}

function measures(source: NoticeSource, organisation: OrganisationProfile): NoticeSection {
  const { facts, stamps } = source;
  const commander = commanderOf(source, organisation);
  return {
    id: 'measures',
    heading: 'Measures',
    article: 'GDPR Art. 33(3)(d)',
    items: [
      must('measures', 'Measures taken or proposed', commander, facts.measures),
      may('contained', 'Contained', commander, stamp(stamps.containedAtMs)),
      may('recovered', 'Recovered', commander, stamp(stamps.recoveredAtMs)),
    ],
  };
}

/** The machine's own stamps have no zone of a speaker. */
function stamp(atMs: number | undefined): Instant | undefined {
  return atMs === undefined ? undefined : { atMs, zone: 'UTC' };
}

function customers(source: NoticeSource, organisation: OrganisationProfile): NoticeSection {
  const told = Object.entries(source.customers).map(([id, { outcome, requestedAtMs }]) => {
    const name = Object.hasOwn(organisation.customerNames, id)
      ? organisation.customerNames[id]
      : id;
    return `${name ?? id} (notice ${outcome}, asked for ${utc(requestedAtMs)})`;
  });
  return {
    id: 'customers',
    heading: 'Customers for whom we process',
    article: 'GDPR Art. 33(2)',
    items: [may('customers', 'Customers notified', commanderOf(source, organisation), told)],
  };
}
