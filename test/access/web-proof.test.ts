/** Whether a command of the web is its person's: every way in which the proof can be forged, at the activity, with a real register. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { publicKeyOf, signCommand } from '../../src/access/signing.ts';
import type { Presented } from '../../src/domain/access.ts';
import { commandFaults } from '../../src/domain/commands.ts';
import { hour, minute } from '../web/stand.ts';
import {
  nowMs,
  key,
  idOf,
  prepare,
  judged,
  command,
  span,
  passOf,
  signed,
  edited,
  repassed,
} from './web-forging.ts';

before(prepare);

it('a command passes that the web server signed, on a pass of its person; the event names the person’s key', async () => {
  assert.deepEqual(await judged(signed()), {
    ...{ accepted: true, key: idOf(key.ben) },
    roles: ['reporter', 'responder', 'commander'],
  });
});

it('its proof fits into a command', () => {
  const { commandId, actor, fields } = signed();
  assert.deepEqual(commandFaults('note', { commandId, actor, ...fields }), []);
});

describe('on a pass a command is refused', () => {
  const actor = (presented: Presented, change: object): Presented => ({
    ...presented,
    actor: { ...presented.actor, ...change },
  });
  const forgeries: readonly (readonly [string, () => Presented, RegExp])[] = [
    [
      'with an altered field',
      () => ({ ...signed(), fields: { text: 'x' } }),
      /not of this command/,
    ],
    [
      'replayed to another incident',
      () => ({ ...signed(), incidentId: 'INC-K7F3R' }),
      /not of this/,
    ],
    ['of another name', () => ({ ...signed(), name: 'contain' }), /not of this command/],
    ['with another id', () => ({ ...signed(), commandId: 'c-2' }), /not of this command/],
    ['by another way', () => actor(signed(), { channel: 'cli' }), /came another way/],
    [
      'signed for another way',
      () => signed({ command: { actor: { person: 'ben', channel: 'cli' } } }),
      /another way/,
    ],
    ['in the name of another', () => actor(signed(), { person: 'anna' }), /not that of anna/],
    [
      'on the pass of another',
      () => signed({ pass: passOf({ person: 'anna' }, key.anna) }),
      /not that of ben/,
    ],
    [
      'on a pass in ben’s name by anna',
      () => signed({ pass: passOf({}, key.anna) }),
      /not that of ben/,
    ],
    [
      'on a pass by nobody known',
      () => signed({ pass: passOf({}, key.stranger) }),
      /not on record/,
    ],
    ['on a pass by a key taken away', () => signed({ pass: passOf({}, key.lost) }), /taken away/],
    ['on a pass by an expired key', () => signed({ pass: passOf({}, key.old) }), /has expired/],
    [
      'by another web server than the pass names',
      () => signed({ by: key.other }),
      /not of this command/,
    ],
    [
      'on another pass of its person',
      () => {
        const [, other = ''] = (
          signed({ pass: passOf({ code: '0'.repeat(64) }) }).actor.signature ?? ''
        ).split('.');
        return edited(signed(), (parts) => parts.with(1, other));
      },
      /not of this command/,
    ],
    [
      'by a granted web server that the pass does not name',
      () => signed({ by: key.granted }),
      /not of this command/,
    ],
    [
      'by its person’s key in place of the web server’s',
      () => signed({ by: key.ben }),
      /not of this/,
    ],
    [
      'on a pass for a web server taken away',
      () => signed({ pass: passOf({ web: publicKeyOf(key.gone) }), by: key.gone }),
      /web server's key .* was taken away/,
    ],
    [
      'on a pass that has expired',
      () => signed({ pass: passOf({ fromMs: nowMs - 12 * hour, untilMs: nowMs }) }),
      /pass .* expired/,
    ],
    [
      'on a pass longer than the policy lets it be',
      () => signed({ pass: passOf({ fromMs: nowMs - 12 * hour }) }),
      /pass .* expired/,
    ],
    [
      'on a pass for two days',
      () => signed({ pass: passOf({ untilMs: nowMs + 47 * hour }) }),
      /longer than 24 h/,
    ],
    [
      'on a pass of the future',
      () => signed({ pass: passOf({ fromMs: nowMs + 3 * minute }) }),
      /future/,
    ],
    [
      'six minutes long',
      () => signed({ span: { expiresAtMs: nowMs + 5 * minute + 1 } }),
      /five minutes/,
    ],
    [
      'signed in the future',
      () => signed({ span: { issuedAtMs: nowMs + 2 * minute + 1 } }),
      /future/,
    ],
    [
      'at the instant when its signature ends',
      () => signed({ span: { expiresAtMs: nowMs } }),
      /expired; send/,
    ],
    [
      'with a longer life than was signed',
      () => edited(signed(), (parts) => parts.with(3, String(span.expiresAtMs + 1))),
      /not of this command/,
    ],
    [
      'with another beginning',
      () => edited(signed(), (parts) => parts.with(2, String(span.issuedAtMs + 1))),
      /not of this command/,
    ],
    [
      'with the signature of another',
      () => edited(signed(), (parts) => parts.with(4, 'A'.repeat(86))),
      /not of this command/,
    ],
    ['with what is no proof', () => edited(signed(), (parts) => parts.with(1, 'e30')), /is none/],
    ['with more than a pass', () => repassed({ more: 1 }), /is none/],
    ['with a pass for a key that is none', () => repassed({ web: 'AAAA' }), /is none/],
    [
      'as that of the identity provider',
      () => edited(signed(), (parts) => ['web', 'oidc', ...parts.slice(1)]),
      /is none/,
    ],
    ['that only a worker may send', () => signed({ command: { name: 'absorb' } }), /only a worker/],
    [
      'of somebody who left',
      () =>
        signed({
          pass: passOf({ person: 'mallory' }),
          command: { actor: { person: 'mallory', channel: 'web' } },
        }),
      /not a person/,
    ],
  ];
  for (const [what, make, why] of forgeries)
    it(what, async () => {
      const verdict = await judged(make());
      assert.ok(!verdict.accepted);
      assert.match(verdict.message, why);
    });

  const altered = {
    ...{ fromMs: nowMs - hour - 1, untilMs: nowMs + 10 * hour, code: 'e'.repeat(64) },
    ...{ web: publicKeyOf(key.other), proof: 'A'.repeat(86) },
  };
  for (const [field, value] of Object.entries(altered))
    it(`with another ${field} in its pass`, async () => {
      const verdict = await judged(repassed({ [field]: value }));
      assert.ok(!verdict.accepted);
      assert.match(verdict.message, /was not signed by ben/);
    });

  it('with the signature of a command line in place of the web’s, or as one', async () => {
    const cli = signCommand(command, key.web, span);
    const verdict = await judged({ ...command, actor: { ...command.actor, signature: cli } });
    assert.ok(!verdict.accepted);
    const [, , , , bytes = ''] = (signed().actor.signature ?? '').split('.');
    const asCli = ['1', idOf(key.ben), span.issuedAtMs, span.expiresAtMs, bytes].join('.');
    const other = await judged({ ...command, actor: { ...command.actor, signature: asCli } });
    assert.ok(!other.accepted);
  });
});
