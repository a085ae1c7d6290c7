/** The one contact address of the policy stands in everything that leaves: every mail of every kind, and every notice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DutyPlan } from '../../src/domain/duty.ts';
import { languages, type Language } from '../../src/domain/language.ts';
import { peopleLetter } from '../../src/domain/people-letter.ts';
import { catalogues } from '../../src/language/index.ts';
import { checkpointMail } from '../../src/mail/checkpoint.ts';
import { renderMarkdown } from '../../src/notices/markdown.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { german, toAuthority, toCustomer } from '../language/sample.ts';
import { awareMs, duty, full, organisation } from '../notices/sample.ts';
import { policy } from './sample.ts';
import { everyMail } from './variety.ts';

const plan: DutyPlan = {
  ...{ rule: 'gdpr-34', isTarget: true, title: 'tell the people', article: 'GDPR Art. 34' },
  ...{ addressee: 'the people', notes: [], stage: 'notification' },
};

function people(language: Language) {
  const duties = { ...full.duties, 'gdpr-34': { ...duty, id: 'gdpr-34', plan } };
  const words = catalogues[language].notices;
  return peopleLetter({ ...full, duties }, organisation, 'gdpr-34', awareMs, words);
}

const contact = 'one-address@contact.example';

for (const language of languages)
  test(`in ${language} it stands in the text and the page of every mail`, () => {
    const organisation = { ...policy.organisation, contact, language };
    const ours: Policy = { ...policy, organisation };
    const mails = [...everyMail(ours)];
    assert.ok(mails.length > 100);
    for (const [what, { text, html }] of mails)
      for (const part of [text, html]) assert.ok(part.includes(contact), what);
    const checkpoint = {
      ...{ n: 1, hash: 'ab', atMs: 0, installation: 'i', key: 'k', signature: 's' },
    };
    const { text, html } = checkpointMail({ checkpoint, text: '{}' }, ours, '<id@x.example>');
    for (const part of [text, html]) assert.ok(part.includes(contact));
  });

test('it stands in every notice', () => {
  for (const language of languages) {
    const notices = {
      authority: toAuthority(german, language),
      customer: toCustomer(german, language),
      people: people(language),
    };
    for (const [what, draft] of Object.entries(notices))
      assert.ok(renderMarkdown(draft, 'Europe/Vienna').includes(organisation.contact), what);
  }
});
