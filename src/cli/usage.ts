/** A fault in what was typed, as commander finds it, told as every other fault is. */
import type { CommanderError } from 'commander';
import { oneLine } from '../domain/describe.ts';
import { Failure } from '../failure.ts';

/** Characters: commander repeats what was typed, however long. */
const longestFault = 300;

/** For `exitOverride`; `words` is the command to ask for help. `commander.unknownOption` has the code `unknown-option`. */
export function onExit(words: string) {
  return (error: CommanderError): never => {
    const { code, exitCode, message } = error;
    // Help and version: printed already.
    if (exitCode === 0 || code === 'commander.help') throw error;
    const kebab = code
      .replace(/^commander\./, '')
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const fault = oneLine(message.replace(/^error: |\.$/g, '')).slice(0, longestFault);
    throw new Failure('usage', kebab, `${fault}; see ${words} --help`, error);
  };
}
