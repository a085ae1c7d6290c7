/** Drafts of notices as structured data, filled from what is recorded; a person files them, never the product. */
import type { Authority } from './authority.ts';
import type { Establishments } from './competence.ts';
import type { Place } from './countries.ts';
import { standingFilings, type Duty, type DutyId, type Filing } from './duty.ts';
import type { Answer, Origin } from './edpb/template.ts';
import type { Incident } from './incident.ts';
import type { Language } from './language.ts';
import type { NoticePhase } from './notice-state.ts';
import type { NoticeWords, Stamp } from './notice-words.ts';
import type { MeasureId } from './measures.ts';
import type { Instant } from './shape.ts';

/** What a draft is made from: no more than the activity needs to write it. */
export type NoticeSource = Pick<
  Incident,
  | 'id'
  | 'title'
  | 'description'
  | 'summary'
  | 'personalData'
  | 'commander'
  | 'stamps'
  | 'aware'
  | 'facts'
  | 'duties'
  | 'customers'
  | 'kind'
  | 'outcome'
  | 'closedBecause'
  | 'corrections'
>;

/** What a notice to a customer is made from: nothing of other customers, and of nobody's duties. */
export function noticeSource(incident: Incident, isForCustomer = false): NoticeSource {
  const { id, title, description, summary, personalData, commander } = incident;
  const { stamps, aware, facts, kind, outcome, closedBecause, corrections } = incident;
  const { duties, customers } = isForCustomer ? { duties: {}, customers: {} } : incident;
  return {
    id,
    title,
    personalData,
    stamps,
    facts,
    duties,
    customers,
    ...(description !== undefined && { description }),
    ...(summary !== undefined && { summary }),
    ...(commander !== undefined && { commander }),
    ...(aware && { aware }),
    ...(kind !== undefined && { kind }),
    ...(outcome !== undefined && { outcome }),
    ...(closedBecause !== undefined && !isForCustomer && { closedBecause }),
    ...(corrections && !isForCustomer && { corrections }),
  };
}

/** Who notifies: from the policy file, and the authority from the directory. */
export type OrganisationProfile = {
  readonly name: string;
  readonly address?: string;
  /** The contact address in every notice. */
  readonly contact: string;
  readonly zone: string;
  readonly dpoName: string;
  readonly dpoEmail: string;
  readonly authority?: Authority;
  /** In force by the policy file. */
  readonly measures?: readonly MeasureId[];
  /** What authorities are proposed from; without it the one above stands alone. */
  readonly establishments?: Establishments & {
    /** Where the people usually live whose data is processed: a beginning, to be confirmed. */
    readonly usualPeople: readonly Place[];
    readonly representativeName?: string | undefined;
    readonly representativeContact?: string | undefined;
  };
  /** The directory by id, for the authorities that are proposed. */
  readonly authorities?: Readonly<Record<string, Authority>>;
  /** By person id. */
  readonly personNames: Readonly<Record<string, string>>;
  readonly customerNames: Readonly<Record<string, string>>;
};

export type NoticeItem = {
  readonly id: string;
  /** Of the template's field. */
  readonly no?: number;
  readonly label: string;
  /** Absent while it is not recorded: a number not known is missing, never 0. Instants are ISO 8601, UTC. */
  readonly value?: string;
  /** Beside a `value` that is a point in time, for renderers that show it in a zone. */
  readonly instant?: Instant;
  /** As the template takes it: letters, a number, yes or no. */
  readonly answer?: Answer;
  /** What may be answered, while it is not. */
  readonly options?: readonly string[];
  /** Where the value came from. */
  readonly from?: Origin;
  /** Said to be determined, or to be finished by a person. */
  readonly open?: true;
  /** What must hold for the item to be there at all. */
  readonly when?: string;
  readonly mandatory: boolean;
  readonly askWhom: string;
};

export type NoticeSection = {
  readonly id: string;
  readonly heading: string;
  readonly article: string;
  /** For whoever sends it: no part of what goes out. */
  readonly isInternal?: true;
  readonly items: readonly NoticeItem[];
};

/** What is optional here is of drafts to the authority, and older ones lack it. */
export type NoticeDraft = {
  readonly kind: 'authority' | 'customer' | 'people';
  /** Absent: English. */
  readonly language?: Language;
  readonly title: string;
  /** Of the mail, where it goes out as one. */
  readonly subject?: string;
  readonly marks: readonly ['draft, not filed'];
  readonly sections: readonly NoticeSection[];
  /** Labels of the mandatory items without a value. */
  readonly missing: readonly string[];
  /** Labels of the items that are answered but not settled. */
  readonly open?: readonly string[];
  readonly phase?: NoticePhase;
  readonly template?: {
    readonly name: string;
    readonly status: string;
    /** By the template's field number, `field_3`. */
    readonly answers: Readonly<Record<string, Answer>>;
  };
  /** How a person files it. */
  readonly steps?: readonly string[];
  readonly generatedAtMs: number;
};

