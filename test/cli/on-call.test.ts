/** The rota through the command line: who is on call, what comes, overrides, gaps and the calendar file; no server anywhere. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { checkOnCall } from '../../src/doctor/on-call.ts';
import { readOnCallNow } from '../../src/on-call/now.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { forgetOverrides, readOverrides } from '../../src/register/overrides.ts';
import { good } from '../policy/good.ts';
import type { Json } from '../support/app.ts';
import { createDesk } from './desk.ts';

const day = 86_400_000;
/** What the desk takes for now, a Friday evening. */
const nowMs = Date.parse('2026-11-27T18:20:00Z');
const rota = `rota:
  layers:
    - { name: primary, people: [anna, dora, emil], every: week, from: 2026-11-02, at: "09:00" }
    - name: office
      people: [emil]
      every: P1W
      from: 2026-11-02
      at: "08:00"
      on: [mon, tue, wed, thu, fri]
      between: { from: "08:00", until: "18:00" }
`;
const people = good.replace(
  'roles:\n',
  '  emil: { name: Emil Sand, email: emil@acme.example }\n  rita: { name: Rita, email: rita@acme.example, roles: [reporter] }\nroles:\n',
);

async function createOffice(section = rota) {
  const desk = await createDesk();
  const path = join(desk.folder, 'policy.yaml');
  const write = (text: string): void => writeFileSync(path, `${people}${text}`);
  write(section);
  const using = async <T>(work: (register: Register) => Promise<T>): Promise<T> => {
    const register = await openRegister(desk.folder);
    try {
      return await work(register);
    } finally {
      await register.close();
    }
  };
  await using(() => Promise.resolve());
  const add = (...words: readonly string[]) =>
    desk.run('oncall', 'override', ...words, '--reason', 'swap of trains', '--as', 'anna');
  const policy = async () => (await loadPolicy(path)).policy;
  return { ...desk, write, using, add, policy };
}

const weekend = ['--from', '2026-11-28T08:00Z', '--until', '2026-11-29T20:00Z'] as const;

test('show tells each layer, until when in the zone of the team and the own one, and who comes then', async () => {
  const { run } = await createOffice();
  const { out, code } = await run('oncall', 'show', '--as', 'anna');
  assert.equal(code, 0);
  assert.equal(
    out,
    `On call now: Fri 27 Nov 2026, 19:20 CET (2026-11-27 18:20 UTC)

primary  Anna Berg (anna)
         until  Mon 30 Nov 2026, 09:00 CET (2026-11-30 08:00 UTC), in 2 d 13 h
                Mon 30 Nov 2026, 07:00 GMT-1, Atlantic/Azores
         then   Dora Lind (dora)

office   not within its hours
         until  Mon 30 Nov 2026, 08:00 CET (2026-11-30 07:00 UTC), in 2 d 12 h
                Mon 30 Nov 2026, 06:00 GMT-1, Atlantic/Azores
         then   Emil Sand (emil)`,
  );
  const [primary, office] = (await run('oncall', 'show', '--json')).json().layers;
  assert.equal(primary.person, 'anna');
  assert.equal(primary.until.utc, '2026-11-30T08:00:00.000Z');
  assert.equal(primary.next.person, 'dora');
  assert.deepEqual([office.state, office.person], ['off', undefined]);
});

test('without a rota the order of the policy is told, and the rest says what is missing', async () => {
  const { run } = await createOffice('');
  const { out, code } = await run('oncall', 'show');
  assert.equal(code, 0);
  assert.match(out, /no rota\. People are paged in this order:\n {2}1\. Anna Berg \(anna\)/);
  for (const words of [['next'], ['lint'], ['export'], ['override']]) {
    const result = await run('oncall', ...words, '--json');
    assert.equal(result.code, 2);
    assert.equal(result.json().error.code, 'no-rota');
  }
});

test('next lists the shifts ahead, of one person too, with whoever is away', async () => {
  const away = `${rota}  away: [{ person: dora, from: 2026-12-01T12:00, until: 2026-12-02 }]\n`;
  const { run } = await createOffice(away);
  const { out } = await run('oncall', 'next', '--days', '7');
  const lines = out.split('\n').map((line) => line.split(/ {2,}/).slice(1));
  assert.deepEqual(lines.slice(1), [
    ['2026-11-23 08:00', 'Mon 30 Nov 2026, 09:00 CET', 'primary', 'Anna Berg (anna)'],
    ['2026-11-30 07:00', 'Fri 4 Dec 2026, 18:00 CET', 'office', 'Emil Sand (emil)'],
    ['2026-11-30 08:00', 'Tue 1 Dec 2026, 12:00 CET', 'primary', 'Dora Lind (dora)'],
    [
      ...['2026-12-01 11:00', 'Thu 3 Dec 2026, 00:00 CET', 'primary'],
      'Emil Sand (emil) for Dora Lind (dora), away',
    ],
    ['2026-12-02 23:00', 'Mon 7 Dec 2026, 09:00 CET', 'primary', 'Dora Lind (dora)'],
  ]);
  const own = (await run('oncall', 'next', 'emil', '--days', '7', '--json')).json();
  assert.deepEqual(
    own.shifts.map(({ layer, person }: Json) => `${layer} ${person}`),
    ['office emil', 'primary emil'],
  );
  assert.equal((await run('oncall', 'next', 'zoe')).code, 2);
  assert.match((await run('oncall', 'next', '--days', '0')).err, /from 1 to 366/);
});

