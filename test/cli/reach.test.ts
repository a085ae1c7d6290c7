/** Every command goes over --server or says where it is run, and docs/api.md has the same table. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Command } from 'commander';
import type { Io } from '../../src/cli/io.ts';
import { createProgram, main } from '../../src/cli/program.ts';
import { reachOf } from '../../src/cli/reach.ts';

const env = { SEVENTYTWO_DATA: '/nowhere/at/all', SEVENTYTWO_SERVER: 'http://127.0.0.1:9' };

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    env,
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: Date.now,
  };
  const code = await main(args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function leaves(command: Command, words: readonly string[] = []): readonly [string, Command][] {
  return command.commands.flatMap((child) => {
    const name = [...words, child.name()];
    return child.commands.length === 0
      ? [[name.join(' '), child] as [string, Command]]
      : leaves(child, name);
  });
}

const io: Io = {
  env: {},
  print: () => undefined,
  tell: () => undefined,
  isTerminal: false,
  readInput: () => Promise.resolve(''),
  now: Date.now,
};
const all = leaves(createProgram(io).command);
const there = all.filter(([words]) => !['over', 'anywhere'].includes(reachOf(words) ?? ''));

test('every command is in the table, and says --server in its help where it works', () => {
  for (const [words, command] of all) {
    const reach = reachOf(words);
    assert.ok(reach, `${words} is in no row of reach.ts`);
    const isShown = command.helpInformation().includes('--server <url>');
    assert.equal(isShown, reach === 'over' || words === 'openapi', words);
  }
});

test('the tables of docs/api.md name the same commands, each once', () => {
  const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const [, section = ''] = /## From the command line\n(.*?)\n## /s.exec(page) ?? [];
  const [over = '', rest = ''] = section.split('| at the installation alone');
  const [installation = '', anywhere = ''] = rest.split('These work on the machine');
  const namesIn = (text: string) =>
    [...text.matchAll(/`([a-z][a-z -]*)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => all.some(([words]) => words === name));
  const rows = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .join('\n');
  const of = (is: (reach: string) => boolean) =>
    all.map(([words]) => words).filter((words) => is(reachOf(words) ?? ''));
  const [, paragraph = ''] = /^(.*?)\n\n/s.exec(anywhere) ?? [];
  for (const [told, known] of [
    [namesIn(rows(over)), of((reach) => reach === 'over')],
    [namesIn(rows(installation)), there.map(([words]) => words)],
    [namesIn(paragraph), of((reach) => reach === 'anywhere')],
  ] as const)
    assert.deepEqual(told.toSorted(), known.toSorted());
});

for (const [words, command] of there)
  test(`${words} says where it is run, and touches nothing on the laptop`, async () => {
    const typed = command.registeredArguments.map(({ required }) => (required ? ['x'] : [])).flat();
    const { code, out, err } = await run(...words.split(' '), ...typed, '--json');
    assert.equal(code, 2, err);
    assert.equal(JSON.parse(out).error.code, 'not-over-http');
    const [, reason = ''] = /does not go over --server: (.*?);/.exec(err) ?? [];
    const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    assert.ok(page.includes(`| ${reason} `), `docs/api.md does not say why: ${reason}`);
  });
