/** Commands as people type them, each answer held to the same rules: JSON, times in UTC and local, one sentence. */
import assert from 'node:assert/strict';
import { exitCodes } from '../../src/failure.ts';
import type { App, Json, Ran } from './app.ts';

export function createTyped(app: () => App) {
  /** The JSON answer of a command that is expected to be done; `words` may be two. */
  async function done(words: string, ...args: string[]): Promise<Json> {
    const answer = await app().done(...words.split(' '), ...args);
    checkTimes(answer);
    return answer;
  }

  async function ended(
    exitCode: number,
    code: string,
    sentence: RegExp,
    args: readonly string[],
  ): Promise<Ran> {
    const result = await app().run([...args, '--json']);
    assert.equal(result.code, exitCode, `${args.join(' ')}: ${result.out}${result.err}`);
    const { error } = result.json();
    assert.deepEqual(Object.keys(error), ['code', 'message']);
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    assert.equal(result.err, `seventytwo: ${error.message}`);
    return result;
  }

  return {
    done,

    async incident(words: string, ...args: string[]): Promise<Json> {
      return (await done(words, ...args)).incident;
    },

    /** Expected to be refused by a rule. */
    refused: (code: string, sentence: RegExp, ...args: string[]) =>
      ended(exitCodes.refused, code, sentence, args),

    /** Expected to be another's to do. */
    forbidden: (sentence: RegExp, ...args: string[]) =>
      ended(exitCodes.notAllowed, 'not-your-role', sentence, args),

    /** Expected to be told as wrong usage. */
    misused: (code: string, sentence: RegExp, ...args: string[]) =>
      ended(exitCodes.usage, code, sentence, args),
    /** Of the newest run of an incident. */
    async runStatus(id: string): Promise<string> {
      return (await app().client.workflow.getHandle(id).describe()).status.name;
    },
  };
}

/** Every instant, however deep, stands beside its UTC and local text. */
function checkTimes(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, entry] of Object.entries<Json>(value)) {
    checkTimes(entry);
    if (typeof entry !== 'number' || entry < 1e12) continue;
    const times = name === 'atMs' ? value : value[name.replace(/Ms$/, '')];
    assert.equal(times?.utc, new Date(entry).toISOString(), `${name} has no UTC text`);
    assert.match(
      times.local,
      /^\w{3} \d{1,2} \w{3,4} \d{4}, \d\d:\d\d/,
      `${name} has no local text`,
    );
  }
}