test('an override is taken, shown, in force, on the chain without its reason, and given back', async () => {
  const { run, add, using, policy } = await createOffice();
  const { code, json } = await add('dora', ...weekend, '--json');
  assert.equal(code, 0);
  const { id, layer } = json().override;
  assert.equal(layer, 'primary');
  const during = await run('oncall', 'show', '--at', '2026-11-28T12:00Z');
  assert.match(
    during.out,
    new RegExp(`Dora Lind \\(dora\\)\n +in place of Anna Berg \\(anna\\), by override ${id}`),
  );
  const shown = await run('oncall', 'override');
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, new RegExp(`${id} .*swap of trains`));
  await using(async (register) => {
    const { layers } = await readOnCallNow({ policy: await policy(), register }, nowMs + day);
    assert.deepEqual(layers[0], {
      ...{ layer: 'primary', person: 'dora', insteadOf: 'anna' },
      untilMs: Date.parse('2026-11-29T20:00Z'),
    });
    const raw = await sql<{
      given_because: string;
    }>`select given_because from rota_override`.execute(register.db.withoutPlugins());
    assert.match(raw.rows[0]?.given_because ?? '', /^sealed:/);
  });
  const audit = (await run('audit', 'list', '--json')).out;
  assert.match(audit, /override-added/);
  assert.doesNotMatch(audit, /trains/);
  const back = await run('oncall', 'override', '--remove', id, '--as', 'dora');
  assert.equal(back.code, 0, back.err);
  assert.match((await run('oncall', 'override')).out, /No override is in force/);
  assert.doesNotMatch((await run('oncall', 'show', '--at', '2026-11-28T12:00Z')).out, /override/);
  const again = await run('oncall', 'override', '--remove', id, '--as', 'dora', '--json');
  assert.deepEqual([again.code, again.json().error.code], [2, 'unknown-override']);
  await using(async (register) => {
    assert.equal((await verifyAudit(register, undefined, () => undefined)).fault, undefined);
  });
});

test('an override whose terms were altered in the database, or that nobody gave, pages nobody', async () => {
  const { add, using } = await createOffice();
  await add('dora', ...weekend);
  await using(async ({ db }) => {
    assert.equal((await readOverrides(db, nowMs)).length, 1);
    await sql`update rota_override set person = 'emil'`.execute(db);
    assert.deepEqual(await readOverrides(db, nowMs), []);
    await sql`update rota_override set person = 'dora'`.execute(db);
    await sql`insert into rota_override select 'ffffffff', layer, person, from_ms, until_ms, given_by, given_at_ms, given_because from rota_override`.execute(
      db,
    );
    assert.equal((await readOverrides(db, nowMs)).length, 1);
  });
});

test('what ended more than a year ago is forgotten, its act is not', async () => {
  const { run, add, using } = await createOffice();
  await add('dora', ...weekend);
  await using(async (register) => {
    await forgetOverrides(register, nowMs + 300 * day);
    assert.equal((await readOverrides(register.db, 0)).length, 1);
    await forgetOverrides(register, nowMs + 400 * day);
    assert.equal((await readOverrides(register.db, 0)).length, 0);
  });
  assert.match((await run('audit', 'list', '--json')).out, /override-added/);
});

const wrong: readonly [string, readonly string[], number, RegExp][] = [
  ['an unknown person', ['zoe', ...weekend], 2, /zoe.* is not one of the people/],
  ['an unknown layer', ['dora', ...weekend, '--layer', 'third'], 2, /use one of primary, office/],
  ['no time', ['dora', '--from', '2026-11-28T08:00Z'], 2, /--until is missing/],
  ['no order', ['dora', '--from', weekend[3], '--until', weekend[1]], 2, /not behind --from/],
  ['the past', ['dora', '--from', '-5h', '--until', '-3h'], 2, /is over/],
  [
    'months',
    ['dora', '--from', 'now', '--until', '2027-06-01T08:00Z'],
    2,
    /more than 92 days behind --from/,
  ],
];
test('an override with something wrong is refused with the remedy, and nothing is kept', async () => {
  const { run, add, using } = await createOffice();
  for (const [what, words, code, says] of wrong) {
    const result = await add(...words);
    assert.equal(result.code, code, what);
    assert.match(result.err, says);
  }
  const base = ['oncall', 'override', 'dora', ...weekend];
  assert.match((await run(...base, '--as', 'anna')).err, /--reason/);
  assert.equal((await run(...base, '--reason', 'x')).code, 2);
  const reporter = await run(...base, '--reason', 'x', '--as', 'rita', '--json');
  assert.deepEqual([reporter.code, reporter.json().error.code], [4, 'role-needed']);
  await using(async ({ db }) => assert.deepEqual(await readOverrides(db, 0), []));
});

