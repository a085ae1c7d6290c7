/** The alarm as a mail: written from outside the incident, because what is stuck is silent. */
import { threadId } from '../domain/mail.ts';
import { aboutOf, isOfInstallation, type AlarmMail } from '../domain/trouble.ts';
import { catalogues } from '../language/index.ts';
import { findAuthority } from '../policy/authorities.ts';
import type { Policy } from '../policy/schema.ts';
import { mailDomainOf, personZone } from '../policy/snapshot.ts';
import { headers, longestSubject, type Composed } from './compose.ts';
import { renderHtml, type Frame } from './frame.ts';
import { oneLine } from './line.ts';
import { alarmLetter, type AlarmRequest } from './stuck.ts';
import { renderText } from './text.ts';

/** Undefined when the policy file no longer knows the recipient. */
export function alarmRequest(
  mail: AlarmMail,
  policy: Policy,
  nowMs: number,
): AlarmRequest | undefined {
  const { people, roles, onCall, organisation } = policy;
  const found = Object.hasOwn(people, mail.to) ? people[mail.to] : undefined;
  if (!found) return undefined;
  const { name, email } = found;
  return {
    ...{ mail, people, roles, organisation, nowMs },
    recipient: { id: mail.to, name, email, zone: personZone(policy, mail.to) },
    words: catalogues[found.language ?? organisation.language].mails,
    onCall: onCall.order,
    authority: findAuthority(organisation.authority),
    mailDomain: mailDomainOf(policy),
  };
}

/** The same for every attempt, and for a repeat by a sentinel that has forgotten: doubles are visible. */
export function alarmId({ key }: AlarmMail, policy: Policy): string {
  return `<${key}@${mailDomainOf(policy)}>`;
}

export function composeAlarm(request: AlarmRequest): Composed {
  const { mail, organisation, mailDomain, words } = request;
  const { frame: own } = words;
  const { kind } = mail.episode.trouble;
  const about = aboutOf(mail.episode.trouble);
  // `access` alone would not tell whose.
  const whose = isOfInstallation(kind)
    ? `${oneLine(organisation.name, 120)} · ${words.alarms.installation[kind].about}`
    : about;
  const letter = alarmLetter(request);
  const frame: Frame = {
    letter,
    language: words.language,
    eyebrow: letter.tone === 'calm' ? whose : `${whose} · ${own.late}`,
    insteadOf: undefined,
    footer: [own.company(oneLine(organisation.name, 120), organisation.contact), own.sentinel],
  };
  return {
    // `[INC-7K3FQ] is stuck: …`: what it is about stands in front, as in every mail.
    subject: oneLine(`[${about}] ${letter.subject}`, longestSubject),
    text: renderText(frame),
    html: renderHtml(frame),
    messageId: `<${mail.key}@${mailDomain}>`,
    references: threadId(about, mailDomain),
    headers: headers(letter.tone),
  };
}
