/** After an acknowledgement: whether somebody goes on with it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describe as inWords } from '../../src/domain/describe.ts';
import {
  fails,
  givenWith,
  mailTo,
  minuteMs,
  next,
  waiting,
  type Step,
} from '../support/incidents.ts';
import { check, critical, level, minutes, raise, told, under } from './escalation-cases.ts';

describe('after an acknowledgement', () => {
  const watched = under(
    { critical: [level(5, 'anna'), level(5, 'ben')], high: [level(5, 'anna')] },
    { progressWithinMs: { critical: 30 * minuteMs } },
  );
  const ack: Step = { name: 'acknowledge', at: minutes(2), by: 'ben' };
  const note = (at: number, by = 'ben'): Step => ({
    ...{ name: 'note', at: minutes(at), by },
    fields: { text: 'still looking' },
  });

  check({
    'silence asks whoever acknowledged, and without an answer begins the chain anew': {
      when: watched,
      steps: [critical, ack, { until: minutes(47) }],
      told: ['0 anna', '32 stalled ben', '37 anna', '42 ben', '47 nobody 1'],
    },
    'any command of a person is news': {
      when: watched,
      steps: [critical, ack, note(20, 'clara'), { until: minutes(50) }],
      told: ['0 anna', '50 stalled ben'],
    },
    'so is another acknowledgement, also of the same person': {
      when: watched,
      steps: [
        critical,
        ack,
        { name: 'acknowledge', at: minutes(30), by: 'ben' },
        { until: minutes(60) },
      ],
      told: ['0 anna', '60 stalled ben'],
    },
    'what the product does by itself is none, nor what was refused': {
      when: watched,
      steps: [
        ...[critical, ack],
        { event: { type: 'noticesDrafted', notices: [], missing: [] }, at: minutes(20) },
        {
          ...{ at: minutes(25), by: 'ben' },
          event: { type: 'commandRefused', command: 'close', code: 'wrong-phase', message: 'x' },
        },
        { until: minutes(32) },
      ],
      told: ['0 anna', '32 stalled ben'],
    },
    'the question is answered by any command, and the wait begins anew': {
      when: watched,
      steps: [critical, ack, { until: minutes(33) }, note(34), { until: minutes(64) }],
      told: ['0 anna', '32 stalled ben', '64 stalled ben'],
    },
    'a chain that has begun anew ends with an acknowledgement alone': {
      when: watched,
      steps: [
        ...[critical, ack, { until: minutes(38) }, note(39, 'clara'), { until: minutes(42) }],
        ...[{ name: 'acknowledge', at: minutes(43), by: 'anna' } as const, { until: minutes(73) }],
      ],
      told: ['0 anna', '32 stalled ben', '37 anna', '42 ben', '73 stalled anna'],
    },
    'whoever took it over is the one who is asked': {
      when: watched,
      steps: [
        critical,
        ack,
        { name: 'acknowledge', at: minutes(10), by: 'clara' },
        { until: minutes(40) },
      ],
      told: ['0 anna', '40 stalled clara'],
    },
    'triage is news too, and containment ends the wait': {
      when: watched,
      steps: [
        ...[critical, ack],
        { name: 'triage', at: minutes(20), by: 'ben', fields: { summary: 'x' } },
        { until: minutes(51) },
        { name: 'contain', at: minutes(52), by: 'ben', fields: { summary: 'x' } },
        { until: minutes(999) },
      ],
      told: ['0 anna', '50 stalled ben'],
    },
    'a severity without such a time waits for nobody': {
      when: watched,
      steps: [critical, ack, raise('high', minutes(3)), { until: minutes(999) }],
      told: ['0 anna'],
    },
    'a policy without such times waits for nobody': {
      when: under({ critical: [level(5, 'anna')] }),
      steps: [critical, ack, { until: minutes(999) }],
      told: ['0 anna'],
    },
    'closing ends the wait': {
      when: watched,
      steps: [
        ...[critical, ack],
        { name: 'declareFalseAlarm', fields: { reason: 'a test' } },
        { until: minutes(999) },
      ],
      told: ['0 anna'],
    },
  });

  test('the question is a mail that an answer cancels, and whose failure begins the chain at once', () => {
    const story = givenWith({ inForce: watched }, critical, ack, { until: minutes(32) });
    const mail = mailTo(story, 'still-on-it', 'ben');
    assert.deepEqual(waiting(next(story, note(33)), 'still-on-it'), []);
    const failed = next(story, fails(mail, minutes(33)), { until: minutes(33) });
    assert.deepEqual(told(failed), ['0 anna', '32 stalled ben', '33 anna']);
  });

  test('the silence is told on the timeline', () => {
    const story = givenWith({ inForce: watched }, critical, ack, { until: minutes(32) });
    assert.match(
      inWords(story.events.at(-1) ?? assert.fail('no event')),
      /^heard nothing since 2026-03-27 08:16 UTC: asked ben whether they are still on it; paging begins anew at 2026-03-27 08:51 UTC/,
    );
  });
});
