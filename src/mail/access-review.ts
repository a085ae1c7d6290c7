/** The mails of a review of access: who may act, whom nobody confirmed yet, and what came of it. */
import { unconfirmed, type Holder } from '../access/review.ts';
import { dateAt } from '../calendar/date.ts';
import type { AccessReview, ReviewMail } from '../domain/access-review.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Policy } from '../policy/schema.ts';
import type { AccessKey } from '../register/access-keys.ts';
import { composeCircular, readerOf, type Reader } from './circular.ts';
import type { Composed } from './compose.ts';
import { at, paragraph, type Block, type Letter } from './letter.ts';
import { oneLine } from './line.ts';

export type ReviewNews = {
  readonly mail: ReviewMail;
  readonly review: AccessReview;
  readonly holders: readonly Holder[];
  /** Keys that this review took away. */
  readonly ended: readonly Pick<AccessKey, 'id' | 'person'>[];
  readonly spared?: Pick<AccessKey, 'id' | 'person'>;
  readonly nowMs: number;
};

/** Undefined when the policy file does not know them. */
export function accessReviewMail(
  news: ReviewNews,
  policy: Policy,
  to: PersonId,
): (Reader & { readonly composed: Composed }) | undefined {
  const reader = readerOf(policy, to);
  if (!reader) return undefined;
  const { mail, review, nowMs } = news;
  const { about } = reader.words.reviews;
  const key = `${review.id}.${mail}.${dateAt(nowMs, 'UTC')}.${to}`;
  const letter = letterOf(news, policy, reader);
  return {
    ...reader,
    composed: composeCircular(letter, reader, policy, { about, thread: review.id, key }),
  };
}

function letterOf(news: ReviewNews, policy: Policy, reader: Reader): Letter {
  const { review, holders, ended, spared, mail } = news;
  const { reviews } = reader.words;
  const due = at(reader, review.dueAtMs);
  const open = unconfirmed(review, holders);
  const kind = mail === 'half' || mail === 'last-days' ? 'reminder' : mail;
  const subjects = {
    opened: reviews.subject.opened(due),
    reminder: reviews.subject.reminder(open.length, due),
    closed: reviews.subject.closed(ended.length),
  };
  const name = (id: string): string =>
    oneLine((Object.hasOwn(policy.people, id) ? policy.people[id]?.name : undefined) ?? id, 80);
  const shown = kind === 'reminder' ? open : holders;
  return {
    subject: subjects[kind],
    heading: reviews.heading[kind],
    tone: mail === 'last-days' || spared ? 'urgent' : 'calm',
    audience: 'staff',
    blocks: [
      paragraph(reviews.text[kind]),
      ...(kind === 'closed' ? [] : [paragraph(reviews.ends(due))]),
      { kind: 'rows', rows: shown.map((holder) => row(holder, review, reader, name)) },
      ...(kind === 'closed' && ended.length > 0
        ? ([
            { kind: 'heading', text: reviews.ended },
            { kind: 'list', items: ended.map(({ id, person }) => `${name(person)}: ${id}`) },
          ] satisfies Block[])
        : []),
      ...(kind === 'closed' && spared
        ? [paragraph(reviews.spared(name(spared.person), spared.id))]
        : []),
      ...(kind === 'closed' ? [] : confirming(reviews)),
      { kind: 'command', label: reviews.toLook, command: 'seventytwo access review' },
    ],
  };
}

function confirming({ notAlone, toConfirm }: Reader['words']['reviews']): readonly Block[] {
  return [
    paragraph(notAlone),
    { kind: 'command', label: toConfirm, command: 'seventytwo access review confirm --all' },
  ];
}

function row(
  { person, isKnown, roles, keys }: Holder,
  review: AccessReview,
  reader: Reader,
  name: (id: string) => string,
) {
  const { reviews, list } = reader.words;
  const confirmed = Object.hasOwn(review.confirmed, person) ? review.confirmed[person] : undefined;
  const held = keys.map(({ id, expiresAtMs }) =>
    reviews.key(id, dateAt(expiresAtMs, reader.recipient.zone)),
  );
  return {
    label: isKnown ? name(person) : reviews.left(person),
    value: [
      list(roles.map((role) => reviews.roles[role])),
      held.length === 0 ? reviews.without : list(held),
      confirmed ? reviews.confirmedBy(name(confirmed.by)) : reviews.open,
    ]
      .filter((part) => part !== '')
      .join('; '),
  };
}
