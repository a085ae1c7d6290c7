/** Where a notice goes and how it is filed: the proposal in the draft, and a step for every authority. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NoticeDraft, NoticeSource, OrganisationProfile } from '../../../src/domain/notice.ts';
import { authoritiesById, findAuthority } from '../../../src/policy/authorities.ts';
import {
  awareMs,
  complete,
  corrections,
  drafted,
  empty,
  organisation,
} from '../../notices/sample.ts';

const monthMs = 30.5 * 86_400_000;
const checkedMs = Date.parse('2026-11-22');
type Where = NonNullable<OrganisationProfile['establishments']>;

function profile(authority: string, given: Partial<Where>): OrganisationProfile {
  const found = findAuthority(authority) ?? assert.fail(authority);
  const nowhere: Where = { others: [], body: 'private', usualPeople: [] };
  return {
    ...organisation,
    authority: found,
    establishments: { ...nowhere, ...given },
    authorities: authoritiesById(),
  };
}

function value(draft: NoticeDraft, id: string): string | undefined {
  return draft.sections.flatMap(({ items }) => items).find((entry) => entry.id === id)?.value;
}

function withAnswers(answers: Readonly<Record<number, string>>): NoticeSource {
  return { ...complete, corrections: { ...complete.corrections, ...corrections(answers) } };
}

/** `complete` says that nothing crosses a border; here that is open. */
const { 113: _answered, ...others } = complete.corrections ?? {};
const undecided: NoticeSource = { ...complete, corrections: others };

test('without establishments in the policy the draft is about its one authority, as ever', () => {
  const { sections, steps = [] } = drafted(empty, awareMs, {
    ...organisation,
    authority: findAuthority('NL') ?? assert.fail(),
  });
  assert.deepEqual(
    sections[0]?.items.map(({ id }) => id),
    ['authority', 'portal', 'due', 'website'],
  );
  assert.equal(
    steps[2],
    'Open the portal; its address was confirmed in a source (directory of 2026-11-22): https://datalekken.autoriteitpersoonsgegevens.nl',
  );
  assert.match(
    steps[3] ?? '',
    /keep a proof of each attempt .* telephone \+31 88 180 5250 .*not verified.* The 72 hours do not stop for that/,
  );
  assert.equal(steps.length, 7);
});

test('establishments in several states: the lead, the others as concerned, and the fields of field 113', () => {
  const draft = drafted(
    undecided,
    awareMs,
    profile('DE-BE', { main: 'DE-BE', others: ['FR', 'AT'] }),
  );
  assert.match(value(draft, 'proposed') ?? '', /^Lead authority:\nBerliner Beauftragte/);
  assert.match(value(draft, 'concerned') ?? '', /CNIL.*\n.*Datenschutzbehörde/);
  assert.match(value(draft, 'to-check') ?? '', /not a decision/);
  assert.equal(value(draft, 'field_113'), 'a) Yes');
  assert.match(value(draft, 'field_114') ?? '', /^Berliner/);
  assert.equal(value(draft, 'field_115'), 'Germany, France, Austria');
  assert.equal(value(draft, 'field_116'), undefined);
  assert.ok(draft.missing.some((label) => label.startsWith('116 ')));
  assert.ok(draft.steps?.some((step) => step.includes(' 116 "DE-BE, FR"')));
});

test('usual countries are a beginning that stays open until a person writes those of the breach', () => {
  const where = profile('IE', { main: 'IE', usualPeople: ['IE', 'ES'] });
  const usual = drafted(undecided, awareMs, where);
  assert.equal(value(usual, 'field_116'), 'Ireland, Spain');
  assert.match(value(usual, 'people-countries') ?? '', /to be confirmed/);
  assert.ok(usual.open?.some((label) => label.startsWith('116 ')));
  const written = {
    ...undecided,
    corrections: { ...others, ...corrections({ 116: 'IE, PT, Mars' }) },
  };
  const said = drafted(written, awareMs, where);
  assert.equal(value(said, 'people-countries'), 'Ireland, Portugal');
  assert.match(value(said, 'concerned') ?? '', /Comissão/);
  assert.equal(value(said, 'unread'), 'Mars');
  assert.ok(!said.open?.some((label) => label.startsWith('116 ')));
});

