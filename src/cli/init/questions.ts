/** The questions of `init`, in their order, as data: what is asked, when, why, and which answer it gives. */
import type { Contact } from '../../policy/contacts.ts';
import { draftPolicy, type Answers } from '../../policy/draft.ts';
import { places, readServer, usualSecurity, type Place } from '../../policy/server.ts';
import { isLoopback } from '../../loopback.ts';
import { hasLogin } from './flags.ts';
import { findAuthorities, findZones, type Choice } from './search.ts';

type Put<T> = (answers: Answers, answer: T) => Answers;

/** A question whose answer is one text, however it is asked for. */
export type TextQuestion = {
  readonly message: (answers: Answers) => string;
  readonly put: Put<string>;
} & (
  | {
      readonly kind: 'text';
      /** The answer in the sentence that says what is wrong with it. */
      readonly noun: string;
      /** Where the answer is read into several fields. */
      readonly nounOf?: Readonly<Record<string, string>>;
      readonly mayBeEmpty?: (answers: Answers) => boolean;
    }
  | {
      readonly kind: 'choice';
      readonly choices: (answers: Answers) => readonly Choice[];
      /** The value under the cursor at first; the first one when absent. */
      readonly usual?: (answers: Answers) => string;
    }
  | {
      readonly kind: 'search';
      readonly find: (term: string, hostZone: string) => readonly Choice[];
    }
);

export type ContactsQuestion = {
  readonly kind: 'contacts';
  readonly section: 'people' | 'customers';
  readonly first: string;
  readonly next: string;
  readonly mayBeNone: boolean;
  readonly put: Put<Readonly<Record<string, Contact>>>;
};

export type OrderQuestion = {
  readonly kind: 'order';
  readonly first: string;
  readonly next: string;
  readonly choices: (answers: Answers) => readonly Choice[];
  readonly put: Put<readonly string[]>;
};

export type Question = {
  /** The answer it gives: not asked when a flag gave it. */
  readonly key: keyof Answers;
  /** Half a line of why, above the question. */
  readonly why?: string;
  readonly when?: (answers: Answers) => boolean;
} & (TextQuestion | ContactsQuestion | OrderQuestion);

