/** The security policy on the command line: what is doubtful turns its section, and versions are told and compared. No server anywhere. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { JudgedPromise } from '../../src/domain/promises.ts';
import { checkOutside } from '../../src/doctor/record.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { appendAudit, recordPolicy } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { summaryOf } from '../register/sample.ts';
import { createDesk, type Desk } from '../support/app.ts';
import { declared, given, hours, type Step } from '../support/incidents.ts';

const nothing = { TEMPORAL_ADDRESS: '127.0.0.1:9' };

/** A worker ran under the policy, and an incident is on record. */
async function record(desk: Desk, ...steps: readonly Step[]): Promise<void> {
  const { version, files } = await loadPolicy(desk.policyPath);
  const register = await openRegister(desk.data);
  await recordPolicy(register, { version, files, nowMs: Date.now() });
  const { events } = given(declared(), ...steps);
  const pinned = events.map((event) =>
    event.type === 'declared' ? { ...event, policy: { ...event.policy, version } } : event,
  );
  await append(register, { events: pinned, incident: summaryOf(pinned) });
  await register.close();
}

async function sections(desk: Desk, env: NodeJS.ProcessEnv = {}) {
  const { code, out, json } = await desk.run(['policy', 'show', '--json'], {
    env: { ...nothing, ...env },
  });
  const shown: { ok: boolean; sections: JudgedPromise[] } = json();
  assert.equal(shown.ok, code === 0);
  assert.equal(code, shown.ok ? 0 : 6);
  const of = (number: number): JudgedPromise =>
    shown.sections.find(({ section }) => section === number) ?? assert.fail(`no §${number}`);
  return { out, of };
}

function edit({ policyPath }: Desk, from: string | RegExp, to: string): void {
  const text = readFileSync(policyPath, 'utf8');
  assert.notEqual(text.replace(from, to), text, `${String(from)} is not in the policy`);
  writeFileSync(policyPath, text.replace(from, to));
}

type Doubt = {
  readonly says: string;
  readonly section: number;
  readonly does: (desk: Desk) => void;
  readonly found: RegExp;
};

/** What breaks a promise: policy-promises.test.ts. */
const doubts: readonly Doubt[] = [
  {
    ...{ says: 'an officer who is their own deputy', section: 4 },
    does: (desk) => edit(desk, /deputy: dirk/, 'deputy: dora'),
    found: /dora is their own deputy/,
  },
  {
    ...{ says: 'a data folder that every user can read', section: 5 },
    does: ({ data }) => chmodSync(data, 0o755),
    found: /every user of this machine can read what is kept here/,
  },
  {
    ...{ says: 'an edit that no worker has taken up', section: 10 },
    does: (desk) => edit(desk, /^/, '# edited\n'),
    found: /under which no worker has run last/,
  },
  {
    ...{ says: 'an address for examples', section: 11 },
    does: (desk) => edit(desk, 'security@acme.eu', 'security@acme.example'),
    found: /is an address of a domain for examples/,
  },
];

