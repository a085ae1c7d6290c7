/** Asks on a real terminal. However the interview is left (Ctrl-C, Ctrl-D, a closed input), one sentence says so. */
import { setImmediate } from 'node:timers/promises';
import { confirm, input as text, search, select } from '@inquirer/prompts';
import { Failure } from '../../failure.ts';
import { paint, type Terminal } from '../io.ts';
import type { Prompter } from './interview.ts';

/** Rows of a list: fits the smallest usual terminal, 24 lines, with the question and its help. */
const pageSize = 10;

export function createPrompter({ input, output }: Terminal): Prompter {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  // A prompt that loses its input waits for ever, and Node then ends with 13 and without a word.
  const onKey = (_: string, key?: { name?: string; ctrl?: boolean }): void => {
    if (key?.ctrl === true && key.name === 'd') void endIfPaused();
  };
  const endIfPaused = async (): Promise<void> => {
    // Ctrl-D is the end only on an empty line: readline closes, which pauses the input, in this same turn.
    await setImmediate();
    if (input.isPaused()) end();
  };
  input.on('end', end).on('close', end).on('keypress', onKey);
  const context = { input, output, signal: ended.signal };

  /** One at a time: the input is paused between two questions, and only then. */
  async function asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      if (input.readableEnded || input.destroyed) end();
      return await ask();
    } catch (error) {
      if (error instanceof Error && endings.includes(error.name))
        throw new Failure(
          'usage',
          'init-ended',
          'the interview was ended, and nothing was written',
          error,
        );
      throw error;
    }
  }

  return {
    say: (line) => void output.write(`${paint('quiet', line)}\n`),
    text: ({ message, check }) =>
      asked(async () => {
        const config = { message, validate: (typed: string) => check(typed.trim()) ?? true };
        return (await text(config, context)).trim();
      }),
    choose: ({ message, choices, usual }) =>
      asked(() =>
        select(
          { message, choices, pageSize, ...(usual !== undefined && { default: usual }) },
          context,
        ),
      ),
    search: ({ message, find }) =>
      asked(() =>
        search({ message, source: (term = '') => Promise.resolve(find(term)), pageSize }, context),
      ),
    confirm: (message) => asked(() => confirm({ message }, context)),
    close: () => void input.off('end', end).off('close', end).off('keypress', onKey),
  };
}

/** Names, not classes: @inquirer/prompts does not export them. */
const endings = ['ExitPromptError', 'AbortPromptError'];
