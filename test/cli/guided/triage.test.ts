/** `triage --guided` on a terminal: the real prompts on streams, against a real server and worker. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { App, Json } from '../../support/app.ts';
import { sharedApp } from '../../support/shared-app.ts';
import { keys, sitDown, type Typist } from '../init/typist.ts';
import { stolen } from '../../domain/assess/given.ts';

const { enter, down, ctrlC } = keys;
const up = '\u001b[A';
const space = ' ';

let app: App;
before(async () => {
  app = await sharedApp();
});

async function declare(...more: string[]): Promise<string> {
  const { incident } = await app.done('declare', 'export is public', ...more, '--as', 'anna');
  return incident.id;
}

async function shown(id: string): Promise<Json> {
  return (await app.done('show', id)).incident;
}

function sit(...args: string[]): Typist {
  return sitDown(['triage', ...args], app.env);
}

/** Two lines a question: what is awaited, what is typed. */
async function answer(typist: Typist, script: readonly (readonly [string, string])[]) {
  for (const [awaited, typed] of script) await typist.type(awaited, typed);
}

const situation = [
  ['What happened', `the export was public${enter}`],
  ['What kind', enter],
  ['Is personal data concerned', down],
  ['❯ yes', enter],
] as const;
/** The last choice, which is the worst, is one key above the first. */
const worst = (question: string) =>
  [
    [question, up],
    ['❯', enter],
  ] as const;

describe('the guided triage', () => {
  it('asks what matters next, sends each answer, and goes on where somebody else left it', async () => {
    const id = await declare();
    const first = sit(id, '--guided', '--as', 'anna');
    await answer(first, [
      ...situation,
      ['Which kinds of data', `${down}${space}${enter}`],
      ['Did anybody without right', ctrlC],
    ]);
    const ended = await first.ended;
    assert.equal(ended.code, 2);
    assert.match(
      ended.err,
      new RegExp(`what was answered is on record\\. Go on: seventytwo triage ${id} --guided`),
    );
    const left = await shown(id);
    assert.deepEqual([left.summary, left.personalData], ['the export was public', 'yes']);
    assert.deepEqual(JSON.parse(left.assessment.facts), { data: [{ category: 'simple' }] });
    assert.match(first.screen(), /provisional clock, 71 h \d+ min left · What happened/);

    const second = sit(id, '--guided', '--as', 'dora');
    await answer(second, [
      // Not known is no answer: asked again.
      ['What kind', enter],
      ...worst('Did anybody without right'),
      ...worst('How sure is it'),
      ...worst('lost or out of reach'),
      ...worst('changed without right'),
      ...worst('encrypted'),
      ...worst('on purpose'),
      ...worst('Who has the data'),
      ...worst('What became of the data'),
      ['What notable things', `${down}${space}${down}${space}${enter}`],
      ['how many people', `1200${enter}`],
      ['how many records', `x${enter}`],
      ['it is "x"; give a whole number', `\b3400${enter}`],
      ['groups of people', `customers, employees${enter}`],
      ['Declare awareness now', down],
      ['❯ yes', enter],
      ['Since when', `${new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 16)}${enter}`],
      ['What made it certain', `the log${enter}`],
      // Refused by the rule, so asked again.
      ['Since when', `-20m${enter}`],
      ['What made it certain', `the log${enter}`],
      ['Start that duty', down],
      ['❯ yes', enter],
      ['Why are they', `it is public${enter}`],
    ]);
    const { code, out, err } = await second.ended;
    assert.equal(code, 0, err);
    assert.match(second.screen(), /Refused: at is .* which is still to come/);
    assert.doesNotMatch(second.screen(), /What happened|Which kinds of data/);
    assert.match(out, /Tell the people concerned, without undue delay/);
    assert.match(out, new RegExp(`${id}: everything is on record; GDPR Art\\. 3\\d`));
    const done = await shown(id);
    assert.deepEqual(done.facts, {
      ...{ subjects: 1_200, records: 3_400, subjectCategories: ['customers', 'employees'] },
      dataCategories: ['identity and contact data', 'contact details', 'identity basics'],
    });
    assert.equal(done.assessment.people, 'communicate');
    assert.ok(done.aware.atMs < Date.now() - 19 * 60_000);
    assert.ok(done.duties.some((duty: Json) => duty.id === 'gdpr-34'));
  });

  it('asks no more once personal data is out of the question', async () => {
    const id = await declare();
    const typist = sit(id, '--as', 'anna');
    await answer(typist, [
      ['Go through the triage by questions', enter],
      ...situation.slice(0, 2),
      ['Is personal data concerned', up],
      ['❯ no', enter],
    ]);
    const { code, out } = await typist.ended;
    assert.equal(code, 0);
    assert.match(out, /everything is on record; no clock runs/);
    assert.equal((await shown(id)).duties[0].state, 'withdrawn');
  });

  it('left among its first questions keeps what was answered; before any answer it keeps nothing', async () => {
    const id = await declare();
    const nothing = sit(id, '--guided', '--as', 'anna');
    await nothing.type('What happened', ctrlC);
    assert.match((await nothing.ended).err, /the triage was left, and nothing was recorded$/);
    assert.equal((await shown(id)).phase, 'detected');
    const some = sit(id, '--guided', '--as', 'anna');
    await answer(some, [situation[0], ['What kind', ctrlC]]);
    assert.match((await some.ended).err, /what was answered is on record/);
    assert.equal((await shown(id)).summary, 'the export was public');
  });

  it('takes flags and a file of facts for answers, and Enter alone claims nothing', async () => {
    const id = await declare();
    const file = join(app.data, 'facts.json');
    const { effects: _effects, contents: _contents, ...known } = stolen;
    writeFileSync(file, JSON.stringify(known));
    const typist = sit(
      ...[id, 'it is out', '--guided', '--kind', 'phishing', '--personal-data', 'yes'],
      ...['--facts', file, '--as', 'dora'],
    );
    await answer(typist, [
      ['What notable things', `${space}${enter}`],
      ['What does the breach do', enter],
      ['how many records', enter],
      ['groups of people', enter],
      ['Declare awareness now', enter],
    ]);
    assert.equal((await typist.ended).code, 0);
    assert.doesNotMatch(typist.screen(), /What happened|What kind|Is personal data/);
    const { assessment, aware, facts, duties } = await shown(id);
    assert.deepEqual(JSON.parse(assessment.facts), known);
    assert.equal(facts.subjects, known.individuals);
    assert.deepEqual([aware, duties.length], [undefined, 1]);
  });

  it('refuses hostile answers at the question, in words', async () => {
    const id = await declare();
    const typist = sit(id, '--guided', '--as', 'anna');
    await answer(typist, [
      ['What happened', enter],
      ['it is empty; say something', `a\u202eb${enter}`],
      ['it holds control characters', `\b\b\b${'x'.repeat(4_001)}${enter}`],
      ['it has 4001 characters; shorten it', `\b${enter}`],
      ['What kind', ctrlC],
    ]);
    assert.equal((await typist.ended).code, 2);
    assert.equal((await shown(id)).summary.length, 4_000);
  });
});

