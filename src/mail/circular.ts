/** The frame of a mail that belongs to no incident and goes to somebody of the policy file. */
import type { PersonId } from '../domain/policy.ts';
import { threadId } from '../domain/mail.ts';
import { catalogues, type MailWords } from '../language/index.ts';
import type { Policy } from '../policy/schema.ts';
import { mailDomainOf, personZone } from '../policy/snapshot.ts';
import { headers, longestSubject, type Composed } from './compose.ts';
import { renderHtml, type Frame } from './frame.ts';
import type { Letter } from './letter.ts';
import { oneLine } from './line.ts';
import { renderText } from './text.ts';

/** Whom it is for, and in which words. */
export type Reader = {
  readonly recipient: {
    readonly id: PersonId;
    readonly name: string;
    readonly email: string;
    readonly zone: string;
  };
  readonly words: MailWords;
};

/** Undefined when the policy file does not know them. */
export function readerOf(policy: Policy, id: PersonId): Reader | undefined {
  const { people, organisation } = policy;
  const found = Object.hasOwn(people, id) ? people[id] : undefined;
  if (!found) return undefined;
  const { name, email, language = organisation.language } = found;
  return {
    recipient: { id, name, email, zone: personZone(policy, id) },
    words: catalogues[language].mails,
  };
}

/** `about` begins the subject and names the thread; `key` is the same for every attempt at this mail. */
export function composeCircular(
  letter: Letter,
  { words }: Reader,
  policy: Policy,
  { about, thread, key }: { readonly about: string; readonly thread: string; readonly key: string },
): Composed {
  const company = oneLine(policy.organisation.name, 120);
  const frame: Frame = {
    letter,
    language: words.language,
    eyebrow: [company, about, ...(letter.tone === 'calm' ? [] : [words.frame[letter.tone]])].join(
      ' · ',
    ),
    insteadOf: undefined,
    footer: [words.frame.company(company, policy.organisation.contact), words.frame.product],
  };
  const domain = mailDomainOf(policy);
  return {
    subject: oneLine(`[${about}] ${letter.subject}`, longestSubject),
    text: renderText(frame),
    html: renderHtml(frame),
    // Only what RFC 5322 allows there.
    messageId: `<${key.replace(/[^A-Za-z0-9.-]/g, '.')}@${domain}>`,
    references: threadId(thread, domain),
    headers: headers(letter.tone),
  };
}
