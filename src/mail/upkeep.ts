/** The mail about what the daily upkeep found: a digest for admins, in their language. */
import type { PersonId } from '../domain/policy.ts';
import {
  upkeepKey,
  type Remembered,
  type UpkeepFinding,
  type UpkeepNews,
} from '../domain/upkeep.ts';
import type { MailWords } from '../language/index.ts';
import type { Policy } from '../policy/schema.ts';
import { sha256Of } from '../sha256.ts';
import { composeCircular, readerOf, type Reader } from './circular.ts';
import type { Composed } from './compose.ts';
import { paragraph, type Block, type Letter } from './letter.ts';

/** More are no digest; `seventytwo upkeep` shows all. */
const mostItems = 50;

export type UpkeepDigest = {
  readonly news: UpkeepNews;
  readonly found: readonly UpkeepFinding[];
  /** After the look. */
  readonly memory: readonly Remembered[];
  readonly nowMs: number;
};

/** For people: what was found, and what to do about it. */
export function toldOf(
  { kind, about, detail }: UpkeepFinding,
  { upkeep }: Pick<MailWords, 'upkeep'>,
): { readonly sentence: string; readonly remedy: string } {
  const { says, remedy } = upkeep.findings[kind];
  return { sentence: says(about, detail).trimEnd(), remedy: remedy(about) };
}

/** Undefined when the policy file does not know them. */
export function upkeepMail(
  digest: UpkeepDigest,
  policy: Policy,
  to: PersonId,
): (Reader & { readonly composed: Composed }) | undefined {
  const reader = readerOf(policy, to);
  if (!reader) return undefined;
  const letter = letterOf(digest, reader);
  const { about } = reader.words.upkeep;
  const key = `upkeep.${digest.news}.${occasionOf(digest)}.${to}`;
  return {
    ...reader,
    composed: composeCircular(letter, reader, policy, { about, thread: 'upkeep', key }),
  };
}

/** The same at every attempt of one look, another a week later. */
function occasionOf({ found, memory, nowMs }: UpkeepDigest): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const about = found.length > 0 ? found.map(upkeepKey) : memory.map(upkeepKey);
  return `${day}.${sha256Of(about.join('\n')).slice(0, 12)}`;
}

function letterOf(digest: UpkeepDigest, { words }: Reader): Letter {
  const { news, found } = digest;
  const { subject, heading, text, lookNow } = words.upkeep;
  const isFailed = found.some(({ severity }) => severity === 'failed');
  const shown = { ...digest, found: found.slice(0, mostItems) };
  const more = found.length - shown.found.length;
  return {
    subject: news === 'well' ? subject.well : subject[news](found.length),
    heading: heading[news],
    tone: isFailed ? 'urgent' : 'calm',
    audience: 'staff',
    blocks: [
      paragraph(text[news]),
      ...section(shown, 'failed', words),
      ...section(shown, 'warning', words),
      ...(more > 0 ? [paragraph(words.upkeep.more(more))] : []),
      { kind: 'command', label: lookNow, command: 'seventytwo upkeep' },
    ],
  };
}

function section(
  { found, memory, nowMs, news }: UpkeepDigest,
  severity: UpkeepFinding['severity'],
  words: MailWords,
): readonly Block[] {
  const { mustBeMended, needsCare, isNew, item } = words.upkeep;
  const fresh = new Set(memory.filter(({ sinceMs }) => sinceMs === nowMs).map(upkeepKey));
  const items = found
    .filter((finding) => finding.severity === severity)
    .map((finding) => {
      const { sentence, remedy } = toldOf(finding, words);
      const mark = news === 'news' && fresh.has(upkeepKey(finding)) ? ` (${isNew})` : '';
      return item(`${sentence}${mark}`, remedy);
    });
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: severity === 'failed' ? mustBeMended : needsCare },
    { kind: 'list', items },
  ];
}
