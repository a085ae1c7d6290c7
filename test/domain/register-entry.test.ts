/** The entry of the Art. 33(5) register: what stands in it, and which incidents have one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { registerEntry, type RegisterEntry } from '../../src/domain/register-entry.ts';
import { declared, given, hours, startMs, type Story } from '../support/incidents.ts';
import { bodies, busy } from './samples.ts';

function entryOf({ events }: Story): RegisterEntry {
  const entry = registerEntry(events);
  assert.ok(entry);
  return entry;
}

const facts = {
  ...({ summary: 'an export was open', personalData: 'yes', subjects: 1_240, records: 9 } as const),
  ...{ subjectCategories: ['customers'], dataCategories: ['names'], consequences: 'phishing' },
  measures: 'closed',
};
const aware = { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } } as const;

describe('the entry', () => {
  it('tells facts, effects, remedial action and the late filing with its reasons', () => {
    const story = given(
      declared(),
      { name: 'triage', fields: facts },
      { ...aware, by: 'dora' },
      {
        ...{ name: 'fileDuty', at: hours(80).atMs, by: 'dora' },
        fields: { reference: 'AZ 1', at: hours(74), reasonsForDelay: 'the portal was down' },
      },
    );
    const entry = entryOf(story);
    const [duty] = entry.duties;
    assert.ok(duty);
    assert.deepEqual(entry.facts, {
      ...{ nature: 'an export was open', subjects: 1_240, records: 9 },
      ...{ subjectCategories: ['customers'], dataCategories: ['names'] },
    });
    assert.equal(entry.effects, 'phishing');
    assert.equal(entry.remedialAction, 'closed');
    assert.equal(entry.state, 'filed');
    assert.equal(entry.aware?.declaredBy, 'dora');
    assert.equal(entry.policyVersion, story.incident.policy.version);
    assert.equal(duty.lateByMs, 2 * 3_600_000);
    assert.equal(duty.ruleVersion, story.incident.duties['gdpr-33-1']?.ruleVersion);
    assert.equal(duty.filings[0]?.reasonsForDelay, 'the portal was down');
    assert.equal(duty.rule, 'gdpr-33-1');
    const kinds = entry.decisions.map(({ kind, by }) => `${kind} ${by}`);
    assert.deepEqual(kinds, [
      ...['declared anna', 'triaged anna', 'awarenessDeclared dora', 'filed dora'],
    ]);
    assert.equal(entry.decisions[2]?.reason, 'the log');
  });

  it('tells a withholding with exception, advice, both people, and why the advice is not followed', () => {
    const entry = entryOf(
      given(
        declared(),
        aware,
        { name: 'advise', by: 'dora', fields: { recommends: 'notify', reason: 'credentials' } },
        {
          name: 'withholdDuty',
          fields: { reason: 'keys are safe', exception: 'risk-unlikely', againstAdvice: 'tested' },
        },
        { name: 'confirmWithholding', by: 'clara' },
      ),
    );
    const [duty] = entry.duties;
    assert.equal(entry.state, 'withheld');
    assert.equal(duty?.advice?.by, 'dora');
    assert.equal(duty.withholding?.exception, 'risk-unlikely');
    assert.equal(duty.withholding.againstAdvice, 'tested');
    assert.deepEqual(
      [duty.withholding.proposedBy, duty.withholding.confirmedBy],
      ['anna', 'clara'],
    );
    const proposed = entry.decisions.find(({ kind }) => kind === 'withholdingProposed');
    assert.equal(proposed?.exception, 'risk-unlikely');
    assert.equal(proposed.againstAdvice, 'tested');
  });

  it('keeps the question that was answered with no, and its reason', () => {
    const entry = entryOf(
      given(declared(), { name: 'triage', fields: { summary: 'test data', personalData: 'no' } }),
    );
    assert.equal(entry.state, 'none');
    assert.equal(entry.personalData, 'no');
    assert.equal(entry.duties[0]?.state, 'withdrawn');
    assert.match(entry.duties[0].withdrawnBecause ?? '', /test data/);
  });

  it('is open while the rest of an initial notice is owed', () => {
    const initial = { reference: 'AZ 1', stage: 'initial' } as const;
    const story = given(declared(), aware, { name: 'fileDuty', fields: initial });
    assert.equal(entryOf(story).state, 'open');
  });

  it('is there for a duty under another law, and not for an incident without question and duty', () => {
    const calm = declared({ personalData: 'no' });
    assert.equal(registerEntry(given(calm).events), undefined);
    const other = given(calm, { event: bodies.dutyStarted });
    assert.equal(registerEntry(other.events)?.personalData, 'no');
  });

  it('has no end in notes and mails: they leave no trace in it', () => {
    const story = busy();
    const noted = {
      ...({ seq: story.events.length + 1, atMs: startMs, type: 'noted', text: 'x' } as const),
      actor: { person: 'anna', channel: 'cli' } as const,
    };
    const { lastSeq: _a, updatedAtMs: _b, ...before } = entryOf(story);
    const {
      lastSeq,
      updatedAtMs: _c,
      ...after
    } = entryOf({
      ...story,
      events: [...story.events, noted],
    });
    assert.deepEqual(after, before);
    assert.equal(lastSeq, noted.seq);
  });

  it('holds every event type without a fault', () => {
    for (const body of Object.values(bodies))
      entryOf(given(declared(), ...(body.type === 'declared' ? [] : [{ event: body }])));
  });
});
