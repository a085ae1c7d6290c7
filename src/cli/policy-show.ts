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
    io.print(paint('quiet', `${file}, looked at ${formatBoth(atMs, zone)}`));
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
  const line = (label: string, text: string): string =>
    indented(`${paint('quiet', label.padEnd(9))} ${text}`, 10);
  return [
    `${paint('strong', `§${section}`.padEnd(margin))}${paint('strong', title)}  ${paint(tone, `${mark} ${word}`)}`,
    line('promise', promise),
    ...(measures.length > 0 ? measures : ['none in force']).map((measure, n) =>
      line(n === 0 ? 'measures' : '', measure),
    ),
    ...evidence.map(({ name, result, found }) =>
      // The remedy stands under what is missing.
      renderFinding({ name, result, found }, nameWidth)
        .split('\n')
        .map((text, n) =>
          indented(n === 0 ? text : `${' '.repeat(nameWidth + 3)}${text.trim()}`, nameWidth + 3),
        )
        .join('\n'),
    ),
    ...missing.map((text) => line('missing', text)),
  ].join('\n');
}

function indented(text: string, indent: number): string {
  return wrap(text, indent, width - margin)
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
