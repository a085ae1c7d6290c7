/** `policy show`: each promise of the company's security policy, the measures in force, the evidence of this moment, and what is missing. */
import { formatBoth } from '../calendar/format.ts';
import { judge, promises, type JudgedPromise, type PromiseState } from '../domain/promises.ts';
import { catalogues } from '../language/index.ts';
import { exitCodes, Failure } from '../failure.ts';
import { renderFinding } from './finding.ts';
import { paint, type Io, type Tone } from './io.ts';
import { printJson } from './json.ts';
import { gather } from './policy-evidence.ts';
import { silenceMs } from './progress.ts';
import type { Given } from './session.ts';
import { shown } from './shown.ts';
import { wrap } from './wrap.ts';

export async function runPolicyShow(io: Io, given: Given): Promise<number> {
  const wanted = chosen(given.section);
  const names = new Set(wanted.flatMap(({ checks: of }) => of));
  const waiting = setTimeout(
    () =>
      io.tell('Still looking: what does not answer is waited for, a long record is read whole.'),
    silenceMs,
  );
  const { examined, promised, inForce, version, zone } = await gather(io, given, names).finally(
    () => clearTimeout(waiting),
  );
  const atMs = io.now();
  const sections = wanted.map((promise) =>
    told(judge(promise, [...examined, ...promised], inForce)),
  );
  const broken = sections.filter(({ state }) => state === 'broken');
  if (given.json)
    printJson(
      { io, zone },
      { ok: broken.length === 0, atMs, ...(version !== undefined && { version }), sections },
    );
  else {
    const file = version === undefined ? 'no policy that can be used' : `policy ${version}`;
    io.print(paint('quiet', `${file}\n${formatBoth(atMs, zone)}`));
    if (sections.length > 1) io.print(`\n${sections.map(overview).join('\n')}`);
    for (const section of sections) io.print(`\n${render(section)}`);
    io.print(`\n${counted(sections)}`);
  }
  return broken.length > 0 ? exitCodes.checkFailed : exitCodes.done;
}

/** A section as it is printed: its measures as sentences. */
export type ShownPromise = Omit<JudgedPromise, 'measures'> & {
  readonly measures: readonly string[];
};

function told(judged: JudgedPromise): ShownPromise {
  const { measures: words } = catalogues.en.notices.authority;
  return { ...judged, measures: judged.measures.map((id) => words[id]) };
}

function chosen(typed: unknown): typeof promises {
  if (typed === undefined) return promises;
  const text = typeof typed === 'string' ? typed : '';
  const found = promises.filter(({ section }) => String(section) === text);
  if (found.length > 0) return found;
  throw new Failure(
    'usage',
    'bad-input',
    `--section is ${shown(text)}; use a number from 1 to ${promises.length}`,
  );
}

const states: Readonly<Record<PromiseState, readonly [Tone, string, string]>> = {
  kept: ['good', '✓', 'kept'],
  attention: ['warn', '!', 'needs attention'],
  broken: ['bad', '✗', 'broken'],
  'not-yet': ['quiet', '·', 'nothing in force yet'],
};

/** Columns of a terminal that nobody made wider, less one. */
const width = 79;
/** Of the longest name of a check, so that what was found stands in one column. */
const nameWidth = 19;
const margin = 4;

function overview({ section, title, state }: ShownPromise): string {
  const [tone, mark, word] = states[state];
  return `${paint(tone, mark)} ${`§${section}`.padEnd(3)} ${title.padEnd(22)} ${paint(tone, word)}`;
}

function render({
  section,
  title,
  state,
  promise,
  measures,
  evidence,
  missing,
}: ShownPromise): string {
  const [tone, mark, word] = states[state];
  const lines = (label: string, texts: readonly string[]): readonly string[] =>
    texts.map((text, n) =>
      indented(`${paint('quiet', (n === 0 ? label : '').padEnd(9))} `, text, 10),
    );
  return [
    `${paint('strong', `§${section}`.padEnd(margin))}${paint('strong', title)}  ${paint(tone, `${mark} ${word}`)}`,
    ...lines('promise', [promise]),
    ...lines('measures', measures.length > 0 ? measures : ['none in force']),
    // The remedy stands under what is missing.
    ...evidence.map(({ name, result, found }) => {
      const column = nameWidth + 3;
      const [first = '', ...more] = found.split('\n');
      const head = renderFinding({ name, result, found: '' }, nameWidth);
      return [
        indented(head, first, column),
        ...more.map((text) => indented(' '.repeat(column), text, column)),
      ].join('\n');
    }),
    ...lines('missing', missing),
  ].join('\n');
}

/** `head` fills the first `column` columns; what follows the first line stands below the text. */
function indented(head: string, text: string, column: number): string {
  const [first = '', ...more] = wrap(text, 0, width - margin - column);
  return [`${head}${first}`, ...more.map((line) => `${' '.repeat(column)}${line}`)]
    .map((line) => `${' '.repeat(margin)}${line}`)
    .join('\n');
}

/** What the eye stays at, since it stands last. */
function counted(sections: readonly ShownPromise[]): string {
  const all = (state: PromiseState) => sections.filter((section) => section.state === state);
  const broken = all('broken');
  const which = broken.map(({ section }) => `§${section}`).join(', ');
  const words = `${broken.length} broken${which === '' ? '' : ` (${which})`}`;
  const others = (['attention', 'not-yet', 'kept'] as const).flatMap((state) => {
    const { length } = all(state);
    return length === 0 ? [] : [`${length} ${countWords[state]}`];
  });
  return [paint(broken.length > 0 ? 'bad' : 'quiet', words), ...others].join(', ');
}

const countWords = {
  attention: 'need attention',
  'not-yet': 'with nothing in force yet',
  kept: 'kept',
} as const;
