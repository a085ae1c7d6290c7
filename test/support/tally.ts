/** Counts what a test run reports and finds what is wrong with it: failures, skips nobody gave a reason for, files without a test. */
import { relative, resolve } from 'node:path';
import type { run } from 'node:test';
import type { Skip } from './skips.ts';

type Stream = ReturnType<typeof run>;
/** What all events of node:test about one test have in common, on all its versions. */
type Event = { readonly name: string; readonly file?: string; readonly nesting: number };
type Ended = Event & {
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly details: { readonly type?: string; readonly error?: Error };
};

export type Tally = {
  passed: number;
  readonly failed: string[];
  readonly skipped: { readonly file: string; readonly name: string }[];
};

export function emptyTally(): Tally {
  return { passed: 0, failed: [], skipped: [] };
}

export function add(tally: Tally, part: Tally, zone: string): void {
  tally.passed += part.passed;
  tally.failed.push(...part.failed.map((title) => `${title} (${zone})`));
  tally.skipped.push(...part.skipped);
}

/** Adds to the tally what the stream of one run over these files (absolute paths) tells. */
export function count(tally: Tally, stream: Stream, root: string, files: readonly string[]): void {
  const running = new Set<string>();
  const title = ({ name, file = '' }: Event) => `${relative(root, file)} > ${name}`;
  // node:test reports a file as a test of its own when it broke as a whole, or held no test. Of files that
  // share a process each is a suite, and fails when it holds none: see together.ts.
  const isFile = ({ name, nesting }: Event) => nesting === 0 && files.includes(resolve(name));

  stream.on('test:dequeue', (event: Event) => {
    if (!isFile(event)) running.add(title(event));
  });
  stream.on('test:pass', (event: Ended) => {
    running.delete(title(event));
    if (isFile(event)) {
      if (event.details.type !== 'suite')
        tally.failed.push(`${relative(root, event.name)} holds no test`);
    } else if (isSkipped(event)) tally.skipped.push(place(event));
    else if (event.details.type !== 'suite') tally.passed += 1;
  });
  stream.on('test:fail', (event: Ended) => {
    running.delete(title(event));
    if (isFile(event)) {
      if (event.details.type === 'suite' && isOfChildren(event)) return;
      const hung = [...running].filter((name) => name.startsWith(relative(root, event.name)));
      tally.failed.push(
        [`${relative(root, event.name)} broke or ran out of time`, ...hung].join('; running: '),
      );
    } else if (isSkipped(event)) tally.skipped.push(place(event));
    else if (event.details.type !== 'suite' || !isOfChildren(event))
      tally.failed.push(title(event));
  });

  function place({ name, file = '' }: Event): Tally['skipped'][number] {
    return { file: relative(root, file), name };
  }
}

/** A `todo` test may fail unseen, which is a skip by another name. */
function isSkipped({ skip, todo }: Ended): boolean {
  return (skip ?? false) !== false || (todo ?? false) !== false;
}

/** A suite that failed only because a test in it did is not a second failure. */
function isOfChildren({ details: { error } }: Ended): boolean {
  return error !== undefined && 'failureType' in error && error.failureType === 'subtestsFailed';
}

/** What fails a run besides its failed tests. `files` are those that ran, relative to the root. */
export function faults(tally: Tally, skips: readonly Skip[], files: readonly string[]): string[] {
  const found: string[] = [];
  for (const { file, name } of tally.skipped) {
    if (!skips.some((skip) => skip.file === file && skip.name === name)) {
      found.push(`skipped without a reason in test/support/skips.ts: ${file} > ${name}`);
    }
  }
  for (const skip of skips.filter(({ file }) => files.includes(file))) {
    if (!tally.skipped.some(({ file, name }) => skip.file === file && skip.name === name)) {
      found.push(`did run: take it out of test/support/skips.ts: ${skip.file} > ${skip.name}`);
    }
  }
  if (tally.passed + tally.failed.length === 0) found.push('no test ran');
  return [...new Set(found)];
}
