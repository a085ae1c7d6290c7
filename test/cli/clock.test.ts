/** `clock` as people and machines use it: without a server, an incident or a policy file. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import { good } from '../policy/good.ts';

const folder = mkdtempSync(join(tmpdir(), 'seventytwo-clock-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** At one fixed now, with a data folder that holds nothing unless told otherwise. */
async function run(line: string, env: Io['env'] = { SEVENTYTWO_DATA: join(folder, 'nothing') }) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(line.split(' '), {
    env,
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: () => Date.parse('2026-11-27T18:20:00Z'),
  });
  const text = out.join('\n');
  return { code, out: text, err: err.join('\n'), json: () => JSON.parse(text) };
}

const warsaw = '--aware 2026-11-27T18:20 --zone Europe/Warsaw';

describe('clock --json', () => {
  it('gives GDPR 33(1) when no rule is named, in UTC and local time', async () => {
    const { code, json, err } = await run(`clock ${warsaw} --authority-zone Europe/Dublin --json`);
    assert.equal(code, 0);
    assert.equal(err, '');
    const { duties, zone, authorityZone, notes } = json();
    assert.deepEqual(
      { zone, authorityZone, notes },
      { zone: 'Europe/Warsaw', authorityZone: 'Europe/Dublin', notes: [] },
    );
    assert.equal(duties.length, 1);
    const [{ rule, stage, anchor, due, latestArguable, ladder }] = duties;
    assert.deepEqual([rule, stage], ['gdpr-33-1', 'notification']);
    assert.deepEqual(anchor, {
      kind: 'awareness',
      utc: '2026-11-27T17:20:00Z',
      local: '2026-11-27T18:20:00+01:00',
    });
    assert.deepEqual(due, { utc: '2026-11-30T17:20:00Z', local: '2026-11-30T18:20:00+01:00' });
    assert.deepEqual(latestArguable, {
      utc: '2026-11-30T18:00:00Z',
      local: '2026-11-30T19:00:00+01:00',
    });
    assert.deepEqual(
      ladder.map(({ utc, label }: { utc: string; label: string }) => `${utc} ${label}`),
      [
        '2026-11-28T17:20:00Z T-48h',
        '2026-11-29T17:20:00Z T-24h',
        '2026-11-30T05:20:00Z T-12h',
        '2026-11-30T11:20:00Z T-6h',
        '2026-11-30T14:20:00Z T-3h',
        '2026-11-30T16:20:00Z T-1h',
        '2026-11-30T17:20:00Z T',
      ],
    );
  });

  it('has null where nothing is computed, and says which option is missing', async () => {
    const { duties } = (await run(`clock ${warsaw} --rule nis2-23 --rule gdpr-34 --json`)).json();
    const [, , , final, people] = duties;
    assert.deepEqual(final.anchor, {
      kind: 'submission',
      of: 'notification',
      which: 'first',
      utc: null,
      local: null,
    });
    assert.deepEqual([final.due, final.latestArguable, final.ladder], [null, null, []]);
    assert.equal(final.notes[0], 'Give --submitted notification=<time>.');
    assert.deepEqual([people.due, people.latestArguable, people.ladder], [null, null, []]);
    assert.equal(people.anchor.utc, '2026-11-27T17:20:00Z');
  });

  it('takes a time that comes twice as the first, and says so with the duty', async () => {
    const { duties, notes } = (
      await run('clock --aware 2026-10-25T02:30 --zone Europe/Berlin --json')
    ).json();
    assert.equal(duties[0].anchor.utc, '2026-10-25T00:30:00Z');
    assert.match(duties[0].notes[0], /happens twice in Europe\/Berlin.*earlier/);
    assert.deepEqual(notes, [duties[0].notes[0]]);
  });

  it('reads offsets, and needs no zone for them', async () => {
    const { duties, zone } = (await run('clock --aware 2026-11-27T18:20+01:00 --json')).json();
    assert.equal(zone, 'UTC');
    assert.equal(duties[0].due.local, '2026-11-30T17:20:00+00:00');
  });

  it('counts the latest update, and keeps relief from a bank', async () => {
    const line =
      'clock --rule dora-19 --zone Europe/Paris --entity credit-institution --country FR --submitted initial=2026-11-25T10:00 --submitted intermediate=2026-11-27T10:00 --submitted intermediate=2026-12-01T10:00 --json';
    const [, intermediate, final] = (await run(line)).json().duties;
    assert.equal(intermediate.due.local, '2026-11-28T10:00:00+01:00');
    assert.equal(intermediate.latestArguable, null);
    assert.equal(intermediate.submitted.local, '2026-11-27T10:00:00+01:00');
    assert.equal(final.due.local, '2027-01-01T10:00:00+01:00');
    assert.equal(final.latestArguable.local, '2027-01-04T12:00:00+01:00');
  });

  it('shows the last second of a day', async () => {
    const line =
      'clock --rule cra-14-vulnerability --fix-available 2026-11-27T18:20 --zone Europe/Berlin --json';
    const final = (await run(line)).json().duties.at(-1);
    assert.equal(final.latestArguable.local, '2026-12-11T23:59:59+01:00');
  });

  it('leaves out what was not in force, unless it is named', async () => {
    const old = '--aware 2018-05-01T10:00 --zone Europe/Berlin --json';
    const without = (await run(`clock ${old}`)).json();
    assert.deepEqual(without.duties, []);
    assert.match(without.notes[0], /^Left out: gdpr-33-1 was not in force on 2018-05-01/);
    const named = (await run(`clock --rule gdpr-33-1 ${old}`)).json();
    assert.equal(named.duties[0].due.utc, '2018-05-04T08:00:00Z');
    assert.match(named.duties[0].notes.join(' '), /not in force/);
  });

  it('plans every law with all, and the proposal only by name', async () => {
    const ids = async (rules: string): Promise<string[]> =>
      (await run(`clock ${warsaw} --rule ${rules} --json`))
        .json()
        .duties.map((duty: { rule: string }) => duty.rule);
    assert.equal(new Set(await ids('all')).size, 12);
    assert.ok(!(await ids('all')).includes('gdpr-omnibus-96h'));
    assert.deepEqual(await ids('gdpr-omnibus-96h'), ['gdpr-omnibus-96h']);
  });

  it('says when an option moved nothing', async () => {
    const { notes } = (await run(`clock ${warsaw} --classified 2026-11-27T19:00 --json`)).json();
    assert.deepEqual(notes, ['No clock of gdpr-33-1 runs from the classification given.']);
  });
});

