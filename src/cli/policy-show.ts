/** `policy show`: each promise of the company's security policy, what keeps it, the evidence of this moment, and what is missing. */
import { formatBoth } from '../calendar/format.ts';
import { judge, promises, type JudgedPromise, type PromiseState } from '../domain/promises.ts';
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
  const { checks, version, zone } = await gather(io, given, names).finally(() =>
    clearTimeout(waiting),
  );
  const atMs = io.now();
  const sections = wanted.map((promise) => judge(promise, checks));
  const broken = sections.filter(({ state }) => state === 'broken');
  if (given.json)
    printJson(
      { io, zone },
      { ok: broken.length === 0, atMs, ...(version !== undefined && { version }), sections },
    );
  else {
    const file = version === undefined ? 'no policy that can be used' : `policy ${version}`;
    io.print(`${paint('quiet', `${file}, looked at ${formatBoth(atMs, zone)}`)}\n`);
    for (const section of sections) io.print(`${render(section)}\n`);
    io.print(counted(sections));
  }
  return broken.length > 0 ? exitCodes.checkFailed : exitCodes.done;
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

const states: Readonly<Record<PromiseState, readonly [Tone, string]>> = {
  kept: ['good', '✓ kept'],
  attention: ['warn', '! needs attention'],
  broken: ['bad', '✗ broken'],
  'not-yet': ['quiet', '· not yet done by this software'],
};

/** Of the longest name of a check, so that what was found stands in one column. */
const nameWidth = 19;

function render({
  section,
  title,
  state,
  promise,
  measure,
  evidence,
  missing,
}: JudgedPromise): string {
  const [tone, word] = states[state];
  const line = (label: string, text: string): string =>
    indented(wrap(`${paint('quiet', label.padEnd(9))} ${text}`, 10));
  return [
    `${paint('strong', `§${section}`.padEnd(4))}${paint('strong', title)}  ${paint(tone, word)}`,
    line('promise', promise),
    line('measure', measure ?? 'none in force'),
    ...evidence.flatMap((one) =>
      // The remedy stands under what is missing.
      renderFinding({ name: one.name, result: one.result, found: one.found }, nameWidth)
        .split('\n')
        .map((text) => indented(wrap(text, nameWidth + 3))),
    ),
    ...missing.map((text) => line('missing', text)),
  ].join('\n');
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `   ${line}`).join('\n');
}

function counted(sections: readonly JudgedPromise[]): string {
  const count = (state: PromiseState): number =>
    sections.filter((section) => section.state === state).length;
  return `${count('kept')} kept, ${count('attention')} need attention, ${count('broken')} broken, ${count('not-yet')} not yet done by this software`;
}
