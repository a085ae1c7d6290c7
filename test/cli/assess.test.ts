/** `seventytwo assess` as people and scripts run it: the built command, no server, no policy, no data folder. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { z } from 'zod';
import { rulesVersion } from '../../src/domain/assess/advice.ts';
import { calm, mistake } from '../domain/assess/given.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'seventytwo-assess-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

function run(args: readonly string[], input = ''): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'assess', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    // A command that hangs must fail its test, not the whole run.
    timeout: 120_000,
    maxBuffer: 10_000_000,
    env: { PATH: process.env['PATH'], SEVENTYTWO_DATA: join(folder, 'data') },
  });
  return { code: status, out: stdout, err: stderr };
}

function assessed(facts: unknown): ReturnType<typeof JSON.parse> {
  const { code, out, err } = run(['--facts', '-', '--json'], JSON.stringify(facts));
  assert.equal(code, 0, err);
  return JSON.parse(out);
}

describe('assess', () => {
  it('prints exactly the promised score and advice as JSON', () => {
    const {
      enisa,
      advice,
      missing,
      rulesVersion: version,
    } = assessed({
      ...mistake,
      data: [{ category: 'behavioural', adjustment: -1, reason: 'one order' }],
      individuals: 101,
    });
    assert.deepEqual(enisa, {
      ...{ dpc: 1, ei: 1, cb: 0.25, se: 1.25, level: 'low' },
      flags: ['more_than_100_individuals'],
    });
    const { because, ...rest } = advice;
    assert.deepEqual(rest, { document: true, authority: 'notify', people: 'not_required' });
    assert.ok(
      because.length >= 2 && because.every((reason: unknown) => typeof reason === 'string'),
    );
    assert.match(because.at(-1), /GDPR Art\. 33\(5\)/);
    assert.deepEqual(missing, []);
    assert.equal(version, rulesVersion);
  });

  it('names what is missing with its question, instead of guessing', () => {
    const { enisa, advice, missing } = assessed({});
    assert.deepEqual([enisa.se, enisa.level], [null, null]);
    assert.deepEqual([advice.authority, advice.people], ['undecided', 'undecided']);
    assert.equal(missing.length, Object.keys(calm).length);
    assert.ok(
      missing.every(({ asks }: { asks: string }) => asks.endsWith('?') || asks.length > 20),
    );
  });

  it('reads a file too, with a byte order mark as some editors write it', () => {
    writeFileSync(join(folder, 'breach.json'), `\uFEFF${JSON.stringify(calm)}`);
    const { code, out } = run(['--facts', 'breach.json']);
    assert.equal(code, 0);
    assert.match(out, /^ {2}No notice to the authority seems needed/m);
    assert.match(out, /A person decides; this is not legal advice/);
    assert.deepEqual(readdirSync(folder), ['breach.json']);
  });

  it('prints a JSON Schema that knows every fact and refuses any other', () => {
    const { code, out } = run(['--schema']);
    assert.equal(code, 0);
    const schema = JSON.parse(out);
    assert.equal(schema.additionalProperties, false);
    assert.deepEqual(Object.keys(schema.properties).sort(), Object.keys(calm).sort());
    assert.ok(z.fromJSONSchema(schema).safeParse(calm).success);
    assert.ok(!z.fromJSONSchema(schema).safeParse({ malicous: true }).success);
  });

  it('has help with an example', () => {
    assert.match(run(['--help']).out, /seventytwo assess --facts breach\.json/);
  });
});

describe('bad facts', () => {
  const bad: readonly (readonly [string, string, string, RegExp])[] = [
    ['nothing', ' \n', 'facts-empty', /^standard input is empty; write the facts .*--schema/],
    [
      'no JSON',
      '{"malicious":',
      'facts-not-json',
      /^standard input is not JSON \(.*\); write an object/,
    ],
    ['a list', '[]', 'bad-facts', /^the facts are \[\]; write an object/],
    [
      'an unknown fact',
      '{"malicous":true}',
      'bad-facts',
      /^malicous is not a known fact \(its value is true\); check its spelling or remove it/,
    ],
    [
      'a prototype',
      '{"__proto__":{"malicious":true}}',
      'bad-facts',
      /^__proto__ is not a known fact/,
    ],
    [
      'an unknown key in a kind of data',
      '{"data":[{"category":"simple","adjust":1}]}',
      'bad-facts',
      /^data\.0\.adjust is not a known fact \(its value is 1\)/,
    ],
    [
      'a wrong value',
      '{"recipients":"aliens"}',
      'bad-facts',
      /^recipients is "aliens"; use one of trusted, few_known, many_or_unknown, hostile, public$/,
    ],
    [
      'a wrong type',
      '{"malicious":"no"}',
      'bad-facts',
      /^malicious is "no"; write true or false without quotes, or leave it out/,
    ],
    [
      'null for not known',
      '{"effects":null}',
      'bad-facts',
      /^effects is null; use one of none, minor, significant, severe/,
    ],
    [
      'half a person',
      '{"individuals":1.5}',
      'bad-facts',
      /^individuals is 1\.5; write a whole number/,
    ],
    ['fewer than nobody', '{"individuals":-1}', 'bad-facts', /^individuals is -1; 0 is the least/],
    ['endless hours', '{"restoreHours":1e999}', 'bad-facts', /^restoreHours is .*; write a number/],
    [
      'an adjustment without a reason',
      '{"data":[{"category":"simple","adjustment":1,"reason":" "}]}',
      'bad-facts',
      /^data\.0\.reason .*say why the score is adjusted, or set adjustment to 0/,
    ],
    [
      'a kind of data without a category',
      '{"data":[{}]}',
      'bad-facts',
      /^data\.0\.category is missing; use one of simple, behavioural/,
    ],
    [
      'more than 1 MB',
      `{"x":"${'a'.repeat(1_100_000)}"}`,
      'facts-too-large',
      /^standard input has more than 1000000 bytes/,
    ],
  ];
  for (const [says, input, expected, names] of bad)
    it(`are told: ${says}`, () => {
      const { code, out, err } = run(['--facts', '-', '--json'], input);
      assert.equal(code, 2);
      const { error } = JSON.parse(out);
      assert.equal(error.code, expected);
      assert.match(error.message, names);
      assert.ok(error.message.length < 400, error.message);
      assert.equal(err, `seventytwo: ${error.message}\n`);
    });

  it('are told all at once', () => {
    const { code, err } = run(['--facts', '-'], '{"malicious":1,"effects":"bad","foo":2,"bar":3}');
    assert.equal(code, 2);
    assert.equal(err.trim().split('\n').length, 4);
  });

  it('are told up to a number that can be read', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`fact${at}`, at]));
    const lines = run(['--facts', '-'], JSON.stringify(many)).err.trim().split('\n');
    assert.equal(lines.length, 21);
    assert.match(lines.at(-1) ?? '', /^30 more faults/);
  });

  it('are told of a file: missing, a folder, too large, none named', () => {
    writeFileSync(join(folder, 'large.json'), ' '.repeat(2_000_000));
    const cases = [
      [
        ['--facts', 'nowhere.json'],
        'facts-unreadable',
        /"nowhere\.json" cannot be read .*give a JSON file, or -/,
      ],
      [['--facts', '.'], 'facts-unreadable', /cannot be read/],
      [['--facts', 'large.json'], 'facts-too-large', /^large\.json has more than 1000000 bytes/],
      [[], 'no-facts', /^--facts is missing; give a JSON file/],
    ] as const;
    for (const [args, expected, names] of cases) {
      const { code, out } = run([...args, '--json']);
      assert.equal(code, 2);
      const { error } = JSON.parse(out);
      assert.equal(error.code, expected);
      assert.match(error.message, names);
    }
  });
});
