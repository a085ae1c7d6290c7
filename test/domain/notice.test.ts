/** Drafts tell what is recorded, name what is missing, and guess nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorityNotice } from '../../src/domain/authority-notice.ts';
import type { Filing } from '../../src/domain/duty.ts';
import type { NoticeDraft, NoticeItem, NoticeSource } from '../../src/domain/notice.ts';
import { processorNotice } from '../../src/domain/processor-notice.ts';
import { awareMs, dueMs, duty, empty, full, hourMs, organisation } from '../notices/sample.ts';

function item(draft: NoticeDraft, id: string): NoticeItem | undefined {
  return draft.sections.flatMap(({ items }) => items).find((entry) => entry.id === id);
}

function value(draft: NoticeDraft, id: string): string | undefined {
  return item(draft, id)?.value;
}

test('with nothing recorded, all that Art. 33(3) demands is missing, with whom to ask', () => {
  const draft = authorityNotice(empty, organisation, awareMs);
  assert.deepEqual(draft.missing, [
    'When the controller became aware',
    'Time zone in which that was said',
    'What made it certain',
    'What happened',
    'Whether personal data was breached',
    'Categories of people',
    'Approximate number of people',
    'Categories of records',
    'Approximate number of records',
    'Likely consequences',
    'Measures taken or proposed',
  ]);
  for (const entry of draft.sections.flatMap(({ items }) => items))
    if (entry.value === undefined) assert.notEqual(entry.askWhom, '', entry.label);
  assert.match(
    value(draft, 'completeness') ?? '',
    /^incomplete, .*Art\. 33\(4\).*Categories of people/,
  );
  assert.deepEqual(draft.marks, ['draft, not filed']);
});

test('with all of it recorded nothing is missing, and each value stands where the article asks', () => {
  const draft = authorityNotice(full, organisation, awareMs + 5 * hourMs);
  assert.deepEqual(draft.missing, []);
  assert.equal(value(draft, 'completeness'), 'complete as far as the record shows');
  assert.equal(value(draft, 'kind'), 'new notification');
  assert.equal(value(draft, 'aware'), '2026-03-27T08:14:00.000Z');
  assert.equal(value(draft, 'aware-zone'), 'Europe/Vienna');
  assert.equal(value(draft, 'due'), '2026-03-30T08:14:00.000Z');
  assert.equal(value(draft, 'subject-categories'), 'customers; employees');
  assert.equal(value(draft, 'records'), '4200');
  assert.equal(
    value(draft, 'customers'),
    'Acme SA (notice accepted, asked for 2026-03-27 11:14 UTC)',
  );
  assert.match(value(draft, 'portal') ?? '', /2026-11-22, not verified, check before use/);
  const articles = Object.fromEntries(draft.sections.map(({ id, article }) => [id, article]));
  assert.equal(articles['nature'], 'GDPR Art. 33(3)(a)');
  assert.equal(articles['controller'], 'GDPR Art. 33(3)(b)');
  assert.equal(articles['consequences'], 'GDPR Art. 33(3)(c)');
  assert.equal(articles['measures'], 'GDPR Art. 33(3)(d)');
});

test('a recorded zero is told, an unknown number is not turned into one', () => {
  const { subjects: _unknown, ...facts } = full.facts;
  assert.equal(value(authorityNotice(full, organisation, awareMs), 'subjects'), '0');
  const draft = authorityNotice({ ...full, facts }, organisation, awareMs);
  assert.equal(value(draft, 'subjects'), undefined);
  assert.deepEqual(draft.missing, ['Approximate number of people']);
});

test('an empty list is not an answer', () => {
  const draft = authorityNotice(
    { ...full, facts: { ...full.facts, dataCategories: [] } },
    organisation,
    awareMs,
  );
  assert.deepEqual(draft.missing, ['Categories of records']);
});

test('without an authority in the directory the draft says that it is missing', () => {
  const { authority: _none, ...rest } = organisation;
  assert.deepEqual(authorityNotice(full, rest, awareMs).missing, ['Supervisory authority']);
});

test('up to the last minute of the 72 hours there is nothing about delay', () => {
  assert.equal(item(authorityNotice(full, organisation, dueMs), 'delay-record'), undefined);
});

test('past the 72 hours the record of the delay is drafted, and the reasons are asked for', () => {
  const draft = authorityNotice(full, organisation, dueMs + 5 * hourMs + 12 * 60_000);
  assert.equal(
    value(draft, 'delay-record'),
    [
      'The 72 hours ended 2026-03-30 08:14 UTC; this draft was made 2026-03-30 13:26 UTC, 5 h 12 min later.',
      '2026-03-25 08:14 UTC: happened',
      '2026-03-27 07:14 UTC: detected',
      '2026-03-27 08:14 UTC: aware of the breach',
      '2026-03-27 08:14 UTC: declared as an incident',
      '2026-03-27 10:14 UTC: contained',
    ].join('\n'),
  );
  assert.deepEqual(draft.missing, ['Reasons for the delay']);
});

function filed(filing: Partial<Filing>): NoticeSource {
  const first: Filing = {
    stage: 'initial',
    filed: { atMs: dueMs - hourMs, zone: 'UTC' },
    recordedAtMs: dueMs,
    recordedBy: 'carla',
    reference: 'DSB-1',
    lateByMs: 0,
    ...filing,
  };
  return { ...full, duties: { 'gdpr-33-1': { ...duty, state: 'filed', filings: [first] } } };
}

test('after a late filing its lateness stays, and its reasons are the reasons', () => {
  const late = filed({
    filed: { atMs: dueMs + hourMs, zone: 'UTC' },
    lateByMs: hourMs,
    reasonsForDelay: 'the log server was down',
  });
  const draft = authorityNotice(late, organisation, dueMs + 500 * hourMs);
  assert.match(
    value(draft, 'delay-record') ?? '',
    /first filed 2026-03-30 09:14 UTC, 1 h 0 min later/,
  );
  assert.equal(value(draft, 'delay-reasons'), 'the log server was down');
  assert.deepEqual(draft.missing, []);
});

test('after a filing in time a later draft is a follow-up and not late', () => {
  const draft = authorityNotice(filed({}), organisation, dueMs + 500 * hourMs);
  assert.equal(item(draft, 'delay-record'), undefined);
  assert.equal(value(draft, 'kind'), 'follow-up to DSB-1 (filed 2026-03-30 07:14 UTC)');
});

test('while the clock is provisional nobody is late and no end is promised', () => {
  const { aware: _none, ...unaware } = full;
  const provisional = { ...duty, anchor: { ...duty.anchor, provisional: true } };
  const source = { ...unaware, duties: { 'gdpr-33-1': provisional } };
  const draft = authorityNotice(source, organisation, dueMs + 9 * hourMs);
  assert.equal(item(draft, 'delay-record'), undefined);
  assert.equal(value(draft, 'due'), undefined);
});

test('the notice to a customer bears its name and leaves the assessment to it', () => {
  const draft = processorNotice(full, organisation, 'acme', awareMs);
  assert.equal(draft.title, 'Notice of a personal data breach to Acme SA, INC-7K3FQ');
  assert.deepEqual(draft.missing, []);
  assert.match(value(draft, 'assessment') ?? '', /for you as the controller to assess/);
  assert.match(value(draft, 'open') ?? '', /^How much of this is yours\. We will tell you/);
  assert.equal(value(draft, 'dpo-contact'), 'dpo@example.org');
});

test('a customer never reads of another one', () => {
  const profile = { ...organisation, customerNames: { acme: 'Acme SA', rival: 'Rival AG' } };
  const source: NoticeSource = {
    ...full,
    customers: { ...full.customers, rival: { requestedAtMs: awareMs, outcome: 'failed' } },
  };
  const text = JSON.stringify(processorNotice(source, profile, 'acme', awareMs));
  assert.doesNotMatch(text, /rival/i);
});

test('with nothing recorded the notice to a customer lists what is missing and calls it an incident', () => {
  const draft = processorNotice(empty, organisation, 'gone', awareMs);
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
