/** Each promise of the security policy is red while it is broken, in `policy show` and in `doctor` alike, and as before once it is mended. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { PromiseState } from '../../src/domain/promises.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { openLog } from '../../src/server/log-file.ts';
import { rotateLog } from '../../src/server/log-rotation.ts';
import { recordRotations } from '../../src/worker/rotations.ts';
import { summaryOf } from '../register/sample.ts';
import { createDesk } from '../support/app.ts';
import { declared, given, type Step } from '../support/incidents.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { around, breaks, secret, type Break } from './promise-breaks.ts';
import * as place from './promise-stand.ts';

const falseAlarm: Step = { name: 'declareFalseAlarm', fields: { reason: 'a drill' } };

let smtp: TestSmtp;
let stand: place.Stand;
let sound: place.Seen;

before(async () => {
  smtp = await startSmtp();
  const desk = await createDesk();
  const { identity, ...asked } = await place.ask(desk, smtp);
  // What only a server could tell is unknown: nobody listens there.
  stand = { ...asked, env: { TEMPORAL_ADDRESS: '127.0.0.1:9' } };
  await live();
  await desk.done('audit', 'checkpoint');
  await desk.done('backup', 'now', '--as', 'anna');
  await desk.done('backup', 'verify', '--identity', identity, '--as', 'anna');
  sound = await place.show(stand);
});
after(async () => {
  place.clear(stand);
  await smtp.stop();
});

/** A worker ran under the policy, an incident was closed, and a log was set aside. */
async function live(): Promise<void> {
  const { data, policyPath } = stand.desk;
  const { version, files } = await loadPolicy(policyPath);
  const log = join(data, 'logs', 'worker.log');
  openLog(log);
  writeFileSync(log, `${JSON.stringify({ time: new Date().toISOString(), level: 'info' })}\n`);
  rotateLog(log, 30 * place.day, Date.now(), { sizeBytes: 1 });
  const register = await openRegister(data);
  await recordPolicy(register, { version, files, nowMs: Date.now() });
  const story = given(declared({ personalData: 'no' }), falseAlarm);
  const events = story.events.map((event) =>
    event.type === 'declared' ? { ...event, policy: { ...event.policy, version } } : event,
  );
  await append(register, { events, incident: summaryOf(events) });
  await recordRotations(join(data, 'logs'), register);
  await register.close();
}

function states({ sections }: place.Seen): Readonly<Record<number, PromiseState>> {
  return Object.fromEntries(sections.map(({ section, state }) => [section, state]));
}

/** What does not touch the installation itself can be looked at side by side. */
const [aside, within] = [true, false].map((isAside) =>
  breaks.filter(({ does }) => (does === undefined) === isAside),
);

function breaking(one: Break): void {
  const { section, says, check, found, does, days = 0 } = one;
  it(`§${section} is broken by ${says}, and the doctor fails`, async () => {
    const env = around(stand, one);
    const undo = does?.(stand);
    const [shown, doctor] = await Promise.all([
      place.show(stand, days, env),
      place.examined(stand, days, env),
    ]).finally(() => undo?.());
    assert.equal(shown.code, 6, shown.out);
    assert.equal(place.stateOf(shown, section), 'broken', shown.out);
    const { evidence = [], missing = [] } =
      shown.sections.find((each) => each.section === section) ?? {};
    const told = evidence.find(({ name }) => name === check);
    assert.equal(told?.result, 'failed', JSON.stringify(evidence));
    assert.match(told.found, found);
    assert.ok(
      missing.some((text) => text.startsWith(`${check}: `)),
      missing.join('\n'),
    );
    assert.equal(doctor.code, 6);
    const same = doctor.checks.find(({ name }) => name === check);
    assert.equal(same?.result, 'failed', same?.found);
    assert.ok(!shown.out.includes(secret));
  });
}

describe('a promise of the policy', () => {
  it('is kept where everything is asked for, as far as that can be seen without a server', () => {
    assert.equal(sound.code, 0, sound.out);
    const rest = 'attention';
    assert.deepEqual(
      states(sound),
      {
        ...{ 1: 'kept', 2: 'kept', 3: 'kept', 4: rest, 5: 'kept', 6: rest },
        ...{ 7: place.hasOtherDisk ? 'kept' : rest, 8: rest, 9: 'kept', 10: rest, 11: 'kept' },
      },
      sound.out,
    );
  });

  // Few at once: a check that waits five seconds for its turn would fail as hanging.
  describe('by the policy file or by time', { concurrency: 4 }, () => {
    for (const one of aside ?? []) breaking(one);
  });
  describe('by what happened to the installation', () => {
    for (const one of within ?? []) breaking(one);
  });

  it('is as before once all of that is mended', async () => {
    assert.deepEqual(states(await place.show(stand)), states(sound));
  });

  it('has something here that breaks it, each of the eleven', () => {
    assert.deepEqual(
      [...new Set(breaks.map(({ section }) => section))],
      sound.sections.map(({ section }) => section),
    );
  });
});
