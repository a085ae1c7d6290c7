/** Reads facts from a file or standard input: every fault at once, each with the fact, the value and the remedy. */
import { open } from 'node:fs/promises';
import type { z } from 'zod';
import { oneLine } from '../domain/describe.ts';
import type { Facts } from '../domain/assess/facts.ts';
import { Failure } from '../failure.ts';
import { valueAt } from '../value-at.ts';
import { factsSchema } from './schema.ts';

/** Bytes. A thousand times what facts need: what is behind it cannot be meant. */
const sizeLimit = 1_000_000;
/** Telling more helps nobody. */
const mostFaults = 20;

const remedy = '`seventytwo assess --schema` prints what may stand there';

/** `where` is a path, or what standard input is called. */
export function parseFacts(text: string, where: string): Facts {
  if (Buffer.byteLength(text) > sizeLimit)
    throw new Failure(
      'usage',
      'facts-too-large',
      `${where} has more than ${sizeLimit} bytes; facts are short: check that it is the right file`,
    );
  const written = parseJson(text.replace(/^\uFEFF/, ''), where);
  const result = factsSchema.safeParse(written, { error: (issue) => wording(issue) });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, written));
  const more = faults.length - mostFaults;
  throw new Failure(
    'usage',
    'bad-facts',
    [
      ...faults.slice(0, mostFaults),
      ...(more > 0 ? [`${more} more faults; mend these first`] : []),
    ].join('\n'),
  );
}

function parseJson(text: string, where: string): unknown {
  if (text.trim() === '')
    throw new Failure(
      'usage',
      'facts-empty',
      `${where} is empty; write the facts as a JSON object, or {} if nothing is known yet; ${remedy}`,
    );
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'usage',
      'facts-not-json',
      `${where} is not JSON (${oneLine(reason).slice(0, 120)}); write an object such as {"malicious": false}; ${remedy}`,
      error,
    );
  }
}

export async function readFactsFile(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      // One byte more than allowed tells a file that is too large without reading it.
      const { buffer, bytesRead } = await readUpTo(file, sizeLimit + 1);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'usage',
      'facts-unreadable',
      `--facts ${JSON.stringify(oneLine(path).slice(0, 200))} cannot be read (${oneLine(reason).slice(0, 120)}); give a JSON file, or - for standard input`,
      error,
    );
  }
}

type Readable = Pick<Awaited<ReturnType<typeof open>>, 'read'>;

/** Pipes give a part at a time. */
async function readUpTo(
  file: Readable,
  size: number,
): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }> {
  const buffer = Buffer.alloc(size);
  let bytesRead = 0;
  while (bytesRead < size) {
    const part = await file.read(buffer, bytesRead, size - bytesRead);
    if (part.bytesRead === 0) break;
    bytesRead += part.bytesRead;
  }
  return { buffer, bytesRead };
}

function faultsOf(issue: z.core.$ZodIssue, written: unknown): string[] {
  const place = shownKey(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const name = shownKey([...issue.path, key]);
      const value = shownValue(valueAt(written, [...issue.path, key]));
      return `${name} is not a known fact (its value is ${value}); check its spelling or remove it; ${remedy}`;
    });
  const value = valueAt(written, issue.path);
  if (issue.path.length === 0)
    return [
      `the facts are ${shownValue(value)}; write an object such as {"malicious": false}; ${remedy}`,
    ];
  if (value === undefined)
    return [`${place} ${issue.code === 'custom' ? issue.message : `is missing; ${issue.message}`}`];
  return [`${place} is ${shownValue(value)}; ${issue.message}`];
}

function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `write ${nouns[issue.expected] ?? issue.expected}, or leave it out if it is not known`;
    case 'invalid_value':
      return `use one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `${issue.maximum} is the most${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_small':
      return `${issue.minimum} is the least`;
    default:
      return undefined;
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  boolean: 'true or false without quotes',
  number: 'a number without quotes',
  int: 'a whole number without quotes',
  array: 'a list in square brackets',
  object: 'an object such as {"category": "simple"}',
};

function shownKey(path: readonly PropertyKey[]): string {
  return oneLine(path.map(String).join('.')).slice(0, 80);
}

function shownValue(value: unknown): string {
  const text = oneLine(JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
