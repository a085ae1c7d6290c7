/** The terminal as commands see it: injected, so that a command's test is one call. */
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { styleText } from 'node:util';
import type { Environment } from '../config.ts';
import { exitCodes } from '../failure.ts';
import { harmless } from './harmless.ts';

export type Io = {
  readonly env: Environment;
  /** One line to standard output. */
  readonly print: (line: string) => void;
  /** One line to standard error: progress, notes and faults. */
  readonly tell: (line: string) => void;
  readonly isTerminal: boolean;
  /** A person at both ends, who can be asked. Opened only then: a look at standard input already starts it. */
  readonly terminal?: () => Terminal;
  readonly readInput: () => Promise<string>;
  readonly now: () => number;
};

export type Terminal = { readonly input: Readable; readonly output: NodeJS.WritableStream };

/** A reader that has seen enough (`| head -1`) ends nothing: what was asked for is carried out all the same. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  realIo.tell(
    `seventytwo: the answer cannot be written to standard output (${error.code ?? error.message})`,
  );
  // Behind the exit code of the command, which may well have been done.
  process.once('exit', () => {
    process.exitCode = exitCodes.unreachable;
  });
});
process.stderr.on('error', () => {
  // Nowhere is left to tell it.
});

export const realIo: Io = {
  env: process.env,
  // Into a pipe or a file it goes as it is: an export has a hash, and JSON is read by programs.
  print: (line) => void process.stdout.write(`${process.stdout.isTTY ? harmless(line) : line}\n`),
  tell: (line) => void process.stderr.write(`${harmless(line)}\n`),
  isTerminal: process.stdout.isTTY,
  // A dumb terminal cannot redraw a question.
  ...(isatty(0) && isatty(1) && process.env.TERM !== 'dumb' && { terminal: openTerminal }),
  readInput,
  now: Date.now,
};

function openTerminal(): Terminal {
  return { input: process.stdin, output: process.stdout };
}

/** Longer than any text a command takes; what is behind it cannot be meant. */
const inputLimit = 1_000_000;

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    chunks.push(chunk);
    // Kept, so that whoever reads it sees that it is too long.
    if (size > inputLimit) break;
  }
  return Buffer.concat(chunks).toString('utf8').trimEnd();
}

export type Tone = 'strong' | 'good' | 'warn' | 'bad' | 'quiet';

const formats = {
  strong: 'bold',
  good: 'green',
  warn: 'yellow',
  bad: 'red',
  quiet: 'dim',
} as const;

/** Colour for people; plain where output is piped or NO_COLOR is set. */
export function paint(tone: Tone, text: string): string {
  return styleText(formats[tone], text, { stream: process.stdout });
}
