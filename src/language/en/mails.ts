/** Every sentence of the mails, in English. The other languages have the same shape. */
import type { Language } from '../../domain/language.ts';
import type { LawWords } from '../law.ts';
import { list, plural } from '../numbers.ts';
import { alarms } from './alarms.ts';
import { customers } from './customers.ts';
import { digest } from './digest.ts';
import { duties } from './duties.ts';
import { filing } from './filing.ts';
import { handOver } from './hand-over.ts';
import { links } from './links.ts';
import { names } from './names.ts';
import { policy } from './policy.ts';
import { reviews } from './reviews.ts';
import { upkeep } from './upkeep.ts';

const language: Language = 'en';
/** The rules are written in English. */
const law: LawWords = {};

const tasks = (count: number): string => plural(language, count, { one: 'task', other: 'tasks' });

export const mails = {
  language,
  ...{
    names,
    law,
    duties,
    filing,
    customers,
    alarms,
    upkeep,
    reviews,
    policy,
    handOver,
    links,
    digest,
  },
  /** The first letter of what stands within a sentence. */
  within: (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`,
  list: (all: readonly string[]) => list(language, all),
  /** Where people put their own words into a command. */
  own: {
    whySkipped: 'why it does not apply',
    when: 'when',
    whyCertain: 'what made it certain',
    reference: 'their reference',
    whenFiled: 'when you filed',
    whyLate: 'why it is late',
    whyWithheld: 'why a risk is unlikely',
    broughtBack: 'brought back',
    whatWasLookedAt: 'what you looked at',
  },
  time: {
    left: (span: string) => `${span} left`,
    late: (span: string) => `${span} late`,
    dueNow: 'due now',
    due: (at: string) => `due ${at}`,
    wasDue: (at: string) => `was due ${at}`,
  },
  frame: {
    urgent: 'please act',
    late: 'act now',
    insteadOf: (name: string) => `Sent to you because the mail to ${name} failed.`,
    contact: (address: string) => `Contact: ${address}`,
    company: (name: string, contact: string) => `${name}. Contact: ${contact}`,
    sender: (incident: string) =>
      `Sent by seventytwo for incident ${incident}. It never asks for a password.`,
    /** Of a mail that belongs to no incident. */
    product:
      'Sent by seventytwo, which keeps the record of incidents. It never asks for a password.',
    sentinel:
      'Sent by the sentinel of seventytwo, which watches over the incidents from outside. It never asks for a password.',
  },
  calendar: {
    provisional: (what: string) => `Provisional: ${what}`,
    ended: 'The duty has ended.',
    deadline: (incident: string, what: string) =>
      `Deadline of incident ${incident}: ${what}. What to do is in the mails of this incident.`,
  },
  /** Labels of more than one mail. */
  labels: {
    incident: 'Incident',
    due: 'Due',
    showAll: 'To see all of it',
    officer: 'Data protection officer',
    deputy: 'Deputy',
    decides: 'Decides to notify or not',
    contact: 'Contact address',
    whomToCall: 'Whom to call',
  },
  incident: {
    title: 'Title',
    severity: 'Severity',
    phase: 'Phase',
    detected: 'Detected',
    reporter: 'Reported by',
    reportForm: 'the report form',
    monitoring: (source: string) => `monitoring (${source})`,
    commander: 'Commander',
    personalData: 'Personal data',
  },
  page: {
    subject: (severity: string, title: string) =>
      `${severity.toUpperCase()} incident, please acknowledge: ${title}`,
    opening: (name: string) => `${name}, you are on call and are paged for this incident.`,
    acknowledge: 'To acknowledge',
    nobodyLeft: 'there is nobody left to page: everybody is told that nobody could be reached',
    othersTold: (all: string, several: boolean) =>
      `there is nobody left to page: ${all} ${several ? 'are' : 'is'} told that nobody could be reached`,
    next: (all: string, several: boolean) => `${all} ${several ? 'are' : 'is'} paged next`,
    onCallIn: (layer: string) => `whoever is on call in ${layer}`,
    level: (level: number, levels: number) => `This is level ${level} of ${levels}.`,
    together: (all: string) => `Paged together with you: ${all}.`,
    late: (span: string) =>
      `This page was sent ${span} ago and reached you late. Acknowledge if nobody has.`,
    within: (span: string, at: string, then: string) =>
      `If nobody acknowledges within ${span}, by ${at}, ${then}.`,
  },
  nobody: {
    subject: (severity: string) => `NOBODY REACHED: this ${severity} incident has no responder`,
    heading: 'Nobody could be reached',
    paged: (all: string) =>
      `Everybody on call was paged (${all}) and nobody has acknowledged. This incident has no responder.`,
    nobodyPaged:
      'Nobody is on call who may be paged, so nobody was. This incident has no responder.',
    goesTo: (all: string) =>
      `This mail goes to ${all}. Whoever reads it first: take it, or call somebody.`,
    whoever: 'This mail goes to everybody. Whoever reads it first: take it, or call somebody.',
    take: 'To take it',
    goesOn: 'Paging goes on from the first person until somebody acknowledges.',
  },
  still: {
    subject: (severity: string, title: string) =>
      `Still on it? ${severity.toUpperCase()} incident without news: ${title}`,
    heading: 'Are you still on it?',
    asked: (name: string, since: string) =>
      `${name}, you acknowledged this incident. Nothing has been recorded in it since ${since}, and it is not contained.`,
    answer: 'If you are still on it, say so; a note or any other command does as well',
    within: (at: string, then: string) =>
      `If nothing is heard by ${at}, paging begins anew: ${then}.`,
    late: 'Paging has begun anew meanwhile. Acknowledge if nobody has.',
  },
  assigned: {
    subjectScribe: (title: string) => `You are the scribe: ${title}`,
    subjectCommander: (title: string) => `You are in command: ${title}`,
    scribe: (name: string) =>
      `${name}, you are now the scribe of this incident: you keep the record, so that the commander need not.`,
    commander: (name: string) => `${name}, you are now the commander of this incident.`,
    provisional: 'provisional',
  },
  tasks: {
    subjectGiven: (count: number, title: string) => `${tasks(count)} for you: ${title}`,
    subjectDue: (count: number, title: string) => `${tasks(count)} due: ${title}`,
    given: (name: string) => `${name}, you have work in this incident.`,
    due: (name: string, count: number) =>
      `${name}, the time for ${tasks(count)} of this incident has come.`,
    done: 'When one is done',
    skip: 'When one does not apply',
    mandatory: 'mandatory',
    owner: (name: string) => `owner ${name}`,
  },
  glass: {
    subject: (name: string) => `Break-glass access by ${name}: please review`,
    heading: 'Somebody took access without having it',
    told: (name: string) =>
      `${name} broke the glass: until the time below they may do in this incident what a responder and a commander may.`,
    reason: 'Reason given',
    from: 'Since',
    until: 'Until',
    look: 'Please look at what was done (timeline) and say whether it was justified. The incident cannot close before that.',
    review: 'When you have looked',
  },
  second: {
    somebody: 'Somebody',
    reasonsElsewhere:
      'The reasons are on record with the incident. They are not in this mail, because a mailbox may be what was broken into. Please read them before you decide.',
    read: 'To read them',
    agree: 'If you agree',
    withhold: {
      subject: (left: string, article: string) =>
        `${left}: second person needed, withhold the notice (${article})?`,
      heading: 'Do you agree not to notify?',
      proposal: (by: string, addressee: string) =>
        `${by} proposes not to notify the ${addressee}, because a risk to people is unlikely. That takes effect only when a second person agrees. Until then the clock and the reminders go on.`,
      otherwise: 'If you do not agree, do nothing here and file the notice.',
    },
    awareness: {
      subject: 'Second person needed: move the time of awareness later?',
      heading: 'Do you agree to a later time of awareness?',
      proposal: (by: string) =>
        `${by} proposes that the company became aware later than recorded. That would move the deadline later, so it takes effect only when a second person agrees. Until then the earlier time counts.`,
      recorded: 'Recorded',
      proposed: 'Proposed',
      otherwise: 'If you do not agree, do nothing: the recorded time stays.',
    },
  },
};

export type MailWords = Omit<typeof mails, 'language'> & { readonly language: Language };
