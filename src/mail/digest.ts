/** The morning's digest: what is open for one person, the worst first. */
import type { Digest } from '../domain/digest.ts';
import { isEmpty } from '../domain/digest.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Policy } from '../policy/schema.ts';
import { calendarOf } from './calendar.ts';
import { composeCircular, readerOf, type Reader } from './circular.ts';
import type { Composed } from './compose.ts';
import { askedBy, at, paragraph, some, type Block, type Letter, type Row } from './letter.ts';
import { oneLine, unlinked } from './line.ts';
import { roughSpan, timeLeft } from './span.ts';

/** Of each section; `seventytwo list` shows all. */
const mostRows = 25;

export type DigestMail = {
  readonly digest: Digest;
  /** Where the person is. */
  readonly day: string;
  readonly nowMs: number;
};

/** Undefined when there is nothing to tell, or the policy file does not know them. */
export function digestMail(
  { digest, day, nowMs }: DigestMail,
  policy: Policy,
  to: PersonId,
): (Reader & { readonly composed: Composed }) | undefined {
  const reader = readerOf(policy, to);
  if (!reader || isEmpty(digest)) return undefined;
  const { about } = reader.words.digest;
  const letter = letterOf(digest, reader, nowMs);
  const key = `digest.${day}.${to}`;
  const composed = composeCircular(letter, reader, policy, { about, thread: 'digest', key });
  const ended = digest.kept.flatMap(({ ended: duty, ...one }) => (duty ? [{ ...one, duty }] : []));
  return {
    ...reader,
    composed: {
      ...composed,
      // What ended while its mail was kept back is still in their calendar.
      ...(ended.length > 0 && {
        icalEvent: calendarOf(
          { organisation: policy.organisation, words: reader.words },
          ended,
          'CANCEL',
          `digest-${day}.ics`,
        ),
      }),
    },
  };
}

function letterOf(digest: Digest, reader: Reader, nowMs: number): Letter {
  const { words, recipient } = reader;
  const { digest: own } = words;
  const { duties, tasks, unacknowledged, drafts, kept } = digest;
  const [first] = duties;
  const isLate = first !== undefined && first.duty.dueAtMs <= nowMs;
  const nothingOpen = duties.length + tasks.length + unacknowledged.length + drafts.length === 0;
  const name = oneLine(recipient.name, 80);
  return {
    subject: subjectOf(digest, reader, nowMs),
    heading: own.heading,
    tone: isLate ? 'late' : first || unacknowledged.length > 0 ? 'urgent' : 'calm',
    audience: 'staff',
    blocks: [
      paragraph(nothingOpen ? own.onlyNews(name) : own.opening(name)),
      ...(first ? [worst(first.duty.dueAtMs, reader, nowMs)] : []),
      ...section(own.sections.duties, dutyRows(digest, reader, nowMs), reader),
      ...section(
        own.sections.unacknowledged,
        unacknowledged.map(({ incident, title, declaredAtMs }) => ({
          ...{ label: incident, value: oneLine(unlinked(title)) },
          note: own.declared(roughSpan(nowMs - declaredAtMs, words.language)),
        })),
        reader,
      ),
      ...section(own.sections.tasks, taskRows(digest, reader, nowMs), reader),
      ...section(
        own.sections.drafts,
        drafts.map(({ incident, notice, title }) => ({
          ...{ label: `${incident} · ${notice}`, value: oneLine(unlinked(title)) },
        })),
        reader,
      ),
      ...section(own.sections.news, newsRows(kept, reader), reader),
      { kind: 'command', label: own.all, command: 'seventytwo list' },
      paragraph(own.why),
    ],
  };
}

function worst(dueAtMs: number, reader: Reader, nowMs: number): Block {
  const { words } = reader;
  const due = dueAtMs < nowMs ? words.time.wasDue : words.time.due;
  return {
    kind: 'count',
    big: timeLeft({ words, nowMs }, dueAtMs),
    small: due(at(reader, dueAtMs)),
  };
}

/** `5 h left: 2 duties open, 1 task`: the worst first, as in every mail with a deadline. */
function subjectOf(digest: Digest, { words }: Reader, nowMs: number): string {
  const { duties, tasks, unacknowledged, drafts, kept } = digest;
  const { counts } = words.digest;
  const parts = some(
    duties.length > 0 && counts.duties(duties.length),
    unacknowledged.length > 0 && counts.unacknowledged(unacknowledged.length),
    tasks.length > 0 && counts.tasks(tasks.length),
    drafts.length > 0 && counts.drafts(drafts.length),
    kept.length > 0 && counts.news(kept.length),
  ).join(', ');
  const [first] = duties;
  return first ? `${timeLeft({ words, nowMs }, first.duty.dueAtMs)}: ${parts}` : parts;
}

function dutyRows({ duties }: Digest, reader: Reader, nowMs: number): readonly Row[] {
  const { words } = reader;
  return duties.map(({ incident, title, duty }) => {
    const asked = askedBy(reader, duty);
    const due = `${timeLeft({ words, nowMs }, duty.dueAtMs)}: ${at(reader, duty.dueAtMs)}`;
    return {
      label: `${incident} · ${oneLine(unlinked(title), 60)}`,
      value: words.duties.task(asked.title, asked.article),
      note: duty.anchor.provisional ? `${due}, ${words.assigned.provisional}` : due,
    };
  });
}

function taskRows({ tasks }: Digest, reader: Reader, nowMs: number): readonly Row[] {
  const { words } = reader;
  return tasks.map(({ incident, task: { id, title, due, mandatory } }) => ({
    label: [incident, id, ...(mandatory ? [words.tasks.mandatory] : [])].join(' · '),
    value: oneLine(title),
    ...(due && { note: `${timeLeft({ words, nowMs }, due.atMs)}: ${at(reader, due.atMs)}` }),
  }));
}

function newsRows(kept: Digest['kept'], reader: Reader): readonly Row[] {
  const { happened } = reader.words.digest;
  return kept.map(({ incident, title, kind, atMs, ended }) => {
    const known = kind === 'assigned' || kind === 'task-given' || kind === 'duty-ended';
    const what = happened[known ? kind : 'other'];
    return {
      label: `${incident} · ${oneLine(unlinked(title), 60)}`,
      value: ended ? `${what}: ${askedBy(reader, ended).title}` : what,
      note: at(reader, atMs),
    };
  });
}

function section(heading: string, rows: readonly Row[], { words }: Reader): readonly Block[] {
  if (rows.length === 0) return [];
  const more = rows.length - mostRows;
  return [
    { kind: 'heading', text: heading },
    { kind: 'rows', rows: rows.slice(0, mostRows) },
    ...(more > 0 ? [paragraph(words.digest.more(more))] : []),
  ];
}
