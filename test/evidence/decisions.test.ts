/** The decisions of a pack: what counts as one, and that a withholding names both people and the reasons. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionFiles } from '../../src/evidence/decisions.ts';
import { safeName } from '../../src/evidence/file.ts';
import { viewOf } from '../../src/evidence/view.ts';
import { declared, given, hours } from '../support/incidents.ts';

test('a confirmed withholding tells what was proposed, by whom, why, and against which advice', async () => {
  const { events } = given(
    declared(),
    { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log' } },
    { name: 'advise', by: 'dora', fields: { recommends: 'notify', reason: 'credentials' } },
    {
      name: 'withholdDuty',
      fields: { reason: 'keys are safe', exception: 'risk-unlikely', againstAdvice: 'tested' },
    },
    { name: 'confirmWithholding', by: 'clara' },
    { name: 'note', fields: { text: 'nothing is decided by a note' } },
  );
  const view = viewOf({ zone: 'Europe/Vienna', names: { byId: { clara: 'Clara Vogt' } } });
  async function* walk() {
    yield* events;
  }
  const texts: string[] = [];
  for (const { parts } of decisionFiles('INC-1', walk, view, 'Europe/Vienna')) {
    let text = '';
    for await (const part of parts) text += String(part);
    texts.push(text);
  }
  const [markdown = '', json = ''] = texts;
  const { decisions } = JSON.parse(json);
  const last = decisions.at(-1);
  assert.equal(last.by.name, 'Clara Vogt');
  assert.match(
    last.text,
    /^confirmed that gdpr-33-1 is withheld, which anna proposed .*keys are safe; against the advice, because: tested \(event \d+\)$/,
  );
  assert.match(markdown, /, Clara Vogt \(clara\)\n\nconfirmed that gdpr-33-1 is withheld/);
  assert.ok(!json.includes('nothing is decided'));
});

test('a name that came from outside stays below the 255 bytes of a file system, and never empty', () => {
  assert.ok(Buffer.byteLength(safeName('𠀀'.repeat(300))) <= 200);
  assert.equal(safeName('/..\\..'), 'unnamed');
  assert.equal(safeName('e\u0301tat.txt'), 'état.txt');
});
