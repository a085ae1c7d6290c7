/** Asks on a real terminal. However the interview is left (Ctrl-C, Ctrl-D, a closed input), one sentence says so. */
import { setImmediate } from 'node:timers/promises';
import { checkbox, confirm, input as text, search, select } from '@inquirer/prompts';
import { Failure } from '../../failure.ts';
import { paint, type Terminal } from '../io.ts';
import type { Prompter } from './interview.ts';

/** Rows of a list: fits the smallest usual terminal, 24 lines, with the question and its help. */
const pageSize = 10;

type Context = Terminal & { readonly signal: AbortSignal };

/** `leftEarly` says what it means that the interview was left. */
export function createPrompter(
  { input, output }: Terminal,
  leftEarly: (cause: Error) => Failure = nothingWritten,
): Prompter {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  // A prompt that loses its input says so only while the process exits, which anything still open delays for ever.
  const onKey = (_: string, key?: { name?: string; ctrl?: boolean }): void => {
    if (key?.ctrl === true && key.name === 'd') void endIfPaused();
  };
  const endIfPaused = async (): Promise<void> => {
    // Ctrl-D is the end only on an empty line: readline closes, which pauses the input, in this same turn.
    await setImmediate();
    if (input.isPaused()) end();
  };
  input.on('end', end).on('close', end).on('keypress', onKey);

  /** Asks once more after Ctrl-Z and `fg`: readline comes back from a stop without reading its input. */
  async function asked<T>(ask: (context: Context) => Promise<T>): Promise<T> {
    for (;;) {
      const stopped = new AbortController();
      const onContinue = (): void => void setImmediate().then(() => stopped.abort());
      process.once('SIGCONT', onContinue);
      try {
        if (input.readableEnded || input.destroyed) end();
        return await ask({
          input,
          output,
          signal: AbortSignal.any([ended.signal, stopped.signal]),
        });
      } catch (error) {
        if (!(error instanceof Error) || !endings.includes(error.name)) throw error;
        if (!stopped.signal.aborted) throw leftEarly(error);
      } finally {
        process.off('SIGCONT', onContinue);
      }
    }
  }

  return {
    say: (line) => void output.write(`${paint('quiet', line)}\n`),
    text: ({ message, check, usual }) =>
      asked(async (context) => {
        const config = {
          message,
          validate: (typed: string) => check(typed.trim()) ?? true,
          ...(usual !== undefined && { default: usual }),
        };
        return (await text(config, context)).trim();
      }),
    choose: ({ message, choices, usual }) =>
      asked((context) =>
        select(
          { message, choices, pageSize, ...(usual !== undefined && { default: usual }) },
          context,
        ),
      ),
    several: ({ message, choices, check }) =>
      asked((context) =>
        checkbox(
          {
            ...{ message, choices, pageSize },
            validate: (chosen) => check(chosen.map(({ value }) => value)) ?? true,
            // One key that answers everything at once would be hit by mistake.
            shortcuts: { all: null, invert: null },
          },
          context,
        ),
      ),
    search: ({ message, find }) =>
      asked((context) =>
        search({ message, source: (term = '') => Promise.resolve(find(term)), pageSize }, context),
      ),
    confirm: (message) => asked((context) => confirm({ message }, context)),
    close: () => void input.off('end', end).off('close', end).off('keypress', onKey),
  };
}

function nothingWritten(cause: Error): Failure {
  const sentence = 'the interview was ended, and nothing was written';
  return new Failure('usage', 'init-ended', sentence, cause);
}

/** Names, not classes: @inquirer/prompts does not export them. */
const endings = ['ExitPromptError', 'AbortPromptError'];
