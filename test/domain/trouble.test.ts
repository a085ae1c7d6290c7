import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  afterLook,
  defaultPace,
  emptyWatch,
  knownIncidents,
  withoutMail,
  type Trouble,
  type Watch,
} from '../../src/domain/trouble.ts';

const startMs = Date.UTC(2026, 2, 27, 8, 14);
const minute = 60_000;
const people = ['anna', 'dora'];
const failing: Trouble = { kind: 'failing', incidentId: 'INC-7K3FQ', sinceMs: startMs - minute };

/** Looks at these minutes after the start, each with what it found. */
function looks(...seen: readonly (readonly [number, ...Trouble[]])[]): Watch {
  return seen.reduce<Watch>(
    (watch, [minutes, ...troubles]) =>
      afterLook(watch, troubles, people, startMs + minutes * minute, defaultPace),
    emptyWatch,
  );
}

const mails = (watch: Watch): readonly string[] =>
  watch.mails.map(({ kind, episode, to }) => `${kind} ${episode.told} > ${to}`);

describe('what the sentinel tells', () => {
  it('is an alarm at once for a failing incident, to everybody', () =>
    assert.deepEqual(mails(looks([0, failing])), ['alarm 0 > anna', 'alarm 0 > dora']));

  it('is told again after an hour and not before, in place of what still waits', () => {
    assert.equal(looks([0, failing], [59, failing]).mails.length, 2);
    assert.deepEqual(mails(looks([0, failing], [60, failing])), [
      'alarm 1 > anna',
      'alarm 1 > dora',
    ]);
  });

  it('says when it is over, and drops an alarm that nobody has got yet', () => {
    const watch = looks([0, failing], [1]);
    assert.deepEqual(mails(watch), ['over 1 > anna', 'over 1 > dora']);
    assert.deepEqual(watch.episodes, {});
  });

  it('has a Message-ID of its own for each mail, and the same one when a new sentinel tells it', () => {
    const keys = [looks([0, failing]), looks([0, failing], [60, failing]), looks([0, failing], [1])]
      .flatMap((watch) => watch.mails)
      .map(({ key }) => key);
    assert.equal(new Set(keys).size, 6);
    assert.equal(looks([30, failing]).mails[0]?.key, keys[0]);
    assert.equal(keys[0], `alarm.INC-7K3FQ.${(startMs - minute) / 1_000}.0.anna`);
  });

  it('is nothing about work that a returned worker takes up before the next look', () => {
    const waiting = { ...failing, kind: 'waiting' } as const;
    assert.deepEqual(mails(looks([0, waiting], [0.5])), []);
    assert.equal(mails(looks([0, waiting], [0.5, waiting])).length, 2);
  });

  it('comes at once again when the run of a stuck incident is ended', () => {
    const ended = { ...failing, kind: 'ended' } as const;
    assert.deepEqual(mails(looks([0, failing], [1, ended])), ['alarm 1 > anna', 'alarm 1 > dora']);
    assert.equal(looks([0, failing], [1, ended], [2, ended]).episodes['INC-7K3FQ']?.told, 2);
  });

  it('is one alarm about the register for all incidents, after five minutes', () => {
    const unwritten = (incidentId: string): Trouble => ({ kind: 'unwritten', incidentId });
    const both = [unwritten('INC-7K3FQ'), unwritten('INC-8K3FQ')] as const;
    assert.deepEqual(mails(looks([0, ...both], [4.5, ...both])), []);
    const watch = looks([0, ...both], [5, ...both]);
    assert.equal(watch.mails.length, 2);
    assert.deepEqual(watch.episodes['register']?.incidents, ['INC-7K3FQ', 'INC-8K3FQ']);
    assert.deepEqual(knownIncidents(watch), []);
    assert.deepEqual(mails(looks([0, ...both], [1])), [], 'short trouble is nobody’s business');
  });

  it('is told once to whoever runs the installation, and once that it is over', () => {
    const access: Trouble = { kind: 'access', count: 5 };
    const look = (watch: Watch, minutes: number, ...troubles: Trouble[]): Watch =>
      afterLook(watch, troubles, people, startMs + minutes * minute, defaultPace, ['carl']);
    const first = look(emptyWatch, 0, access, failing);
    assert.deepEqual(mails(first), ['alarm 0 > carl', 'alarm 0 > anna', 'alarm 0 > dora']);
    assert.deepEqual(knownIncidents(first), ['INC-7K3FQ'], 'no incident is asked for by that name');
    const later = look({ ...first, mails: [] }, 600, { ...access, count: 9 });
    assert.deepEqual(mails(later), ['over 1 > anna', 'over 1 > dora'], 'not again after an hour');
    assert.deepEqual(mails(look({ ...later, mails: [] }, 601)), ['over 1 > carl']);
  });

  it('goes to everybody where nobody runs the installation, as looks of before found it', () =>
    assert.deepEqual(mails(looks([0, { kind: 'mail' }])), ['alarm 0 > anna', 'alarm 0 > dora']));

  it('is nothing about a clock that was off at one look alone', () => {
    const clock: Trouble = { kind: 'clock', aheadMs: 60_000 };
    assert.deepEqual(mails(looks([0, clock], [0.5])), []);
    assert.equal(mails(looks([0, clock], [0.5, clock])).length, 2);
  });

  it('is forgotten once the mail server has it', () => {
    const watch = looks([0, failing]);
    const [first] = watch.mails;
    assert.deepEqual(mails(withoutMail(watch, first?.key ?? '')), ['alarm 0 > dora']);
  });
});
