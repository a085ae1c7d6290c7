/** Who gets a mail and what it may know, looked up in the policy file at sending time. */
import type { Mail } from '../domain/mail.ts';
import type { MailSubject } from '../domain/mails.ts';
import type { NoticeDraft } from '../domain/notice.ts';
import { processorNotice } from '../domain/processor-notice.ts';
import { catalogues } from '../language/index.ts';
import { findAuthority } from '../policy/authorities.ts';
import { organisationProfile } from '../policy/profile.ts';
import type { Policy } from '../policy/schema.ts';
import type { MailRequest } from './letter.ts';
import { unlinked } from './line.ts';
import { boardLink } from './links.ts';

/** Undefined when the policy file no longer knows the recipient, or not the address that is in use now. */
export function mailRequest(
  { mail, subject, mailDomain }: { mail: Mail; subject: MailSubject; mailDomain: string },
  policy: Policy,
  nowMs: number,
  approved?: NoticeDraft,
  acknowledge?: string,
): MailRequest | undefined {
  const { organisation, people, customers, roles, onCall, acknowledgeWithin } = policy;
  const entries = mail.kind === 'customer-notice' ? customers : people;
  const found = Object.hasOwn(entries, mail.to) ? entries[mail.to] : undefined;
  if (!found) return undefined;
  const { name, zone } = found;
  const email = mail.kind === 'customer-notice' ? found.email : addressOf(found, subject);
  if (email === undefined) return undefined;
  const own = found.language ?? organisation.language;
  const notice =
    mail.kind === 'customer-notice'
      ? (approved ??
        processorNotice(
          { facts: {}, ...subject },
          organisationProfile(policy),
          mail.to,
          nowMs,
          catalogues[own].notices,
        ))
      : undefined;
  // Chosen when the notice was drafted: a frame in another language than its text would be two half mails.
  const language = notice ? (notice.language ?? 'en') : own;
  const incident = boardLink(subject, policy);
  return {
    mail,
    subject: { ...subject, title: unlinked(subject.title) },
    recipient: { id: mail.to, name, email, zone: zone ?? organisation.zone },
    words: catalogues[language].mails,
    people: names(people),
    customers: names(customers),
    roles,
    onCall: subject.pageOrder ?? onCall.order,
    acknowledgeWithinMs: acknowledgeWithin[subject.severity],
    organisation,
    ...(notice && { notice }),
    ...(incident !== undefined && {
      links: { incident, ...(acknowledge !== undefined && { acknowledge }) },
    }),
    authority: findAuthority(organisation.authority),
    mailDomain,
    nowMs,
  };
}

/** The usual mailbox learns nothing, not even that another is used. */
function addressOf(
  found: { readonly email: string; readonly outOfBand?: string | undefined },
  { outOfBand }: Pick<MailSubject, 'outOfBand'>,
): string | undefined {
  return outOfBand ? found.outOfBand : found.email;
}

function names(entries: Readonly<Record<string, { readonly name: string }>>) {
  return Object.fromEntries(Object.entries(entries).map(([id, { name }]) => [id, name]));
}