describe('clock on a terminal', () => {
  it('shows due time, countdown, the later reading with its warning, and reminders', async () => {
    const { out } = await run(`clock ${warsaw}`);
    assert.match(out, /^GDPR Art\. 33\(1\)/);
    assert.match(out, /due +Mon 30 Nov 2026, 18:20 CET \(2026-11-30 17:20 UTC\), in 71 h/);
    assert.match(out, /latest arguable +Mon 30 Nov 2026, 19:00 CET .*: do not plan with it/);
    assert.match(out, /T-48h +Sat 28 Nov 2026, 18:20 CET +owner/);
    assert.match(out, /Not legal advice/);
  });

  it('says how long ago a limit passed, and tells a note of all stages once', async () => {
    const { out } = await run('clock --rule nis2-23 --aware 2026-11-20T18:20Z');
    assert.match(out, /2026-11-23 18:20 UTC, 96 h ago/);
    assert.equal(out.match(/Tell the recipients/g)?.length, 1);
  });
});

describe('what was typed wrong ends with 2', () => {
  const faults: readonly (readonly [line: string, code: string, sentence: RegExp])[] = [
    [
      '--aware 2026-03-29T02:30 --zone Europe/Berlin',
      'no-such-time',
      /^--aware: "2026-03-29T02:30" does not exist in Europe\/Berlin/,
    ],
    [
      '--aware 2026-11-27T18:20 --zone Europe/Warsow',
      'unknown-zone',
      /^--zone is "Europe\/Warsow"/,
    ],
    [`${warsaw} --authority-zone CET`, 'unknown-zone', /^--authority-zone is "CET"/],
    [`${warsaw} --rule gdpr-33`, 'unknown-rule', /did you mean gdpr-33-1, /],
    [`${warsaw} --rule gpdr-33-1`, 'unknown-rule', /did you mean gdpr-33-1/],
    [`${warsaw} --rule dora`, 'unknown-rule', /did you mean dora-19\?/],
    [`${warsaw} --rule xyz`, 'unknown-rule', /use one of gdpr-33-1, .*gdpr-omnibus-96h/],
    [`${warsaw} --country XX`, 'unknown-country', /^--country: "XX"/],
    [`${warsaw} --entity bank`, 'unknown-entity', /use one of credit-institution, ccp/],
    [
      `${warsaw} --submitted initial=2026-11-28T10:00`,
      'unknown-stage',
      /"initial" is not a stage of gdpr-33-1; use one of notification/,
    ],
    [`${warsaw} --submitted 2026-11-28T10:00`, 'malformed-stage', /write <stage>=<time>/],
    [
      `${warsaw} --rule nis2-23 --submitted final=soon`,
      'malformed-time',
      /^--submitted final: "soon" is not a date/,
    ],
    [
      `${warsaw} --rule nis2-23 --occurred 2026-11-27T10:00 --submitted notification=2026-11-26T10:00`,
      'contradiction',
      /--submitted notification lies before --occurred/,
    ],
    [`${warsaw} --occurred 2026-11-28T10:00`, 'contradiction', /--aware lies before --occurred/],
    ['--aware 2026-11-27T18:20', 'no-zone', /give --zone/],
    ['--zone Europe/Berlin', 'no-instant', /give at least --aware/],
  ];
  for (const [line, code, sentence] of faults) {
    it(`${code}: ${line}`, async () => {
      const { code: exit, json, err } = await run(`clock ${line} --json`);
      assert.equal(exit, 2);
      const { error } = json();
      assert.equal(error.code, code);
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /\n/);
      assert.equal(err, `seventytwo: ${error.message}`);
    });
  }

  it('all faults at once', async () => {
    const { err, code } = await run(
      'clock --aware 2026-02-30T10:00 --detected x --zone Europe/Warsow --rule dora --country Narnia --entity bank',
    );
    assert.equal(code, 2);
    assert.deepEqual(
      err.split('\n').map((line) => /--[a-z]+|"dora"/.exec(line)?.[0]),
      ['--zone', '--country', '"dora"', '--entity', '--aware', '--detected'],
    );
  });
});