describe('without a terminal or with --json', () => {
  it('nothing is ever asked', async () => {
    const id = await declare();
    for (const [args, code] of [
      [[id, '--guided', '--json'], 'no-terminal'],
      [[id, '--json'], 'missing-argument'],
    ] as const) {
      const typist = sit(...args, '--as', 'anna');
      const { out } = await typist.ended;
      assert.equal(JSON.parse(out).error.code, code);
      assert.ok(!typist.wasAsked());
    }
    const { code, err } = await app.run(['triage', id, '--guided', '--as', 'anna']);
    assert.deepEqual([code, /needs a terminal/.test(err)], [2, true]);
  });

  it('a summary and a file of facts do the same, checked before either is sent', async () => {
    const id = await declare();
    const args = ['triage', id, 'it is out', '--facts', '-', '--personal-data', 'yes'];
    const wrong = await app.run([...args, '--as', 'dora'], { input: '{"malicious": 5}' });
    assert.deepEqual([wrong.code, (await shown(id)).summary], [2, undefined]);
    const right = await app.run([...args, '--as', 'dora'], { input: JSON.stringify(stolen) });
    assert.equal(right.code, 0, right.err);
    assert.match(right.out, /is triaged: personal data yes.*\nENISA /);
    const { facts, assessment } = await shown(id);
    assert.deepEqual([facts.subjects, assessment.authority], [30, 'notify']);
    const both = await app.run(['triage', id, '-', '--facts', '-', '--as', 'dora']);
    assert.match(both.err, /both -/);
  });

  it('begins nothing for nobody, for no incident, for a closed one or under one command id', async () => {
    const id = await declare('--personal-data', 'no');
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[id, '--guided'], /say who you are/],
      [['INC-22222', '--guided', '--as', 'anna'], /no incident INC-22222/],
      [[id, '--guided', '--command-id', 'x', '--as', 'anna'], /--command-id is for one action/],
    ];
    for (const [args, sentence] of cases) {
      const typist = sit(...args);
      assert.match((await typist.ended).err, sentence);
      assert.ok(!typist.wasAsked());
    }
    await app.done('false-alarm', id, 'nothing', '--as', 'anna');
    const closed = sit(id, '--guided', '--as', 'anna');
    const { code, err } = await closed.ended;
    assert.deepEqual([code, /it is closed; reopen it first/.test(err)], [5, true]);
  });
});
