/**
 * A colleague who is curious reads a restricted incident through the register, under their own name or under none.
 * Proved elsewhere: show, timeline, watch, list, attachments, duty list, customers list and commands (test/cli/sight.test.ts).
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { EventBody } from '../../src/domain/events.ts';
import { exitCodes } from '../../src/failure.ts';
import { createDesk } from '../cli/desk.ts';
import { replaced } from '../policy/good.ts';
import { declaration, recorded } from '../register/sample.ts';

const [hiddenId, openId] = ['INC-K7F3Q', 'INC-K7F3R'];
const secret = 'the manager reads mail';
const triaged: EventBody = {
  type: 'triaged',
  summary: 'an export',
  personalData: 'yes',
  facts: {},
};

function titled(title: string): EventBody {
  const body = declaration(hiddenId);
  return body.type === 'declared' ? { ...body, title } : body;
}

let desk: Awaited<ReturnType<typeof createDesk>>;
before(async () => {
  const told: EventBody[] = [
    titled(secret),
    triaged,
    { type: 'restricted', people: ['dora'], passedOver: [], reason: 'a colleague is involved' },
  ];
  desk = await createDesk(recorded(told), recorded([declaration(openId), triaged]));
  const policy = replaced([
    'dora: { name',
    'ben: { name: Ben Roth, email: ben@acme.example }\n  dora: { name',
  ]);
  await writeFile(join(desk.folder, 'policy.yaml'), policy);
});

/** dora is the DPO; anna, the deputy and decision-maker, sees it by office; nobody in particular does not. */
const outsiders = [[], ['--as', 'ben']];

describe('a restricted incident is not for everybody', () => {
  it('in a register entry, a draft, an evidence pack or its part of the audit chain', async () => {
    const out = join(desk.folder, 'out');
    for (const words of [
      ['register', 'show', hiddenId],
      ['notice', 'show', hiddenId],
      ['notice', 'diff', hiddenId],
      ['notice', 'export', hiddenId],
      ['notice', 'approve', hiddenId, '--as', 'ben'],
      ['audit', 'export', '--incident', hiddenId, '--out', out],
      ['evidence', hiddenId, '--out', out],
    ])
      for (const as of outsiders) {
        const ran = await desk.run(...words, ...as, '--json');
        assert.equal(ran.code, exitCodes.notAllowed, `${words.join(' ')}: ${ran.out}${ran.err}`);
        assert.equal(ran.json().error.code, 'restricted');
        assert.ok(!`${ran.out}${ran.err}`.includes(secret));
        assert.ok(!existsSync(out));
      }
  });

  it('in a list of the register and of the audit chain, which say that it is there', async () => {
    for (const as of outsiders) {
      const list = await desk.run('register', 'list', ...as);
      assert.match(list.out, new RegExp(`${hiddenId} .*\\(restricted\\)`));
      assert.ok(!list.out.includes(secret));
      assert.match(list.out, new RegExp(`${openId} .*Backup bucket`));
      const { entries } = (await desk.run('register', 'list', ...as, '--json')).json();
      assert.deepEqual(
        entries.find(({ id }: { id: string }) => id === hiddenId),
        { id: hiddenId, restricted: true },
      );
      const audit = await desk.run('audit', 'list', ...as);
      assert.match(audit.out, new RegExp(`${hiddenId} \\(restricted\\)`));
      assert.doesNotMatch(audit.out, new RegExp(`${hiddenId} event`));
      const told = (
        await desk.run('audit', 'list', '--incident', hiddenId, ...as, '--json')
      ).json();
      assert.deepEqual(Object.keys(told.entries[0]).toSorted(), [
        ...['hash', 'incident', 'n', 'prev', 'restricted'],
      ]);
    }
  });

  it('in an export of the register, which is refused, because without it it would look whole', async () => {
    const out = join(desk.folder, 'register.csv');
    for (const as of outsiders) {
      const ran = await desk.run('register', 'export', '--out', out, ...as, '--json');
      assert.equal(ran.code, exitCodes.notAllowed);
      assert.match(ran.json().error.message, new RegExp(`${hiddenId} is restricted`));
      assert.ok(!existsSync(out));
    }
  });
});

it('those it is for read all of it, and everybody the others', async () => {
  const as = ['--as', 'dora'];
  assert.ok((await desk.run('register', 'show', hiddenId, ...as)).out.includes(secret));
  assert.ok((await desk.run('register', 'list', ...as)).out.includes(secret));
  assert.match((await desk.run('audit', 'list', ...as)).out, new RegExp(`${hiddenId} event 3`));
  const out = join(desk.folder, 'all.csv');
  assert.equal((await desk.run('register', 'export', '--out', out, ...as)).code, 0);
  const notice = await desk.run('notice', 'show', hiddenId, ...as, '--json');
  assert.equal(notice.json().error.code, 'unknown-notice');
  assert.equal((await desk.run('register', 'show', openId)).code, 0);
});
