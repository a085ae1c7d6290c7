/** Roles, restriction and break-glass through the command line, in a company that limits its people. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import { exitCodes } from '../../src/failure.ts';
import { startApp, type App } from '../support/app.ts';
import { createTyped } from '../support/typed.ts';

/** Clara decides and is the admin too; dirk, the deputy, only reports; ben only responds. */
const roles = { ben: ['responder'], clara: ['reporter', 'admin'], dirk: ['reporter'] };

let app: App;
before(async () => {
  app = await startApp(({ policyPath }) => {
    const policy = parse(readFileSync(policyPath, 'utf8'));
    for (const [person, its] of Object.entries(roles)) policy.people[person].roles = its;
    policy.people.erin = { name: 'Erin Falk', email: 'erin@acme.example', roles: ['reporter'] };
    writeFileSync(policyPath, stringify(policy));
  });
});
after(() => app.stop());

const { incident, refused } = createTyped(() => app);

async function notAllowed(code: string, sentence: RegExp, ...args: string[]): Promise<void> {
  const ran = await app.run([...args, '--json']);
  assert.equal(ran.code, exitCodes.notAllowed, `${args.join(' ')}: ${ran.out}${ran.err}`);
  const { error } = ran.json();
  assert.equal(error.code, code);
  assert.match(error.message, sentence);
}

const why = ['--reason', 'data is leaving'];
const secret = 'the manager reads mail';

describe('a reporter', () => {
  it('says what is wrong, and is told who may do the rest', async () => {
    const { id } = await incident('declare', 'the printer hums', '--as', 'erin');
    await incident('note', id, 'louder now', '--as', 'erin');
    const severity = ['severity', id, 'low', ...why, '--as', 'erin'];
    await notAllowed('not-permitted', /erin is reporter and may not changeSeverity/, ...severity);
    // Their own copy of the policy, in which they are an admin: the worker's file decides.
    const copy = join(app.data, 'copy.yaml');
    writeFileSync(copy, readFileSync(app.policyPath, 'utf8').replaceAll('reporter', 'commander'));
    await notAllowed('not-permitted', /erin is reporter/, ...severity, '--policy', copy);
    const events = await app.run(['timeline', id]);
    assert.match(events.out, /was refused changeSeverity \(not-permitted\)/);
  });
});

describe('a restricted incident', () => {
  let id: string;
  before(async () => {
    ({ id } = await incident('declare', secret, '--personal-data', 'no', '--as', 'erin'));
    const seen = await incident('restrict', id, 'ben', 'ben', ...why, '--as', 'dora');
    assert.deepEqual(seen.restrictedTo, ['ben']);
    assert.deepEqual(seen.seenBy.toSorted(), ['ben', 'clara', 'dirk', 'dora']);
    // Anna's level is passed over: she may not see it.
    assert.deepEqual([seen.paging.step, seen.paging.to], [1, ['ben']]);
  });

  it('is shown to those it is for, and to nobody else', async () => {
    const out = join(app.data, 'pack.zip');
    for (const as of [[], ['--as', 'anna'], ['--as', 'erin']]) {
      for (const look of [
        ['show', id],
        ['timeline', id],
        ['watch', id],
        ['attachments', id],
        ['duty', 'list', id],
        ['customers', 'list', id],
        ['evidence', id, '--out', out],
      ])
        await notAllowed('restricted', /is restricted/, ...look, ...as);
      const list = await app.run(['list', ...as]);
      assert.match(list.out, new RegExp(`${id} .*\\(restricted\\)`));
      assert.doesNotMatch(list.out, new RegExp(secret));
    }
    for (const as of ['ben', 'clara', 'dora']) {
      assert.equal((await incident('show', id, '--as', as)).title, secret);
      assert.match((await app.run(['list', '--as', as])).out, new RegExp(secret));
    }
    const shown = await app.run(['show', id, '--as', 'ben']);
    assert.match(shown.out, /restricted to Ben Roth, Clara Vogt, Dora Lind, Dirk Haas/);
    const told = await app.run(['timeline', id, '--as', 'ben']);
    assert.match(told.out, /on call but not paged for it: Anna Berg/);
  });

  it('takes commands of nobody else, and gives them no work', async () => {
    await notAllowed('not-permitted', /is restricted/, 'note', id, 'hm', '--as', 'anna');
    await refused('restricted', /may not see it/, 'assign', id, 'anna', '--as', 'dora');
    await incident('ack', id, '--as', 'ben');
    await refused('restricted', /may not see it/, 'assign', id, 'anna', '--as', 'ben');
  });

  it('opens to who breaks the glass, of which the admin hears and says a word', async () => {
    const broken = await incident('break-glass', id, ...why, '--as', 'erin');
    assert.equal(broken.glasses[0].by, 'erin');
    const [mail] = await app.mails(`[${id}] Break-glass access by Erin Falk`);
    assert.match(mail?.text ?? '', /data is leaving/);
    assert.doesNotMatch(mail?.text ?? '', new RegExp(secret));
    assert.equal((await incident('severity', id, 'low', ...why, '--as', 'erin')).severity, 'low');
    assert.match(
      (await app.run(['show', id, '--as', 'erin'])).out,
      /break-glass access G1 .*not reviewed/,
    );
    await refused(
      'glass-unreviewed',
      /clara must review it/,
      'false-alarm',
      id,
      'no',
      '--as',
      'erin',
    );
    const verdict = ['--verdict', 'not-justified', '--reason', 'ben was there'];
    await notAllowed(
      'not-permitted',
      /erin .* may not reviewBreakGlass/,
      ...['break-glass-review', id],
      ...verdict,
      '--as',
      'erin',
    );
    const seen = await incident('break-glass-review', id, ...verdict, '--as', 'clara');
    assert.equal(seen.glasses[0].review.verdict, 'not-justified');
  });

  it("is everybody's again when the restriction is lifted", async () => {
    await incident('unrestrict', id, ...why, '--as', 'dora');
    assert.equal((await incident('show', id)).title, secret);
    await incident('false-alarm', id, 'it was a filter', '--as', 'ben');
  });
});
