/** Who may do what, every command by every role; and what an office on one incident adds. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accessRoles, type AccessRole } from '../../src/domain/access.ts';
import { commandNames, type Command, type CommandName } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { mayDo } from '../../src/domain/permissions.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { ask, declared, given, incidentId, next, policy, refused } from '../support/incidents.ts';
import { payloads } from './samples.ts';

/** By first letters: reporter, responder, commander, dpo, decision-maker, admin, auditor. */
const letters: Readonly<Record<AccessRole, string>> = {
  reporter: 'r',
  responder: 'R',
  commander: 'C',
  dpo: 'D',
  'decision-maker': 'M',
  admin: 'A',
  auditor: 'U',
};

const expected: Readonly<Record<CommandName, string>> = {
  ...{ declare: 'rRCDM', note: 'rRCDM', attach: 'rRCDM' },
  ...{ acknowledge: 'RC', triage: 'RC', contain: 'RC', recover: 'RC', review: 'RC' },
  ...{ addTask: 'RCDM', completeTask: 'RCDM', assignTask: 'RCDM', skipTask: 'RCDM' },
  ...{ assign: 'C', assignScribe: 'C', changeSeverity: 'C' },
  ...{ close: 'C', reopen: 'C', declareFalseAlarm: 'C', merge: 'C', absorb: 'C' },
  ...{ recordAlerts: 'C', mailBounced: 'C' },
  ...{ declareAwareness: 'RCDM', confirmAwareness: 'RCDM', assess: 'RCDM', fileDuty: 'RCDM' },
  ...{ stamp: 'RCDM', startDuty: 'RCDM', reopenDuty: 'RCDM', withholdDuty: 'RCDM' },
  ...{ confirmWithholding: 'RCDM', advise: 'RCDM', draftNotice: 'RCDM', draftNotices: 'RCDM' },
  ...{ setNotice: 'RCDM', setLetter: 'RCDM', approveNotice: 'CDM', approveNotices: 'CDM' },
  ...{ notifyCustomers: 'CDM', notifyCustomer: 'CDM', restrict: 'CD', unrestrict: 'CD' },
  ...{ switchAddresses: 'CDA', noteLinkForwarded: 'C' },
  ...{ breakGlass: 'rRCDMA', reviewBreakGlass: 'DMA' },
};

/** By somebody who has no office on the incident: neither on call nor its commander. */
function answer(name: CommandName, roles: readonly AccessRole[], by = 'clara'): string {
  const story = name === 'declare' ? undefined : given(declared());
  const actor = { person: by, channel: 'cli' };
  // oxlint-disable-next-line no-unsafe-type-assertion -- the samples keep name and fields together.
  const command = { name, fields: payloads[name], actor, commandId: 'c' } as unknown as Command;
  const decision = decide(story?.incident, command, {
    ...{ nowMs: story?.nowMs ?? 0, incidentId, policy, roles },
  });
  return isRefusal(decision) ? decision.refused : 'done';
}

for (const name of commandNames) {
  for (const role of accessRoles) {
    const may = expected[name].includes(letters[role]);
    test(`${name} is ${may ? 'open' : 'closed'} to a mere ${role}`, () => {
      assert.equal(mayDo([role], name), may);
      assert.equal(answer(name, [role]) !== 'not-permitted', may);
    });
  }
}

describe('a permission', () => {
  test('is asked for only where the roles are known', () => {
    assert.deepEqual(
      ask(given(declared()), { name: 'close' }),
      ask(given(declared()), {
        ...{ name: 'close', roles: ['commander'] },
      }),
    );
  });

  test('comes with one of several roles', () => {
    assert.equal(mayDo(['auditor', 'reporter'], 'note'), true);
    assert.equal(mayDo([], 'note'), false);
  });

  test('that is missing is told with the roles, who may, and what remains', () => {
    const { message } = refused(given(declared()), {
      ...{ name: 'close', by: 'dora', roles: ['reporter', 'dpo'] },
    });
    assert.equal(
      message,
      'dora is reporter, dpo and may not close on INC-7K3FQ; it is for commander: ask one of them, or break the glass: seventytwo break-glass INC-7K3FQ',
    );
  });

  test('names the glass only where breaking it helps', () => {
    const reporter = { by: 'ben', roles: ['reporter'] } as const;
    const story = given(declared());
    const close = refused(story, { name: 'close', ...reporter }).message;
    assert.match(close, /break the glass/);
    const fields = { verdict: 'justified', reason: 'r' } as const;
    const review = refused(story, { name: 'reviewBreakGlass', fields, ...reporter }).message;
    assert.match(review, /it is for dpo, decision-maker, admin: ask one of them$/);
  });

  test('to lead comes with the command of the incident, whoever holds it', () => {
    const led = next(given(declared()), { name: 'assign', fields: { commander: 'clara' } });
    const close = { name: 'declareFalseAlarm', fields: { reason: 'a test' } } as const;
    assert.equal(isRefusal(ask(led, { ...close, by: 'clara', roles: ['responder'] })), false);
    assert.equal(
      refused(led, { ...close, by: 'ben', roles: ['responder'] }).refused,
      'not-permitted',
    );
  });

  test('to acknowledge comes with being on call', () => {
    const story = given(declared());
    const ack = { name: 'acknowledge', roles: ['reporter'] } as const;
    assert.equal(isRefusal(ask(story, { ...ack, by: 'ben' })), false);
    assert.equal(refused(story, { ...ack, by: 'clara' }).refused, 'not-permitted');
  });

  test("is nobody's who has left the policy file, whatever office they held", () => {
    const led = next(given(declared()), { name: 'assign', fields: { commander: 'ben' } });
    const note = { name: 'note', by: 'ben', roles: [], fields: { text: 'x' } } as const;
    assert.match(refused(led, note).message, /^ben has no role and may not note/);
  });

  test("to say that a task is done is also its owner's", () => {
    const story = given(
      declared(),
      { name: 'addTask', fields: { title: 'ask', owner: 'clara' } },
      { name: 'addTask', fields: { title: 'ask again', owner: 'dirk' } },
    );
    const done = { name: 'completeTask', by: 'clara', roles: ['reporter'] } as const;
    assert.equal(isRefusal(ask(story, { ...done, fields: { task: 'T1' } })), false);
    assert.equal(refused(story, { ...done, fields: { task: 'T2' } }).refused, 'not-permitted');
  });
});
