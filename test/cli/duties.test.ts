/** Several duties on one incident through the command line: each its own clock, on a real server, worker and inbox. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { hourMs } from '../../src/domain/ladder.ts';
import { until, type App, type Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { createTyped } from '../support/typed.ts';

let app: App;
before(async () => {
  app = await sharedApp();
});

const { done, incident, misused, refused } = createTyped(() => app);
const why = ['--reason', 'it binds us', '--as', 'dora'];

function dutyOf({ duties }: Json, id: string): Json {
  const found = duties.find((duty: Json) => duty.id === id);
  assert.ok(found, `${id} is not among ${duties.map((duty: Json) => duty.id).join(', ')}`);
  return found;
}

describe('duties beside Art. 33(1)', () => {
  let id: string;
  let awareAt: string;
  let awareMs: number;
  before(() => {
    awareAt = new Date(Date.now() - 3 * hourMs).toISOString().slice(0, 19);
    awareMs = Date.parse(`${awareAt}Z`);
  });

  it('begin with awareness or not at all, and only under rules that are law', async () => {
    ({ id } = await incident('declare', 'export is public', '--severity', 'high', '--as', 'anna'));
    await refused('anchor-missing', /declare awareness/, 'duty', 'start', id, 'gdpr-34', ...why);
    await misused('unknown-rule', /use one of/, 'duty', 'start', id, 'gdpr-99', ...why);
    await incident('aware', id, '--at', `${awareAt}Z`, '--reason', 'the log', '--as', 'dora');
  });

  it('tell the people concerned: a target of the company, marked as such', async () => {
    const told = dutyOf(await incident('duty start', id, 'gdpr-34', ...why), 'gdpr-34');
    assert.equal(told.dueAtMs, awareMs + 24 * hourMs);
    assert.equal(told.plan.isTarget, true);
    const [mail] = await app.mails(
      new RegExp(`${id}\\] Clock running, (21 h|20 h 5\\d min) left: tell the people concerned`),
    );
    assert.match(mail?.text ?? '', /The law gives no number: without undue delay\./);
    assert.match(mail?.text ?? '', new RegExp(`duty file ${id} --duty gdpr-34`));
  });

  it('tell each customer named, and end when their mail server took the notice', async () => {
    const customers = ['--customers', 'globex'];
    await misused(
      'unknown-customer',
      /name those concerned/,
      'duty',
      'start',
      id,
      'gdpr-33-2',
      ...why,
    );
    await incident('duty start', id, 'gdpr-33-2', ...customers, ...why);
    for (const step of ['draft', 'approve', 'notify'])
      await incident(`customers ${step}`, id, 'globex', '--as', 'dora');
    await until(
      async () => dutyOf(await incident('show', id), 'gdpr-33-2:globex').state === 'filed',
    );
    const { filings } = dutyOf(await incident('show', id), 'gdpr-33-2:globex');
    assert.match(filings[0].reference, new RegExp(`^<${id}\\.`));
  });

  it('follow one another: the next stage begins when the one before was filed', async () => {
    const started = await incident('duty start', id, 'nis2-23', ...why);
    const warning = dutyOf(started, 'nis2-23/early-warning');
    assert.equal(warning.dueAtMs, awareMs + 24 * hourMs);
    assert.equal(dutyOf(started, 'nis2-23/notification').dueAtMs, awareMs + 72 * hourMs);
    assert.ok(!started.duties.some((duty: Json) => duty.id === 'nis2-23/final'));
    const listed = await app.run(['duty', 'list', id]);
    assert.match(listed.out, /nis2-23: .*final.*submission of the notification/i);
    const file = ['--duty', 'nis2-23/notification', '--reference', 'BSI-1', '--at', '-1h'];
    await incident('duty file', id, ...file, '--as', 'dora');
    await until(async () =>
      (await incident('show', id)).duties.some((duty: Json) => duty.id === 'nis2-23/final'),
    );
    const final = dutyOf(await incident('show', id), 'nis2-23/final');
    const days = (final.dueAtMs - Date.now()) / (24 * hourMs);
    assert.ok(days > 27 && days < 32, `${days} days`);
  });

  it('move together when the awareness time is corrected, and say what they were', async () => {
    const at = new Date(awareMs - hourMs).toISOString().slice(0, 19);
    await incident('aware', id, '--at', `${at}Z`, '--reason', 'an older log', '--as', 'dora');
    await until(
      async () => dutyOf(await incident('show', id), 'gdpr-34').dueAtMs === awareMs + 23 * hourMs,
    );
    const now = await incident('show', id);
    assert.equal(dutyOf(now, 'gdpr-33-1').dueAtMs, awareMs + 71 * hourMs);
    assert.equal(dutyOf(now, 'nis2-23/early-warning').dueAtMs, awareMs + 23 * hourMs);
    const [mail] = await app.mails(
      new RegExp(`${id}\\] Clock running, (20 h|19 h 5\\d min) left: tell the people`),
    );
    assert.match(mail?.text ?? '', /Changed: it was due .* before/);
  });

  it('are withheld only by an exception of their own, and come back when facts change', async () => {
    const withhold = ['duty', 'withhold', id, '--duty', 'gdpr-34', '--reason', 'encrypted'];
    await refused('exception-needed', /art-34-3-a/, ...withhold, '--as', 'clara');
    await incident(
      'duty withhold',
      ...withhold.slice(2),
      '--exception',
      'art-34-3-a',
      '--as',
      'clara',
    );
    const held = await incident('duty confirm', id, '--duty', 'gdpr-34', '--as', 'ben');
    assert.equal(dutyOf(held, 'gdpr-34').state, 'withheld');
    const again = ['--duty', 'gdpr-34', '--reason', 'the keys leaked too', '--as', 'dora'];
    const reopened = dutyOf(await incident('duty reopen', id, ...again), 'gdpr-34');
    assert.equal(reopened.state, 'open');
    assert.equal(reopened.dueAtMs, awareMs + 23 * hourMs);
  });

  it('give what was missing in the first notice a clock of its own', async () => {
    const file = ['--reference', 'LDA-1', '--stage', 'initial', '--as', 'dora'];
    await incident('duty file', id, ...file);
    await until(async () =>
      (await incident('show', id)).duties.some((duty: Json) => duty.id === 'gdpr-33-4'),
    );
    await incident('duty file', id, '--reference', 'LDA-2', '--as', 'dora');
    const { duties } = await done('duty list', id);
    assert.equal(dutyOf({ duties }, 'gdpr-33-4').state, 'filed');
  });

  it('learns times later, kept apart', async () => {
    const { stamps } = await incident('stamp', id, 'suspected', '--at', '-5h', '--as', 'anna');
    assert.ok(stamps.suspected.atMs < Date.now() - 4.9 * hourMs);
  });
});