test('nothing says no for a person: within one state field 113 stays missing', () => {
  const draft = drafted(undecided, awareMs, profile('FR', { main: 'FR', usualPeople: ['FR'] }));
  assert.equal(value(draft, 'field_113'), undefined);
  assert.match(value(draft, 'proposed') ?? '', /^Competent authority:/);
});

test('no establishment in the EEA: every authority has its step, and is recorded with the others', () => {
  const where = profile('GB', { main: 'GB', representative: 'IE', usualPeople: ['FR', 'IT'] });
  const draft = drafted(undecided, awareMs, where);
  assert.match(value(draft, 'authority') ?? '', /CNIL.*\nGarante/);
  assert.match(value(draft, 'portal') ?? '', /notifications\.cnil\.fr.*\n.*servizi\.gpdp\.it/);
  assert.match(value(draft, 'separately') ?? '', /Information Commissioner/);
  assert.equal(value(draft, 'field_120'), 'a) Yes');
  assert.equal(value(draft, 'field_121'), 'France, Italy');
  assert.match(value(draft, 'field_123') ?? '', /CNIL.*\nGarante/);
  const steps = draft.steps ?? [];
  for (const start of [
    'Authority 1 of 3, Comm',
    'Authority 2 of 3, Gara',
    'Authority 3 of 3, Info',
  ])
    assert.equal(steps.filter((step) => step.startsWith(start)).length, 1, start);
  assert.match(steps.at(-2) ?? '', /notify all 2 first/);
  assert.match(steps.at(-1) ?? '', /duty start INC-7K3FQ uk-gdpr-33 --reason REASON$/);
});

test('no establishment and no countries: the authority is missing, and somebody is asked for them', () => {
  const draft = drafted(undecided, awareMs, profile('GB', { main: 'US' }));
  assert.ok(draft.missing.includes('Supervisory authority'));
  assert.ok(draft.steps?.some((step) => step.includes(' 121 "DE-BE, FR"')));
});

test('an authority of the policy that is not the one proposed is told, and a person decides', () => {
  const draft = drafted(undecided, awareMs, profile('FR', { main: 'IE', others: ['FR'] }));
  assert.match(value(draft, 'authority') ?? '', /CNIL/);
  assert.match(value(draft, 'proposed') ?? '', /Data Protection Commission/);
  assert.match(value(draft, 'differs') ?? '', /a person decides/);
  assert.ok(draft.open?.some((label) => label.startsWith('114 ')));
  assert.ok(
    draft.steps?.some((step) => /^Authority 2 of 2, .*CNIL.*named in the policy file/.test(step)),
  );
});

test('a correction of the section stands before the proposal', () => {
  const source = withAnswers({ 113: 'a', 114: 'CNIL', 118: 'CNIL' });
  const draft = drafted(source, awareMs, profile('IE', { main: 'IE', others: ['FR'] }));
  assert.deepEqual([value(draft, 'field_114'), value(draft, 'field_118')], ['CNIL', 'CNIL']);
});

test('a directory older than half a year is to be checked again', () => {
  const where = profile('IE', { main: 'IE' });
  const stale = (nowMs: number) =>
    drafted(undecided, nowMs, where).steps?.some((step) => step.includes('months old')) ?? false;
  assert.equal(stale(checkedMs + 5 * monthMs), false);
  assert.equal(stale(checkedMs + 7 * monthMs), true);
});

test('Germany without its Land is said to be open, and never taken for the Federal Commissioner', () => {
  const draft = drafted(undecided, awareMs, profile('GB', { main: 'US', usualPeople: ['DE'] }));
  assert.match(value(draft, 'authority') ?? '', /^Germany \(which authority is open\)$/);
  assert.ok(draft.steps?.some((step) => step.endsWith('authorities list --country DE')));
  assert.ok(!draft.steps?.some((step) => step.includes('Bundesbeauftragte')));
});
