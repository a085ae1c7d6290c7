/** The flags of `init`: read into answers, and every fault told in their words. */
import { authorityIds } from '../../policy/authorities.ts';
import { readContacts } from '../../policy/contacts.ts';
import type { Answers, Draft } from '../../policy/draft.ts';
import { checkPolicy, type Fault } from '../../policy/faults.ts';
import { readServer, type SecretPlace } from '../../policy/server.ts';

export type Flags = {
  readonly organisation?: string;
  readonly contact?: string;
  /** IANA zone; the zone of this machine when absent. */
  readonly zone?: string;
  /** Of mails and notices. */
  readonly language?: string;
  /** Id of the supervisory authority; there is no default, because a wrong guess would be filed with. */
  readonly authority?: string;
  /** `anna=Anna Berg <anna@example.eu>`, or without the id, which is then made from the name. */
  readonly people?: readonly string[];
  readonly dpo?: string;
  readonly deputy?: string;
  readonly decisionMaker?: string;
  readonly onCall?: readonly string[];
  /** `globex=Globex BV <privacy@globex.example>`. */
  readonly customers?: readonly string[];
  /** `smtp.example.eu:587`. */
  readonly smtp?: string;
  readonly smtpSecurity?: string;
  readonly smtpUser?: string;
  readonly smtpPasswordFile?: string;
  readonly smtpPasswordEnv?: string;
  readonly smtpPasswordCredential?: string;
  readonly smtpPasswordCommand?: string;
};

export function readFlags(flags: Flags): {
  readonly answers: Answers;
  readonly faults: readonly string[];
} {
  const { people = [], customers = [], smtp, smtpPasswordFile: file, ...others } = flags;
  const { smtpPasswordEnv: env, smtpPasswordCredential: credential, ...most } = others;
  const { smtpPasswordCommand: command, ...plain } = most;
  const asPeople = readContacts('--person', people);
  const asCustomers = readContacts('--customer', customers);
  const password: SecretPlace = {
    ...(file !== undefined && { file }),
    ...(env !== undefined && { env }),
    ...(credential !== undefined && { credential }),
    ...(command !== undefined && { command }),
  };
  return {
    answers: {
      ...plain,
      // None named is nothing said.
      ...(people.length > 0 && { people: asPeople.contacts }),
      ...(customers.length > 0 && { customers: asCustomers.contacts }),
      ...(smtp !== undefined && { smtp: readServer(smtp) }),
      ...(Object.keys(password).length > 0 && { smtpPassword: password }),
    },
    faults: [...asPeople.faults, ...asCustomers.faults],
  };
}

/** What the schema finds in an answer: which answer it was, and how its flag names it. */
export type AnswerFault = Fault & {
  readonly key: keyof Answers | undefined;
  readonly flag: string;
};

const keys: Readonly<Record<string, keyof Answers>> = {
  'organisation.name': 'organisation',
  'organisation.contact': 'contact',
  'organisation.zone': 'zone',
  'organisation.language': 'language',
  'organisation.authority': 'authority',
  'roles.dpo': 'dpo',
  'roles.deputy': 'deputy',
  'roles.decisionMaker': 'decisionMaker',
  'mail.smtp.host': 'smtp',
  'mail.smtp.port': 'smtp',
  'mail.smtp.security': 'smtpSecurity',
  'mail.smtp.user': 'smtpUser',
  'mail.smtp.password': 'smtpPassword',
};

export function answerFaults({ written }: Draft): AnswerFault[] {
  const { faults = [] } = checkPolicy(written);
  return faults.map((fault) => ({ ...fault, ...nameOf(fault) }));
}

function nameOf({ path }: Fault): Pick<AnswerFault, 'key' | 'flag'> {
  const [section = '', name, field, place] = path.map(String);
  const at = field ?? 'the id';
  if (section === 'people') return { key: 'people', flag: `--person ${name}: ${at}` };
  if (section === 'customers') return { key: 'customers', flag: `--customer ${name}: ${at}` };
  if (section === 'onCall') return { key: 'onCall', flag: '--on-call' };
  if (section === 'mail') {
    if (field === 'host' || field === 'port') return { key: 'smtp', flag: `--smtp: the ${field}` };
    if (field === 'password')
      return { key: 'smtpPassword', flag: `--smtp-password-${place ?? 'file, -env, …'}` };
    // User and password belong together: neither of the two answers is wrong by itself.
    if (field === undefined) return { key: undefined, flag: '--smtp' };
  }
  const key = keys[path.map(String).join('.')];
  return {
    key,
    flag: key === undefined ? path.join('.') : `--${key.replace(/[A-Z]/g, kebab)}`,
  };
}

function kebab(letter: string): string {
  return `-${letter.toLowerCase()}`;
}

/** Every fault of complete answers, in the words of the flags. */
export function flagFaults(answers: Answers, draft: Draft): string[] {
  const nobody = Object.keys(draft.written.people).length === 0;
  const told = answerFaults(draft)
    // Said below in better words, or a consequence of having nobody.
    .filter(({ path: [, key] }) => key !== 'authority' || answers.authority !== undefined)
    .filter(({ path: [section] }) => !(nobody && (section === 'roles' || section === 'onCall')))
    .map(({ flag, message }) => `${flag} ${message}`);
  if (answers.people === undefined)
    told.push('--person is missing; name the people, such as "Anna Berg <anna@example.eu>"');
  if (answers.authority === undefined)
    told.push(
      `--authority is missing; give the id of your supervisory authority: ${authorityIds().join(', ')}`,
    );
  if (answers.smtp === undefined && hasLogin(answers))
    told.push(
      'the flags --smtp-… are given without --smtp; name the mail server, such as --smtp smtp.example.eu:587',
    );
  return told;
}

/** Something is known about a mail server, so there must be one. */
export function hasLogin({ smtpSecurity, smtpUser, smtpPassword }: Answers): boolean {
  return [smtpSecurity, smtpUser, smtpPassword].some((answer) => answer !== undefined);
}
