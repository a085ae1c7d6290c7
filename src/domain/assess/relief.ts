/** What takes the risk of strangers knowing away, only while everything it needs is true. One is enough. */
import { contextScore, points } from './enisa.ts';
import { isIntimate } from './grave.ts';
import { beyond, type FactName, type Full } from './facts.ts';
import { isPlain, type Relief } from './rule.ts';

/** "A minor number" is all that the guidelines say: 16 were few for one authority, 101 many for another. */
const fewPeople = 50;
/** ENISA flags more than this as a severity that the score does not show. */
export const manyPeople = 100;

const mishap = ['malicious', 'confidentiality'] as const satisfies readonly FactName[];

export const reliefs: readonly Relief[] = [
  {
    id: 'nobody-got-it',
    when: (facts) =>
      facts.confidentiality === 'none' && facts.exfiltration === 'excluded_with_certainty',
    reads: ['confidentiality', 'exfiltration'],
    says: 'It is certain that nobody without right got at the data.',
    sources: ['restored', 'noRisk'],
  },
  {
    id: 'unreadable',
    when: (facts) => facts.encryption === 'strong_keys_safe' && facts.unintelligible,
    reads: ['encryption', 'unintelligible'],
    says: 'The data is encrypted by the state of the art and the keys are safe: whoever has it cannot read it.',
    sources: ['cipherText', 'lockedDevice', 'art34unreadable'],
  },
  {
    id: 'trusted-and-deleted',
    when: (facts) =>
      isMishap(facts) &&
      facts.recipients === 'trusted' &&
      !beyond(facts, 'deletion', 'confirmed') &&
      (facts.individuals <= manyPeople || !isIntimate(facts)),
    reads: [
      ...mishap,
      'recipients',
      'deletion',
      'individuals',
      'data',
      'contents',
      'specialCategories',
    ],
    says: 'Only a recipient bound to secrecy got the data, by mistake, and confirmed that nothing of it is kept.',
    sources: ['trusted', 'factors', 'own'],
  },
  {
    id: 'returned-unread',
    when: (facts) =>
      isMishap(facts) &&
      !beyond(facts, 'recipients', 'few_known') &&
      facts.deletion === 'returned_unread',
    reads: [...mishap, 'recipients', 'deletion'],
    says: 'What went astray came back unopened.',
    sources: ['factors', 'own'],
  },
  {
    id: 'small-mistake',
    when: (facts) =>
      isMishap(facts) &&
      !beyond(facts, 'recipients', 'few_known') &&
      isPlain(facts) &&
      facts.credentials === 'none' &&
      !facts.vulnerablePeople &&
      !beyond(facts, 'specialCategories', 'incidental') &&
      // An incidental hint at health stays harmless only while somebody sees to its deletion.
      (facts.specialCategories === 'none' || !beyond(facts, 'deletion', 'requested')) &&
      contextScore(facts.data) <= 2 &&
      facts.individuals <= fewPeople,
    reads: [
      ...mishap,
      'data',
      'contents',
      'specialCategories',
      'recipients',
      'credentials',
      'vulnerablePeople',
      'deletion',
      'individuals',
    ],
    says: 'A small mistake: contact details or less of a few people, to a few known recipients, nothing in it that could be used against anybody.',
    sources: ['smallMistake', 'annexB', 'own'],
  },
  {
    id: 'nobody-recognisable',
    when: (facts) =>
      facts.contents.length === 0 &&
      facts.specialCategories === 'none' &&
      !facts.vulnerablePeople &&
      !beyond(facts, 'credentials', 'strongly_hashed') &&
      !beyond(facts, 'recipients', 'hostile') &&
      contextScore(facts.data) * points.identification[facts.identification] <= 2,
    reads: [
      'data',
      'contents',
      'specialCategories',
      'identification',
      'vulnerablePeople',
      'credentials',
      'recipients',
    ],
    says: 'Nobody can be recognised or reached by the data, and passwords in it, if any, are hashed by the state of the art with a salt that is safe.',
    sources: ['hashes'],
  },
  {
    id: 'public-before',
    when: (facts) =>
      facts.alreadyPublic &&
      isPlain(facts) &&
      facts.credentials === 'none' &&
      facts.specialCategories === 'none' &&
      !isIntimate(facts),
    reads: ['data', 'contents', 'specialCategories', 'alreadyPublic', 'credentials'],
    says: 'All of the data was lawfully public before, so the breach tells nobody anything new.',
    sources: ['notRequired'],
  },
];

/** Sent or shown by mistake to people one can name. */
function isMishap(facts: Full): boolean {
  return !facts.malicious && !beyond(facts, 'confidentiality', 'known_recipients');
}