describe('a policy file', () => {
  const path = join(folder, 'policy.yaml');
  const rules =
    'rules:\n  globex-dpa: { title: Tell Globex, addressee: Globex, hours: 24, customers: [globex] }\n';
  writeFileSync(path, good + rules);

  it('adds the rules of contracts, its ladder and its zone', async () => {
    const { duties, zone } = (
      await run(`clock --policy ${path} --rule globex-dpa --aware 2026-11-27T18:20 --json`)
    ).json();
    assert.equal(zone, 'Europe/Berlin');
    assert.equal(duties[0].due.utc, '2026-11-28T17:20:00Z');
    assert.equal(duties[0].latestArguable, null);
    assert.deepEqual(
      duties[0].ladder.map(({ label }: { label: string }) => label),
      ['T-8s'],
    );
  });

  it('must be right when it is named, but one that lies in the data folder stops nothing', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'organisation: 1\n');
    const named = await run(`clock ${warsaw} --policy ${broken}`);
    assert.equal(named.code, 2);
    assert.match(named.err, /policy file .* faults/);
    assert.equal((await run(`clock ${warsaw} --policy ${folder}/missing.yaml`)).code, 2);
    const data = mkdtempSync(join(folder, 'data-'));
    writeFileSync(join(data, 'policy.yaml'), 'organisation: 1\n');
    const found = await run(`clock ${warsaw} --json`, { SEVENTYTWO_DATA: data });
    assert.equal(found.code, 0);
    assert.match(found.json().notes[0], /^Without the contracts' rules: the policy file/);
    assert.equal(found.json().duties.length, 1);
  });

  it('shows its rules among those of the law', async () => {
    const { out } = await run(`rules list --policy ${path}`);
    assert.match(out, /globex-dpa +contract +party to a contract +24 hours +in force +yes/);
    assert.match((await run(`rules show globex-dpa --policy ${path}`)).out, /customers globex/);
  });
});

describe('rules', () => {
  it('lists every rule with article, whom it binds, time and force', async () => {
    const { out } = await run('rules list');
    assert.equal(out.split('\n').length, 14);
    assert.match(
      out,
      /nis2-23 +NIS2 Art\. 23\(4\) +NIS2 entity +24 hours \/ 72 hours \/ on request \/ 1 month +since 2024-10-18 +yes/,
    );
    assert.match(out, /gdpr-omnibus-96h .* 96 hours +not law +no$/);
    assert.equal((await run('rules list --json')).json().rules.length, 13);
  });

  it('shows stages, national law, sources and what is not verified', async () => {
    const { out } = await run('rules show dora-19');
    assert.match(out, /initial +4 hours from classification, at most 24 hours from awareness/);
    assert.match(out, /noon of the next working day, but not for credit-institution/);
    assert.match(out, /32025R0301.*\[legal text read\]/);
    assert.match((await run('rules show nis2-23')).out, /PL +In Poland .*\[Dz\.U\. 2026 poz\. 252/);
    assert.match((await run('rules show us-sec-8k')).out, /NOT read in the legal text/);
    assert.equal((await run('rules show nis2-23 --json')).json().rule.id, 'nis2-23');
  });

  it('suggests a rule for one that is not known', async () => {
    const { code, err } = await run('rules show nis-23');
    assert.equal(code, 2);
    assert.match(err, /"nis-23" is not a rule; did you mean nis2-23/);
  });
});
