/** The command table by itself: help, examples, groups and usage faults. Nothing here needs a server. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Command } from 'commander';
import { readFields } from '../../src/cli/fields.ts';
import type { Io } from '../../src/cli/io.ts';
import { createProgram, main } from '../../src/cli/program.ts';
import { respondRows } from '../../src/cli/respond.ts';
import { commandShapes } from '../../src/domain/commands.ts';

function createIo() {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    env: { SEVENTYTWO_DATA: '/nowhere/at/all' },
    print: (line) => void out.push(line),
    tell: (line) => void err.push(line),
    isTerminal: false,
    readInput: () => Promise.resolve('from standard input'),
    now: Date.now,
  };
  return { io, out, err };
}

async function run(...args: string[]) {
  const { io, out, err } = createIo();
  const code = await main(args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** `duty file`, `list`, …: everything that can be typed, by its words. */
function leaves(command: Command, words: readonly string[] = []): Map<string, Command> {
  const found = new Map<string, Command>();
  for (const child of command.commands) {
    const name = [...words, child.name()];
    if (child.commands.length === 0) found.set(name.join(' '), child);
    else for (const [key, leaf] of leaves(child, name)) found.set(key, leaf);
  }
  return found;
}

const all = [...leaves(createProgram(createIo().io).command).keys()];
const groups = [...new Set(all.filter((words) => words.includes(' ')).map((w) => w.split(' ')[0]))];

/** The examples of a help text as the words that a shell would make of them. */
function examplesOf(help: string): string[][] {
  const [, block = ''] = help.split('Examples:\n');
  return block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.includes('seventytwo '))
    .map((line) => {
      const [, typed = ''] = line.split('seventytwo ');
      return [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? '',
      );
    });
}

describe('help', () => {
  for (const words of all) {
    it(`of ${words} has an example that is accepted`, async () => {
      const { code, out, err } = await run(...words.split(' '), '--help');
      assert.equal(code, 0);
      assert.equal(err, '');
      const examples = examplesOf(out);
      assert.ok(examples.length > 0, out);
      for (const example of examples) await accept(words, example);
    });
  }

  it('is what a group alone and nothing at all print, with exit code 2', async () => {
    assert.deepEqual(groups, [
      'duty',
      'task',
      'customers',
      'playbook',
      'notice',
      'register',
      'audit',
      'retention',
      'rules',
      'authorities',
      'policy',
      'vendors',
      'oncall',
      'access',
      'backup',
      'keys',
      'links',
      'alerts',
      'intake',
      'dkim',
    ]);
    for (const args of [...groups.map((name) => [name ?? '']), []]) {
      const { code, out, err } = await run(...args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^Usage: seventytwo/);
    }
  });

  it('has every command under a heading, and no line wider than 100', async () => {
    const { out } = await run('--help');
    assert.doesNotMatch(out, /^(Other|Commands):/m);
    assert.ok(out.indexOf('Say and see:') < out.indexOf('Prove:'));
    for (const name of new Set(all.map((words) => words.split(' ')[0])))
      assert.match(out, new RegExp(`^ {2}${name} `, 'm'));
    for (const words of ['', ...groups, ...all.filter((one) => !one.includes(' '))]) {
      const { out: help, err } = await run(...(words ?? '').split(' ').filter(Boolean), '--help');
      const [text = ''] = `${help}${err}`.split('Examples:');
      for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
    }
  });

  it('tells of every exit code', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    for (const exit of [0, 2, 3, 4, 5, 6, 70]) assert.match(out, new RegExp(`[ ,]${exit} \\w`));
    assert.equal((await run('--version')).code, 0);
  });
});

/** Parsed by the program and, where the command has a table of fields, read by it. */
async function accept(words: string, example: readonly string[]): Promise<void> {
  const { io } = createIo();
  const program = createProgram(io).command;
  const leaf = leaves(program).get(words);
  assert.ok(leaf);
  let accepted = false;
  leaf.action(async (...given: unknown[]) => {
    accepted = true;
    const row = respondRows.find((candidate) => candidate.words === words);
    const name = words === 'declare' ? words : row?.command;
    // What it lacks is asked for.
    if (name === undefined || leaf.opts()['guided'] === true) return;
    const positional = row?.positional ?? ['title'];
    const values = row ? given.slice(1) : given;
    const fields = {
      ...leaf.opts(),
      ...Object.fromEntries(positional.map((f, n) => [f, values[n]])),
    };
    const names = { anna: 'Anna', ben: 'Ben', clara: 'Clara', dora: 'Dora' };
    await readFields(commandShapes[name], fields, {
      ...{ io, zone: 'Europe/Berlin', names, positional },
      policy: { playbooks: {} },
    });
  });
  await program.parseAsync([...example], { from: 'user' });
  assert.ok(accepted, `${example.join(' ')} reached another command`);
}

describe('a usage fault', () => {
  const faults: readonly (readonly [string[], string, RegExp])[] = [
    [
      ['declair', '--json'],
      'unknown-command',
      /'declair' \(Did you mean declare\?\); see seventytwo --help$/,
    ],
    [
      ['duty', 'fil', '--json'],
      'unknown-command',
      /'fil' \(Did you mean file\?\); see seventytwo duty --help$/,
    ],
    [['frobnicate', '--json'], 'unknown-command', /'frobnicate'; see seventytwo --help$/],
    [['list', '--al', '--json'], 'unknown-option', /'--al' .*; see seventytwo list --help$/],
    [['declare', '--json'], 'missing-argument', /'title'; see seventytwo declare --help$/],
    [['declare', '--json', 'a', 'b'], 'excess-arguments', /too many arguments.* but got 2; see/],
    [['ack', '--json', 'K7F3Q', '--as'], 'option-missing-argument', /'--as <person>'.*; see/],
    [
      [`x\u001b[31m${'x'.repeat(100_000)}`, '--json'],
      'unknown-command',
      /^unknown command 'x\ufffd\[31mx+; see seventytwo --help$/,
    ],
  ];
  for (const [args, code, sentence] of faults) {
    it(`is one sentence and an object: ${code} of ${JSON.stringify(args[0]?.slice(0, 12))}`, async () => {
      const { code: exit, out, err } = await run(...args);
      assert.equal(exit, 2);
      const { error } = JSON.parse(out);
      assert.match(error.message, sentence);
      assert.equal(error.code, code);
      assert.equal(err, `seventytwo: ${error.message}`);
      assert.ok(err.length < 400);
    });
  }
});

it('a bug ends with 70, says that it is one, and shows no stack', async () => {
  const { io, out, err } = createIo();
  const env = {
    get SEVENTYTWO_DATA(): string {
      throw new TypeError('no such thing');
    },
  };
  assert.equal(await main(['list', '--json'], { ...io, env }), 70);
  const message = 'this is a bug, please report it: TypeError: no such thing';
  assert.deepEqual(JSON.parse(out.join('')), { error: { code: 'bug', message } });
  assert.deepEqual(err, [`seventytwo: ${message}`]);
});

describe('init', () => {
  it('writes the language that --language names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seventytwo-init-'));
    const who = ['--person', 'Anna Berg <anna@acme.example>', 'Dora Lind <dora@acme.example>'];
    const company = ['--organisation', 'Acme GmbH', '--contact', 'security@acme.example'];
    const place = ['--authority', 'DE-BE', '--language', 'de', '--data', folder];
    const { code, err } = await run('init', ...company, ...who, ...place);
    assert.equal(code, 0, err);
    assert.match(readFileSync(join(folder, 'policy.yaml'), 'utf8'), /^ {2}language: de$/m);
  });
});
