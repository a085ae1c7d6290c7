/** The notice to a customer tells what is recorded, names what is missing, and guesses nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeDraft, NoticeItem, NoticeSource } from '../../src/domain/notice.ts';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { awareMs, empty, english, full, organisation } from '../notices/sample.ts';

function item(draft: NoticeDraft, id: string): NoticeItem | undefined {
  return draft.sections.flatMap(({ items }) => items).find((entry) => entry.id === id);
}

function value(draft: NoticeDraft, id: string): string | undefined {
  return item(draft, id)?.value;
}

test('the notice to a customer bears its name and leaves the assessment to it', () => {
  const draft = processorNotice(full, organisation, 'acme', awareMs, english);
  assert.equal(draft.title, 'Notice of a personal data breach to Acme SA, INC-7K3FQ');
  assert.deepEqual(draft.missing, []);
  assert.match(value(draft, 'assessment') ?? '', /for you as the controller to assess/);
  assert.match(value(draft, 'open') ?? '', /^How much of this is yours\. We will tell you/);
  assert.equal(value(draft, 'dpo-contact'), 'dpo@example.org');
});

test('what our own policy file leaves out is not told to a customer as still being found out', () => {
  const { address: _address, ...without } = organisation;
  const draft = processorNotice(full, without, 'acme', awareMs, english);
  assert.equal(value(draft, 'open')?.includes('Address'), false);
});

test('a customer never reads of another one', () => {
  const profile = { ...organisation, customerNames: { acme: 'Acme SA', rival: 'Rival AG' } };
  const source: NoticeSource = {
    ...full,
    customers: { ...full.customers, rival: { requestedAtMs: awareMs, outcome: 'failed' } },
  };
  const text = JSON.stringify(processorNotice(source, profile, 'acme', awareMs, english));
  assert.doesNotMatch(text, /rival/i);
});

test('with nothing recorded the notice to a customer lists what is missing and calls it an incident', () => {
  const draft = processorNotice(empty, organisation, 'gone', awareMs, english);
  assert.equal(draft.title, 'Notice of a security incident to gone, INC-7K3FQ');
  assert.deepEqual(draft.missing, [
    'What happened',
    'Categories of people',
    'Approximate number of people, of all customers',
    'Categories of records',
    'Approximate number of records, of all customers',
    'Likely consequences',
    'Measures taken or proposed',
  ]);
  assert.equal(value(draft, 'personal-data'), 'still being examined');
});
