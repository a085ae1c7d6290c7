/** What a mail says, before it has a form: written once per kind, rendered as text and as HTML. */
import type { Duty, DutyId } from '../domain/duty.ts';
import type { Mail } from '../domain/mail.ts';
import type { MailSubject } from '../domain/mails.ts';
import type { AuthorityHint } from '../policy/authorities.ts';
import type { NoticeDraft } from '../domain/notice.ts';
import { formatBoth } from '../calendar/format.ts';
import { ruleOf } from '../domain/clock.ts';
import { inLaw, type MailWords } from '../language/index.ts';
import type { Policy } from '../policy/schema.ts';
import { oneLine } from './line.ts';
import type { MailLinks } from './links.ts';

/** All that a mail is rendered from; the same request always gives the same mail. */
export type MailRequest = {
  readonly mail: Mail;
  readonly subject: MailSubject;
  readonly recipient: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly zone: string;
  };
  /** Every sentence in the language of the recipient. */
  readonly words: MailWords;
  /** Names by id. */
  readonly people: Readonly<Record<string, string>>;
  readonly customers: Readonly<Record<string, string>>;
  readonly roles: Policy['roles'];
  /** Ids in the order in which they are paged. */
  readonly onCall: readonly string[];
  /** How long one person has to acknowledge this incident. */
  readonly acknowledgeWithinMs: number;
  readonly organisation: Policy['organisation'];
  /** What a `customer-notice` sends: the approved draft, or one made now where none was demanded. */
  readonly notice?: NoticeDraft;
  readonly authority: AuthorityHint | undefined;
  /** Absent where the policy names no board. */
  readonly links?: MailLinks;
  readonly mailDomain: string;
  readonly nowMs: number;
};

export type Row = {
  readonly label: string;
  readonly value: string;
  readonly href?: string;
  /** Of less weight, on a line of its own. */
  readonly note?: string;
};

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string; readonly strong?: true }
  | { readonly kind: 'heading'; readonly text: string }
  /** The one thing to see at a glance, such as the hours left. */
  | { readonly kind: 'count'; readonly big: string; readonly small: string }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly numbered?: true }
  | { readonly kind: 'command'; readonly label: string; readonly command: string }
  /** One thing to do behind a link: a button, and in text a line of its own. */
  | { readonly kind: 'action'; readonly label: string; readonly url: string };

/** `urgent` and `late` ask for action now; both are said in words too, never by colour alone. */
export type Tone = 'calm' | 'urgent' | 'late';

export type Letter = {
  /** Follows the incident id in the subject line. */
  readonly subject: string;
  readonly heading: string;
  readonly tone: Tone;
  /** Customers are told nothing about our own tools. */
  readonly audience: 'staff' | 'customer';
  readonly blocks: readonly Block[];
  /** Calendar entry of this duty that goes with the mail. */
  readonly calendar?: { readonly duty: DutyId; readonly method: 'PUBLISH' | 'CANCEL' };
};

/** The duty that a duty mail is about. Its absence is a bug: only the domain makes such mails. */
export function dutyOf({ mail, subject }: MailRequest): Duty {
  const duty = mail.duty && subject.duties[mail.duty];
  if (!duty) throw new Error(`the mail ${mail.key} of kind ${mail.kind} has no duty to tell of`);
  return duty;
}

/** A person's name, or the id when the policy file no longer has it. */
export function nameOf(request: MailRequest, id: string): string {
  return Object.hasOwn(request.people, id) ? oneLine(request.people[id] ?? id, 80) : id;
}

/** An instant as the recipient reads it. */
export function at(
  { recipient, words }: Pick<MailRequest, 'recipient' | 'words'>,
  atMs: number,
): string {
  return formatBoth(atMs, recipient.zone, words.language);
}

/** What the duty asks for, of whom and by which article, as far as the language has words for it. */
export function askedBy(
  { words: { law } }: Pick<MailRequest, 'words'>,
  duty: Duty,
): { readonly title: string; readonly article: string; readonly addressee: string } {
  const { title, article, addressee } = ruleOf(duty);
  return {
    title: inLaw(law, title),
    article: inLaw(law, article),
    addressee: inLaw(law, addressee),
  };
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** Leaves out what is not known, so that writers read as plain lists. */
export function some<T>(...items: readonly (T | undefined | false)[]): readonly T[] {
  return items.filter((item): item is T => item !== undefined && item !== false);
}