describe('a doubt about a promise', { concurrency: true }, () => {
  let sound: ReadonlyMap<number, string>;
  const desks: Desk[] = [];
  async function desk(...steps: readonly Step[]): Promise<Desk> {
    const made = await createDesk();
    desks.push(made);
    // Of a domain that is not one for examples.
    edit(made, 'security@acme.example', 'security@acme.eu');
    await record(made, ...steps);
    return made;
  }
  before(async () => {
    const { of } = await sections(await desk());
    sound = new Map([2, 4, 5, 8, 10, 11].map((number) => [number, of(number).state]));
  });
  after(() => {
    for (const made of desks) made.clear();
  });

  it('none is broken before', () =>
    assert.deepEqual(
      [...sound.values()],
      ['kept', 'attention', 'kept', 'attention', 'attention', 'kept'],
    ));

  for (const { says, section, does, found } of doubts)
    it(`${says}: §${section} needs attention`, async () => {
      const at = await desk();
      does(at);
      const { of, out } = await sections(at);
      const turned = of(section);
      assert.equal(turned.state, 'attention', out);
      const told = turned.evidence.find((one) => found.test(one.found));
      assert.equal(told?.result, 'warning', out);
      assert.ok(turned.missing.some((text) => text.startsWith(told.name)));
    });

  it('a breach past its 72 hours: §8 is broken; past a provisional clock it is not', async () => {
    const provisional = await sections(await desk());
    assert.equal(provisional.of(8).state, 'attention');
    assert.match(
      JSON.stringify(provisional.of(8).evidence),
      /past a provisional clock .*gdpr-33-1/,
    );
    const reason = 'the log shows it';
    const { of } = await sections(
      await desk({ name: 'declareAwareness', fields: { at: hours(0), reason } }),
    );
    assert.equal(of(8).state, 'broken');
    assert.match(JSON.stringify(of(8).evidence), /overdue: INC-7K3FQ gdpr-33-1/);
    assert.match(JSON.stringify(of(1).evidence), /0 of 1 breaches are assessed/);
  });

  it('a checkpoint counts for a month', async () => {
    const at = await desk();
    const outside = async () =>
      (await sections(at)).of(4).evidence.find(({ name }) => name === 'outside checkpoint');
    assert.equal((await outside())?.result, 'warning');
    assert.equal((await at.run(['audit', 'checkpoint'])).code, 0);
    assert.match((await outside())?.found ?? '', /^the newest is from entry \d+, made \d s ago/);
    const register = await openRegister(at.data);
    const found = (days: number) => checkOutside(register, Date.now() + days * 86_400_000);
    assert.deepEqual([(await found(30)).result, (await found(32)).result], ['ok', 'warning']);
    await register.close();
  });

  it('what needs a server is unknown without one, and never kept', async () => {
    const { of } = await sections(await desk());
    for (const name of ['worker', 'sentinel'])
      assert.equal(of(6).evidence.find((one) => one.name === name)?.result, 'unknown');
    assert.match(of(6).missing.join('\n'), /not known at this moment: worker, sentinel/);
    // None are asked for in a policy that `init` wrote.
    assert.deepEqual([of(7).state, of(7).measures], ['not-yet', []]);
    assert.match(of(7).missing.join('\n'), /^backups: set backups\.to and backups\.recipients/);
    // Nobody has written down a vendor yet.
    for (const section of [3, 9]) assert.notEqual(of(section).state, 'kept');
  });
});

describe('versions of the policy file', () => {
  let desk: Desk;
  const typed = (...words: string[]) => desk.run(words);
  before(async () => {
    desk = await createDesk();
    await record(desk);
    edit(desk, 'order: [anna, ben]', 'order: [anna, ben, dirk]');
  });
  after(() => desk.clear());

  it('are told with their hash and the incidents that began under them', async () => {
    const { file, versions } = await desk.done('policy', 'history');
    assert.equal(versions.length, 1);
    const [{ version, hash, incidents, isIntact, since }] = versions;
    assert.deepEqual([incidents, isIntact, since.length], [1, true, 1]);
    assert.ok(hash.startsWith(version));
    assert.notEqual(file, version);
    const { out } = await typed('policy', 'history');
    assert.match(out, new RegExp(`^${version} .* kept +${hash}$`, 'm'));
    assert.match(out, new RegExp(`file is ${file}, which no worker has run under yet`));
  });

  it('differ key by key, from the one in force to the file unless said otherwise', async () => {
    const { out } = await typed('policy', 'diff');
    assert.match(out, /^~ onCall\.order: \[anna, ben\] → \[anna, ben, dirk\]$/m);
    const { before: version, changes } = await desk.done('policy', 'diff');
    assert.deepEqual(changes, [
      {
        ...{ what: 'changed', path: 'onCall.order' },
        ...{ before: ['anna', 'ben'], after: ['anna', 'ben', 'dirk'] },
      },
    ]);
    const { out: none } = await typed('policy', 'diff', version.slice(0, 6), version);
    assert.match(none, /No key differs; comments do not count/);
  });

  it('that are not there are told', async () => {
    for (const [words, code, names] of [
      [['diff', 'fffffffffff1'], 'unknown-version', /no version "fffffffffff1"; see .* history/],
      [['diff', ''], 'unknown-version', /""/],
      [['show', '--section', '12'], 'bad-input', /--section is "12"; use a number from 1 to 11/],
    ] as const) {
      const ran = await typed('policy', ...words, '--json');
      assert.equal(ran.code, 2, ran.err);
      assert.equal(ran.json().error.code, code);
      assert.match(ran.err, names);
    }
  });

  it('come newest first, and one whose text is not kept cannot be compared', async () => {
    const register = await openRegister(desk.data);
    await register.db.transaction().execute((trx) =>
      appendAudit(trx, [
        {
          ...{ atMs: Date.now(), kind: 'policy', who: 'seventytwo', channel: 'system' },
          ...{ incident: null, seq: null, subject: '0123456789ab', subjectHash: '0'.repeat(64) },
        },
      ]),
    );
    await register.close();
    const { versions } = await desk.done('policy', 'history');
    assert.equal(versions[0].version, '0123456789ab');
    const ran = await typed('policy', 'diff', '0123', 'now', '--json');
    assert.equal(ran.json().error.code, 'version-not-kept');
  });
});