export const questions: readonly Question[] = [
  {
    kind: 'text',
    ...{ key: 'organisation', noun: 'the name' },
    message: () => 'Organisation (its legal name)',
    put: (answers, organisation) => ({ ...answers, organisation }),
  },
  {
    kind: 'text',
    ...{ key: 'contact', noun: 'the address' },
    message: () => 'Contact address (the one in every mail and notice)',
    put: (answers, contact) => ({ ...answers, contact }),
  },
  {
    kind: 'search',
    key: 'zone',
    message: () => 'Time zone (type to search)',
    find: findZones,
    put: (answers, zone) => ({ ...answers, zone }),
  },
  {
    kind: 'search',
    key: 'authority',
    why: 'Where breaches are notified: that of your main establishment (GDPR Arts. 55-56).',
    message: () => 'Supervisory authority (type a country, a region or a name)',
    find: findAuthorities,
    put: (answers, authority) => ({ ...answers, authority }),
  },
  {
    kind: 'contacts',
    section: 'people',
    mayBeNone: false,
    key: 'people',
    why: 'Everybody who may be paged or may decide. Two entries mean two distinct persons.',
    ...{ first: 'First person: name', next: 'Next person: name (empty: no more)' },
    put: (answers, people) => ({ ...answers, people }),
  },
  {
    kind: 'choice',
    ...{ key: 'dpo', when: severalPeople },
    why: 'The officer advises (GDPR Arts. 37-39) and must not be who decides (Art. 38(6)).',
    message: () => 'Data protection officer',
    choices: peopleOf,
    usual: (answers) => guess(answers).dpo,
    put: (answers, dpo) => ({ ...answers, dpo }),
  },
  {
    kind: 'choice',
    ...{ key: 'deputy', when: severalPeople },
    message: () => 'Deputy (reminded when the officer does not act)',
    choices: (answers) => peopleOf(answers, { dpo: 'the officer, who would be their own deputy' }),
    usual: (answers) => guess(answers).deputy,
    put: (answers, deputy) => ({ ...answers, deputy }),
  },
  {
    kind: 'choice',
    ...{ key: 'decisionMaker', when: severalPeople },
    message: () => 'Decision-maker (management: to notify or to withhold)',
    choices: (answers) => peopleOf(answers, { dpo: 'the officer: a conflict by Art. 38(6)' }),
    usual: (answers) => guess(answers).decisionMaker,
    put: (answers, decisionMaker) => ({ ...answers, decisionMaker }),
  },
  {
    kind: 'order',
    ...{ key: 'onCall', when: severalPeople },
    ...{ first: 'Who is paged first', next: 'Who is paged next' },
    choices: peopleOf,
    put: (answers, onCall) => ({ ...answers, onCall }),
  },
  {
    kind: 'contacts',
    section: 'customers',
    mayBeNone: true,
    key: 'customers',
    why: 'Customers for whom you process personal data must hear of a breach (Art. 33(2)).',
    ...{
      first: 'First customer: name (empty: none)',
      next: 'Next customer: name (empty: no more)',
    },
    put: (answers, customers) => ({ ...answers, customers }),
  },
  {
    kind: 'text',
    ...{ key: 'smtp', noun: 'the mail server' },
    nounOf: { port: 'the port' },
    why: 'Until one is named, mail stays in an inbox on this machine.',
    message: (answers) =>
      `Mail server, such as smtp.example.eu:587${hasLogin(answers) ? '' : ' (empty: later)'}`,
    mayBeEmpty: (answers) => !hasLogin(answers),
    put: (answers, smtp) => ({ ...answers, smtp: readServer(smtp) }),
  },
  {
    kind: 'choice',
    ...{ key: 'smtpSecurity', when: withServer },
    message: () => 'How the connection is protected',
    choices: ({ smtp }) => [
      { value: 'starttls', name: 'starttls (required, usually port 587)' },
      { value: 'tls', name: 'tls (from the first byte, usually port 465)' },
      ...(smtp && isLoopback(smtp.host)
        ? [{ value: 'none', name: 'none (only to this machine itself)' }]
        : []),
    ],
    usual: ({ smtp }) => (smtp ? usualSecurity(smtp) : 'starttls'),
    put: (answers, smtpSecurity) => ({ ...answers, smtpSecurity }),
  },
  {
    kind: 'text',
    ...{ key: 'smtpUser', noun: 'the user', when: withServer },
    message: ({ smtpPassword }) =>
      `User at the mail server${smtpPassword === undefined ? ' (empty: no login)' : ''}`,
    mayBeEmpty: ({ smtpPassword }) => smtpPassword === undefined,
    put: (answers, smtpUser) => ({ ...answers, smtpUser }),
  },
  {
    kind: 'choice',
    ...{ key: 'smtpPassword', when: withUser },
    why: 'The password is never asked for and never in the file, only where it is kept.',
    message: () => 'Where is the password kept',
    choices: () => places.map((value) => ({ value, name: placeNames[value].choice })),
    put: (answers, place) => ({ ...answers, smtpPassword: { [place]: '' } }),
  },
  {
    kind: 'text',
    ...{ key: 'smtpPassword', noun: 'it', when: withUser },
    message: (answers) => placeNames[placeOf(answers)].ask,
    put: (answers, at) => ({ ...answers, smtpPassword: { [placeOf(answers)]: at } }),
  },
];

const placeNames: Readonly<Record<Place, { readonly choice: string; readonly ask: string }>> = {
  file: { choice: 'in a file', ask: 'Path of the file, such as /run/secrets/smtp' },
  env: {
    choice: 'in an environment variable',
    ask: 'Name of the variable, such as SMTP_PASSWORD',
  },
  credential: {
    choice: 'in a systemd credential',
    ask: 'Name of the credential, such as smtp',
  },
  command: { choice: 'a command prints it', ask: 'The command, such as pass show smtp' },
};

function placeOf({ smtpPassword = {} }: Answers): Place {
  return places.find((place) => smtpPassword[place] !== undefined) ?? 'file';
}

/** With one person there is nothing to choose: the roles are guessed and marked for review. */
function severalPeople({ people = {} }: Answers): boolean {
  return Object.keys(people).length > 1;
}

function withServer({ smtp }: Answers): boolean {
  return smtp !== undefined;
}

function withUser({ smtp, smtpUser }: Answers): boolean {
  return smtp !== undefined && smtpUser !== undefined;
}

function guess(answers: Answers) {
  return draftPolicy(answers, '').written.roles;
}

/** `taken` says of the holder of a role what choosing them once more would mean. */
function peopleOf(answers: Answers, taken: { readonly dpo?: string } = {}): Choice[] {
  return Object.entries(answers.people ?? {}).map(([id, { name, email }]) => {
    const note = id === answers.dpo ? taken.dpo : undefined;
    return { value: id, name: `${name} <${email}>`, ...(note && { description: note }) };
  });
}