test('lint finds gaps, whole turns away, lonely layers and strays, with exit code 6 on a gap alone', async () => {
  const { run, add, write, policy, using } = await createOffice();
  const calm = await run('oncall', 'lint');
  assert.equal(calm.code, 0, calm.out);
  assert.match(calm.out, /! alone +office has one person, Emil Sand \(emil\)/);
  await add('emil', ...weekend);
  write(`${rota.replace('dora, emil]', 'dora]')}  away:
    - { person: anna, from: 2026-12-08, until: 2026-12-08 }
    - { person: anna, from: 2026-12-14, until: 2026-12-21 }
    - { person: dora, from: 2026-12-08, until: 2026-12-08 }
    - { person: rita, from: 2026-12-08, until: 2026-12-08 }
`);
  const { code, out } = await run('oncall', 'lint');
  assert.equal(code, 6);
  assert.match(
    out,
    /✗ nobody +nobody of any layer is on call from Tue 8 Dec 2026, 00:00 CET .* 8 h/,
  );
  assert.match(
    out,
    /✗ gap +nobody is on call in primary from Tue 8 Dec .* until Wed 9 Dec .*, 24 h/,
  );
  assert.match(
    out,
    /! away-whole-turn +Anna Berg \(anna\) is away for the whole turn in primary from Mon 14 Dec/,
  );
  assert.match(out, /! away-not-in-rota +Rita \(rita\) is listed as away and is in no layer/);
  const { findings } = (await run('oncall', 'lint', '--days', '5', '--json')).json();
  assert.deepEqual(
    findings.map(({ kind }: Json) => kind),
    ['alone', 'away-not-in-rota'],
  );
  const doctor = await using(async (register) => checkOnCall(register, await policy(), nowMs));
  assert.equal(doctor.result, 'failed');
  assert.match(doctor.found, /^nobody is on call in any layer from Tue 8 Dec 2026, 00:00 CET/);
});

test('lint names overrides of people and layers that the policy does not know any more', async () => {
  const { run, add, write } = await createOffice();
  await add('emil', ...weekend, '--layer', 'office');
  write(rota.slice(0, rota.indexOf('    - name: office')));
  const { out, code } = await run('oncall', 'lint');
  assert.equal(code, 0);
  assert.match(out, /! override-of-unknown +override [0-9a-f]{8} names emil and office/);
});

test('lint tells of changing clocks, and of hand-overs in the hour that they skip', async () => {
  const { run, write } = await createOffice();
  write(
    rota.replace(
      'every: week, from: 2026-11-02, at: "09:00"',
      'every: day, from: 2026-11-02, at: "02:30"',
    ),
  );
  const { out } = await run('oncall', 'lint', '--days', '200');
  assert.match(
    out,
    /clock-change +the clocks of Europe\/Berlin change at Sun 28 Mar 2027, 03:00 CEST .* 1 h shorter/,
  );
  assert.match(out, /! odd-time +the hand-over of primary at Sun 28 Mar 2027, 03:30 CEST/);
});

test('the doctor tells of a fortnight without gaps, and warns of hours that no layer has', async () => {
  const { using, policy, write } = await createOffice();
  const check = () => using(async (register) => checkOnCall(register, await policy(), nowMs));
  assert.match((await check()).found, /now primary anna, office off$/);
  write(`rota:\n  layers:${rota.slice(rota.indexOf('\n    - name: office'))}`);
  assert.equal((await check()).result, 'warning');
  write('');
  assert.match((await check()).found, /^the policy has no rota; paged in this order: anna, dora$/);
});

test('the calendar file has stable ids and UTC times, and a later export replaces its entries', async () => {
  const { run, folder, add } = await createOffice();
  const file = join(folder, 'on-call.ics');
  const { out, code } = await run('oncall', 'export', '--days', '10', '--out', file);
  assert.equal(code, 0);
  assert.match(out, /has 9 shifts/);
  const before = readFileSync(file, 'utf8');
  assert.match(before, /UID:on-call\.primary\.2026-11-30T08:00:00\.000Z@/);
  assert.match(before, /DTSTART:20261130T080000Z\r\nDTEND:20261207T080000Z/);
  assert.match(before, /SUMMARY:On call: Dora Lind \(primary\)/);
  assert.match(before, /SEQUENCE:\d{8}\r/);
  assert.equal((await run('oncall', 'export', '--out', file)).code, 2);
  await add('emil', '--from', '2026-11-30T08:00Z', '--until', '2026-12-07T08:00Z');
  await run('oncall', 'export', 'emil', '--days', '10', '--out', file, '--force');
  const after = readFileSync(file, 'utf8').replaceAll('\r\n ', '');
  assert.match(after, /UID:on-call\.primary\.2026-11-30T08:00:00\.000Z@/);
  assert.match(after, /Emil Sand is on call in primary\. In place of Dora Lind/);
  assert.doesNotMatch(after, /SUMMARY:On call: (Anna|Dora)/);
});
