/** The mails of a review of access, in English. */
import type { AccessRole } from '../../domain/access.ts';
import { plural } from '../numbers.ts';

const people = (count: number): string =>
  plural('en', count, { one: 'person is', other: 'people are' });

const roles: Readonly<Record<AccessRole, string>> = {
  reporter: 'reports',
  responder: 'responds',
  commander: 'leads',
  dpo: 'data protection officer or deputy',
  'decision-maker': 'decides to notify or not',
  admin: 'admin',
  auditor: 'auditor',
};

export const reviews = {
  about: 'access',
  roles,
  subject: {
    opened: (due: string) => `please confirm who may act, until ${due}`,
    reminder: (count: number, due: string) => `${people(count)} not confirmed, until ${due}`,
    closed: (count: number) =>
      `the review has ended, ${plural('en', count, { one: 'key', other: 'keys' })} taken away`,
  },
  heading: {
    opened: 'Who may act: please confirm',
    reminder: 'Who may act: please confirm what is left',
    closed: 'The review of access has ended',
  },
  text: {
    opened:
      'This is everybody who may act, with what they may do. Confirm whoever still needs it; change the policy or take a key away where somebody has more than they need.',
    reminder: 'These people are not confirmed yet.',
    closed: 'This is what came of the review.',
  },
  ends: (due: string) => `Whoever nobody confirms until ${due} loses their keys by then.`,
  notAlone: 'Nobody confirms themself while there is another admin.',
  left: (person: string) => `${person}, who is not in the policy any more`,
  without: 'no key',
  key: (id: string, until: string) => `key ${id} until ${until}`,
  confirmedBy: (person: string) => `confirmed by ${person}`,
  open: 'not confirmed',
  ended: 'Taken away',
  spared: (person: string, id: string) =>
    `Not confirmed and kept all the same: the key ${id} of ${person}, without which no admin could grant one. Confirm it, or grant another admin a key and take it away.`,
  toConfirm: 'To confirm',
  toLook: 'To see all of it',
};
