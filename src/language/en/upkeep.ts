/** The mails of the daily upkeep, in English: what it found, and what to do about each. */
import type { UpkeepKind } from '../../domain/upkeep.ts';
import { plural } from '../numbers.ts';

type Told = {
  /** `detail` is a date, a count or the name of a fault. */
  readonly says: (about: string, detail: string) => string;
  readonly remedy: (about: string) => string;
};

const things = (count: number): string =>
  plural('en', count, { one: 'thing needs', other: 'things need' });

const findings: Readonly<Record<UpkeepKind, Told>> = {
  'not-running': {
    says: (about) =>
      `${about} is open in the register, but nothing runs for it: no page and no reminder goes out`,
    remedy: (about) => `Any command brings it back: seventytwo note ${about} "brought back"`,
  },
  'not-recorded': {
    says: (about, detail) => `${about} runs since ${detail} and is not in the register`,
    remedy: (about) => `Look at the log of the worker, then: seventytwo register rebuild ${about}`,
  },
  stuck: {
    says: (about, detail) => `${about} is stuck since ${detail}`,
    remedy: () => 'See docs/operating.md, stuck incidents',
  },
  'no-timer': {
    says: (about, detail) => `${about}: this open duty has no reminder ahead since ${detail}`,
    remedy: () => 'Look at it now and keep its clock by hand; then see seventytwo doctor',
  },
  behind: {
    says: (about, detail) => `What happens in ${about} does not get into the register ${detail}`,
    remedy: () => 'Look at the log of the worker: it writes again once the register opens',
  },
  'unreachable-person': {
    says: (about, detail) => `The newest mail to ${about} was refused for good (${detail})`,
    remedy: (about) => `Correct the address of ${about} in the policy`,
  },
  'own-deputy': {
    says: (about, detail) => `${about} is ${detail}, who is data protection officer as well`,
    remedy: () => 'Name somebody else as deputy in the policy',
  },
  'one-mailbox': {
    says: (about, detail) => `${about}: these ${detail} people share one address`,
    remedy: () => 'Give each an address of their own in the policy',
  },
  'alone-on-call': {
    says: (about, detail) => `${about} names ${detail} alone: nobody else is paged`,
    remedy: () => 'Name a second person in the policy',
  },
  'on-call-gap': {
    says: (about, detail) => `Nobody is on call in layer ${about} of the rota on ${detail}`,
    remedy: () =>
      'See seventytwo oncall lint, then let somebody take it: seventytwo oncall override',
  },
  'mail-path': {
    says: (about, detail) => `${about}: no mail can be handed over (${detail})`,
    remedy: () => 'See the mail path in seventytwo doctor',
  },
  checkpoint: {
    says: (about) => `${about}: the newest checkpoint of the audit chain was not mailed`,
    remedy: () => 'See seventytwo doctor, then seventytwo audit checkpoint --mail',
  },
  backup: {
    says: () => 'The backups are not as they should be',
    remedy: () => 'See the line backups of seventytwo doctor',
  },
  'key-expiring': {
    says: (about, detail) => `The signing key ${about} is good until ${detail}`,
    remedy: () =>
      'Renew it before that day: seventytwo access rotate, or take it away: seventytwo access revoke',
  },
  'vendor-overdue': {
    says: (about, detail) => `The review of vendor ${about} is overdue since ${detail}`,
    remedy: (about) =>
      `Review the contract and the vendor, then: seventytwo vendors review ${about}`,
  },
  'vendor-unreviewed': {
    says: (about) => `Vendor ${about} was never reviewed`,
    remedy: (about) =>
      `Review the contract and the vendor, then: seventytwo vendors review ${about}`,
  },
  'vendor-due': {
    says: (about, detail) => `The review of vendor ${about} is due on ${detail}`,
    remedy: (about) => `Make an appointment, then: seventytwo vendors review ${about}`,
  },
  'policy-review': {
    says: (_about, detail) => `The policy is due for a review since ${detail}`,
    remedy: () => 'Read it, change what is out of date, then: seventytwo policy reviewed',
  },
  'not-looked-at': {
    says: (about, detail) => `${about} could not be looked at (${detail})`,
    remedy: () => 'See seventytwo doctor',
  },
};

export const upkeep = {
  about: 'upkeep',
  subject: {
    news: (count: number) => `${things(count)} your care`,
    again: (count: number) => `${things(count)} your care still`,
    well: 'all is well again',
  },
  heading: {
    news: 'Something needs your care',
    again: 'This still needs your care',
    well: 'All is well again',
  },
  text: {
    news: 'The daily look at the installation found something that it had not found before.',
    again:
      'The daily look at the installation finds the same as a week ago. This mail comes weekly.',
    well: 'The daily look at the installation finds nothing any more of what it told you.',
  },
  mustBeMended: 'Must be mended: a clock, a mail or the record is at stake',
  needsCare: 'Needs somebody to see to it',
  isNew: 'new',
  item: (says: string, remedy: string) => `${says}. ${remedy}.`,
  more: (count: number) => `${plural('en', count, { one: 'finding', other: 'findings' })} more.`,
  lookNow: 'To look again now',
  findings,
};
