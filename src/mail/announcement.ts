/** The mail that announces a change of the policy to everybody in it: sections and counts, no value of the file. */
import type { PersonId } from '../domain/policy.ts';
import type { ChangedSection } from '../policy/announcement.ts';
import { adminsOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { composeCircular, readerOf, type Reader } from './circular.ts';
import type { Composed } from './compose.ts';
import { at, paragraph, type Letter } from './letter.ts';
import { oneLine } from './line.ts';

export type Announcement = {
  /** Versions of the policy. */
  readonly before: string;
  readonly after: string;
  /** When a worker began to run under the new one. */
  readonly sinceMs?: number;
  readonly sections: readonly ChangedSection[];
};

/** Undefined when the policy file does not know them. */
export function announcementMail(
  announcement: Announcement,
  policy: Policy,
  to: PersonId,
): (Reader & { readonly composed: Composed }) | undefined {
  const reader = readerOf(policy, to);
  if (!reader) return undefined;
  const { about } = reader.words.policy;
  const { before, after } = announcement;
  const key = `policy.${before}.${after}.${to}`;
  const letter = letterOf(announcement, policy, reader, adminsOf(policy).includes(to));
  return {
    ...reader,
    composed: composeCircular(letter, reader, policy, { about, thread: 'policy', key }),
  };
}

function letterOf(
  { before, after, sinceMs, sections }: Announcement,
  { organisation }: Policy,
  reader: Reader,
  isAdmin: boolean,
): Letter {
  const { policy: said, list } = reader.words;
  return {
    subject: said.subject,
    heading: said.heading,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(said.text(oneLine(organisation.name, 120))),
      {
        kind: 'list',
        items: sections.map(({ section, count, keys }) =>
          said.item(section, said.sections[section] ?? '', count, list(keys) || '-'),
        ),
      },
      {
        kind: 'rows',
        rows: [
          { label: said.before, value: before },
          { label: said.after, value: after },
          { label: said.since, value: sinceMs === undefined ? said.fromNow : at(reader, sinceMs) },
          { label: said.whomToAsk, value: organisation.contact },
        ],
      },
      paragraph(said.ask),
      ...(isAdmin
        ? [
            {
              kind: 'command',
              label: said.toRead,
              command: `seventytwo policy diff ${before} ${after}`,
            } as const,
          ]
        : []),
    ],
  };
}