type Recorded = string | number | readonly string[] | Instant | undefined;

/** An item without which the notice is not complete. */
export function must(id: string, label: string, askWhom: string, recorded: Recorded): NoticeItem {
  return { id, label, ...valueOf(recorded), mandatory: true, askWhom };
}

/** An item that is told when it is known. */
export function may(id: string, label: string, askWhom: string, recorded: Recorded): NoticeItem {
  return { id, label, ...valueOf(recorded), mandatory: false, askWhom };
}

function valueOf(recorded: Recorded): Pick<NoticeItem, 'value' | 'instant'> {
  if (recorded === undefined || recorded === '') return {};
  if (typeof recorded === 'string') return { value: recorded };
  if (typeof recorded === 'number') return { value: String(recorded) };
  if ('atMs' in recorded)
    return { value: new Date(recorded.atMs).toISOString(), instant: recorded };
  return recorded.length === 0 ? {} : { value: recorded.join('; ') };
}

export function missingIn(sections: readonly NoticeSection[]): string[] {
  return sections.flatMap(({ items }) =>
    items.filter((item) => item.mandatory && item.value === undefined).map(({ label }) => label),
  );
}

/** Labels of the items that are answered but not settled. */
export function openIn(sections: readonly NoticeSection[]): string[] {
  return sections.flatMap(({ items }) =>
    items.filter(({ open }) => open).map(({ label }) => label),
  );
}

/** Text that nobody needs to be asked for. */
export function isFixed({ askWhom }: NoticeItem): boolean {
  return askWhom === '';
}

/** Who knows the facts of the incident. */
export function commanderOf(
  { commander }: Pick<NoticeSource, 'commander'>,
  { personNames }: Pick<OrganisationProfile, 'personNames'>,
  { whom }: Pick<NoticeWords, 'whom'>,
): string {
  if (commander === undefined) return whom.nobodyYet;
  const known = Object.hasOwn(personNames, commander) ? personNames[commander] : undefined;
  return whom.commander(known ?? commander);
}

/** English drafts bear no mark of their language: so they are what they were before there was another. */
export function languageOf({ language }: NoticeWords): Pick<NoticeDraft, 'language'> {
  return language === 'en' ? {} : { language };
}

/** Why it was no breach of personal data, in the words of whoever said so; undefined while nobody did. */
export function withdrawalReason({
  personalData,
  outcome,
  summary,
  closedBecause,
  corrections = {},
}: Pick<NoticeSource, 'personalData' | 'outcome' | 'summary' | 'closedBecause' | 'corrections'>):
  string | undefined {
  const isSaid =
    personalData === 'no' ||
    outcome === 'false-alarm' ||
    corrections[4]?.value.trim().toLowerCase() === 'c';
  if (!isSaid) return undefined;
  const told = outcome === 'false-alarm' ? closedBecause : undefined;
  return corrections[5]?.value ?? told ?? (personalData === 'no' ? summary : undefined);
}

/** The first filing's lateness is frozen; before any filing it grows with the clock. 0 while provisional. */
export function lateByMs({ duties }: NoticeSource, duty: DutyId, nowMs: number): number {
  const owed = duties[duty];
  const [first] = owed ? standing(owed) : [];
  if (first) return first.lateByMs;
  return !owed || owed.anchor.provisional ? 0 : Math.max(0, nowMs - owed.dueAtMs);
}

/** What a draft follows up: all that was filed, until a duty that was withdrawn begins anew. */
export function standing(duty: Duty): readonly Filing[] {
  return duty.state === 'withdrawn' ? duty.filings : standingFilings(duty);
}

/** The stamps of an incident in the order in which they happened, as one line each. */
export function chronology(
  { stamps, aware }: NoticeSource,
  words: Pick<NoticeWords, 'chronology' | 'utc'>,
): readonly string[] {
  const all: readonly (readonly [Stamp, number | undefined])[] = [
    ['occurred', stamps.occurred?.atMs],
    ['detected', stamps.detected.atMs],
    ['vendorNotice', stamps.vendorNotice?.atMs],
    ['aware', aware?.atMs],
    ['declared', stamps.declaredAtMs],
    ['acknowledged', stamps.acknowledgedAtMs],
    ['triaged', stamps.triagedAtMs],
    ['contained', stamps.containedAtMs],
    ['recovered', stamps.recoveredAtMs],
  ];
  return all
    .flatMap(([what, atMs]) => (atMs === undefined ? [] : [{ what, atMs }]))
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ what, atMs }) => `${words.utc(atMs)}: ${words.chronology[what]}`);
}
