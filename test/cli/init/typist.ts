/** A person at a terminal made of streams: the real prompts, typed into when what they wait for is on the screen. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Io } from '../../../src/cli/io.ts';
import { main } from '../../../src/cli/program.ts';

export const keys = { enter: '\r', down: '\u001b[B', ctrlC: '\u0003', ctrlD: '\u0004' };

/** Far beyond what a redraw takes on a busy machine. */
const waitLimitMs = 30_000;

export type Typist = {
  /** Waits until the text has come onto the screen since the last keys, then types. */
  readonly type: (awaited: string, typed: string) => Promise<void>;
  readonly closeInput: () => void;
  /** Everything that was drawn, without colours and cursor movements. */
  readonly screen: () => string;
  /** Whether a byte was asked for or drawn. */
  readonly wasAsked: () => boolean;
  readonly ended: Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
};

export function sitDown(args: readonly string[], env: Io['env']): Typist {
  const input = new PassThrough();
  let drawn = '';
  let seen = 0;
  let opened = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      drawn += stripVTControlCharacters(String(chunk));
      done();
      output.emit('drawn');
    },
  });
  // As standard output: a pipe into it does not end it.
  Object.assign(output, { _isStdio: true });
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    env,
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
    isTerminal: true,
    terminal() {
      opened = true;
      return { input, output };
    },
    readInput: () => Promise.resolve(''),
    now: Date.now,
  };
  const ended = main(args, io).then((code) => ({
    code,
    out: out.join('\n'),
    err: err.join('\n'),
  }));
  return {
    async type(awaited, typed) {
      const limit = new AbortController();
      // Streams alone keep no process alive: this timer does, too.
      const timer = setTimeout(() => limit.abort(), waitLimitMs);
      while (!drawn.slice(seen).includes(awaited))
        await once(output, 'drawn', { signal: limit.signal }).catch(() =>
          assert.fail(`“${awaited}” did not come:\n${drawn.slice(seen)}\n${err.join('\n')}`),
        );
      clearTimeout(timer);
      seen = drawn.length;
      input.write(typed);
    },
    closeInput: () => void input.end(),
    screen: () => drawn,
    wasAsked: () => opened,
    ended,
  };
}
