/** The mails about a hand-over of the rota: who begins, with what is open, and who has ended. */
import type { ListedIncident } from '../register/incidents.ts';
import type { HandOver, LayerAround } from '../domain/hand-over.ts';
import type { PersonId } from '../domain/policy.ts';
import type { Policy } from '../policy/schema.ts';
import { composeCircular, readerOf, type Reader } from './circular.ts';
import type { Composed } from './compose.ts';
import { at, paragraph, some, type Block, type Letter, type Row } from './letter.ts';
import { oneLine } from './line.ts';

export type HandOverNews = {
  readonly handOver: HandOver;
  readonly around: LayerAround;
  /** Their titles stay out: a mailbox may be what was broken into. */
  readonly open: readonly Pick<ListedIncident, 'id' | 'severity'>[];
};

/** More are no list for a phone; `seventytwo list` shows all. */
const mostOpen = 15;

/** Undefined when it tells them nothing, or the policy file does not know them. */
export function handOverMail(
  news: HandOverNews,
  what: 'begins' | 'ends',
  policy: Policy,
  to: PersonId,
): (Reader & { readonly composed: Composed }) | undefined {
  const reader = readerOf(policy, to);
  const { begins, ends, layer } = news.handOver;
  const atMs = what === 'begins' ? begins?.fromMs : ends?.atMs;
  if (!reader || atMs === undefined) return undefined;
  const name = nameIn(policy);
  const letter = what === 'begins' ? beginning(news, reader, name) : ending(news, reader, name);
  const { about } = reader.words.handOver;
  const key = `on-call.${layer}.${what}.${new Date(atMs).toISOString()}.${to}`;
  return {
    ...reader,
    composed: composeCircular(letter, reader, policy, { about, thread: `on-call-${layer}`, key }),
  };
}

function nameIn({ people }: Policy): (id: PersonId) => string {
  return (id) => oneLine((Object.hasOwn(people, id) ? people[id]?.name : undefined) ?? id, 80);
}

function beginning(
  { handOver: { layer, begins }, around, open }: HandOverNews,
  reader: Reader,
  name: (id: PersonId) => string,
): Letter {
  if (!begins) throw new Error(`nobody begins in ${layer}`);
  const { handOver: says } = reader.words;
  const until = around.isOpenEnded ? undefined : at(reader, begins.untilMs);
  const before = around.before?.untilMs === begins.fromMs ? around.before.person : undefined;
  const after = around.after?.fromMs === begins.untilMs ? around.after.person : undefined;
  return {
    subject: until === undefined ? says.begins.openEnded(layer) : says.begins.subject(layer, until),
    heading: says.begins.heading,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(begins.isLate ? says.begins.late : says.begins.text),
      {
        kind: 'rows',
        rows: some<Row>(
          { label: says.layer, value: layer },
          { label: says.from, value: at(reader, begins.fromMs) },
          { label: says.until, value: until ?? says.untilFurtherNotice },
          { label: says.handedOverBy, value: before === undefined ? says.nobody : name(before) },
          begins.insteadOf !== undefined && {
            label: says.standingIn,
            value: name(begins.insteadOf),
          },
          after !== undefined && { label: says.after, value: name(after) },
        ),
      },
      ...incidents(open, reader),
      { kind: 'command', label: says.toLook, command: 'seventytwo oncall show' },
      {
        kind: 'command',
        label: says.toTakeOver,
        command: `seventytwo oncall override <${says.who}> --from <${says.whenBegins}> --until <${says.whenEnds}> --layer ${layer} --reason "<${says.why}>"`,
      },
    ],
  };
}

function ending(
  { handOver: { layer, begins, ends }, open }: HandOverNews,
  reader: Reader,
  name: (id: PersonId) => string,
): Letter {
  if (!ends) throw new Error(`nobody ends in ${layer}`);
  const { handOver: says } = reader.words;
  const nobodyFollows: Block = { kind: 'paragraph', text: says.notFollowed, strong: true };
  return {
    subject: says.ends.subject(layer),
    heading: says.ends.heading,
    tone: begins ? 'calm' : 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(says.ends.text),
      ...(begins ? [] : [nobodyFollows]),
      {
        kind: 'rows',
        rows: [
          { label: says.layer, value: layer },
          { label: says.ended, value: at(reader, ends.atMs) },
          { label: says.handedOverTo, value: begins ? name(begins.person) : says.nobody },
        ],
      },
      ...incidents(open, reader),
      { kind: 'command', label: says.toLook, command: 'seventytwo oncall show' },
    ],
  };
}

function incidents(open: HandOverNews['open'], { words }: Reader): readonly Block[] {
  const { handOver: says, names } = words;
  if (open.length === 0) return [paragraph(says.noneOpen)];
  const items = open
    .slice(0, mostOpen)
    .map(({ id, severity }) => says.incident(id, names.severities[severity]));
  const more = open.length - items.length;
  return [
    { kind: 'heading', text: says.open },
    { kind: 'list', items: more > 0 ? [...items, says.more(more)] : items },
  ];
}
