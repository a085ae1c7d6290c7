/** Rules for what strangers know or may know: each raises the advice, none lowers it. */
import { levelOf, severityQuarters } from './enisa.ts';
import { beyond, type FactName, type Full } from './facts.ts';
import { has, identifiesForGood, isIntimate, pays, tellsMuch } from './grave.ts';
import { manyPeople } from './relief.ts';
import type { Rule } from './rule.ts';

const out = ['recipients', 'malicious'] as const satisfies readonly FactName[];

/** They hold only while no relief does. */
export const disclosureRules: readonly Rule[] = [
  {
    id: 'not-excluded',
    risk: 'risk',
    when: () => true,
    reads: [],
    says: 'People without right have the data, or it cannot be excluded with certainty that they have.',
    sources: ['art33', 'recital85', 'noTrace', 'intentions', 'mediumMistake'],
  },
  {
    id: 'intimate',
    risk: 'high',
    when: (facts) =>
      isIntimate(facts) &&
      (isOut(facts) || (isUntrusted(facts) && beyond(facts, 'deletion', 'confirmed'))),
    reads: ['data', 'contents', 'specialCategories', ...out, 'deletion'],
    says: 'Special categories, criminal records or data that tells as much (health, beliefs, sexual life, safety) are in hands that need not be trusted.',
    sources: ['art34', 'recital75', 'paper', 'annexB'],
  },
  {
    id: 'identity',
    risk: 'high',
    when: (facts) => identifiesForGood(facts) && isUntrusted(facts),
    reads: ['contents', ...out],
    says: 'Identity documents or national identification numbers are in hands that need not be trusted: identity theft is near, for one person as for many.',
    sources: ['recital75', 'exfiltrated', 'graveMistake', 'polishNumbers'],
  },
  {
    id: 'payment',
    risk: 'high',
    when: (facts) =>
      pays(facts) &&
      (isOut(facts) || (isUntrusted(facts) && beyond(facts, 'deletion', 'confirmed'))),
    reads: ['data', 'contents', ...out, 'deletion'],
    says: 'With the payment data somebody can pay or take money.',
    sources: ['recital75', 'exfiltrated'],
  },
  {
    id: 'passwords',
    risk: 'high',
    when: (facts) => facts.credentials === 'readable' && isOut(facts),
    reads: ['credentials', ...out],
    says: 'Passwords can be read or were guessed; people use the same ones elsewhere, so a reset here does not undo it.',
    sources: ['stuffing', 'annexB'],
  },
  {
    id: 'passwords-not-reset',
    risk: 'high',
    when: (facts) =>
      beyond(facts, 'mitigation', 'effective') &&
      ((beyond(facts, 'credentials', 'strongly_hashed') && isOut(facts)) ||
        (facts.credentials === 'readable' && isUntrusted(facts))),
    reads: ['credentials', 'mitigation', ...out],
    says: 'Passwords can be read or cracked, and they still work.',
    sources: ['stuffing', 'annexB'],
  },
  {
    id: 'tells-much',
    risk: 'high',
    when: (facts) => tellsMuch(facts) && isOut(facts) && mayBeTaken(facts),
    reads: ['data', 'contents', ...out, 'exfiltration'],
    says: 'Much about the life, work or money of people is out of hand, and can be used to deceive or to harm them.',
    sources: ['recital75', 'forms', 'impostor', 'forwarded'],
  },
  {
    id: 'impersonation',
    risk: 'high',
    when: (facts) =>
      has(facts, 'identity_basics') &&
      isOut(facts) &&
      mayBeTaken(facts) &&
      (facts.individuals > manyPeople || beyond(facts, 'duration', 'days')),
    reads: ['contents', ...out, 'exfiltration', 'individuals', 'duration'],
    says: 'Birth dates and the like, with names, are out of hand for many people or for long: enough to pose as somebody.',
    sources: ['openDevice', 'factors', 'own'],
  },
  {
    id: 'vulnerable',
    risk: 'high',
    when: (facts) => facts.vulnerablePeople && isOut(facts) && mayBeTaken(facts),
    reads: ['vulnerablePeople', ...out, 'exfiltration'],
    says: 'Children, patients or other people in need of protection are among those whose data is out of hand.',
    sources: ['recital75', 'factors'],
  },
  {
    id: 'published',
    risk: 'high',
    when: (facts) =>
      facts.recipients === 'public' &&
      facts.contents.some((content) => content !== 'contact_details'),
    reads: ['recipients', 'contents'],
    says: 'More than contact details stands where anybody can read it.',
    sources: ['factors', 'annexB', 'own'],
  },
  {
    id: 'severity',
    risk: 'high',
    when: (facts) => isUntrusted(facts) && levelOf(severityQuarters(facts)) === 'very_high',
    reads: [...out, 'data', 'identification', 'confidentiality', 'integrity', 'availability'],
    says: 'The ENISA score is very high. (A score raises this advice, it never lowers it.)',
    sources: ['enisa', 'own'],
  },
];

function isUntrusted(facts: Full): boolean {
  return beyond(facts, 'recipients', 'trusted') || facts.malicious;
}

/** With somebody who is not one of a few known persons, or who took it on purpose. */
function isOut(facts: Full): boolean {
  return beyond(facts, 'recipients', 'few_known') || facts.malicious;
}

/** Only an examination that found nothing counts here; certainty is a relief of its own. */
function mayBeTaken(facts: Full): boolean {
  return beyond(facts, 'exfiltration', 'no_evidence');
}
