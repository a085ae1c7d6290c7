/** How a command enters the table: its words, what it says of itself, and the options that several share. */
import { Option, type Command } from 'commander';
import type { Given } from '../session.ts';

/** What a command gives back: an exit code when it is not 0. */
export type Result = number | void;
export type Run = (given: Given, words: readonly string[]) => Promise<Result>;
/** Adds a command. `words` may be two: then the first is a group. */
export type Add = (
  words: string,
  summary: string,
  examples: readonly string[],
  run: Run,
) => Command;

export function withActor(command: Command): Command {
  return command
    .option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)')
    .option('--zone <zone>', 'the zone of the times you type and see')
    .addOption(
      new Option('--command-id <id>', 'an id for this action: a repeat is carried out once'),
    );
}

export function withZone(command: Command): Command {
  return command
    .option('--as <person>', 'whose zone to show times in (SEVENTYTWO_AS)')
    .option('--zone <zone>', 'the zone of the times you see');
}
