/** The first policy of a company: what the flags say, and a reasonable guess for the rest. */
import type { Contact } from './contacts.ts';
import { writtenServer, type SecretPlace, type Server, type WrittenServer } from './server.ts';

/** What is known so far, from flags or from an interview; what is missing is guessed where a guess does no harm. */
export type Answers = {
  readonly organisation?: string;
  readonly contact?: string;
  readonly zone?: string;
  readonly language?: string;
  /** Id of the supervisory authority; never guessed, because a wrong one would be filed with. */
  readonly authority?: string;
  readonly people?: Readonly<Record<string, Contact>>;
  readonly dpo?: string;
  readonly deputy?: string;
  readonly decisionMaker?: string;
  readonly onCall?: readonly string[];
  readonly customers?: Readonly<Record<string, Contact>>;
  readonly smtp?: Server;
  readonly smtpSecurity?: string;
  readonly smtpUser?: string;
  /** Where the password is kept, never the password. */
  readonly smtpPassword?: SecretPlace;
};

/** What was guessed, so that the file can ask for a review. */
export type Guess = 'zone' | 'dpo' | 'deputy' | 'decisionMaker' | 'onCall';

export type Draft = {
  readonly written: {
    readonly organisation: {
      readonly name: string;
      readonly contact: string;
      readonly zone: string;
      readonly language?: string;
      readonly authority: string;
    };
    readonly people: Readonly<Record<string, Contact>>;
    readonly roles: {
      readonly dpo: string;
      readonly deputy: string;
      readonly decisionMaker: string;
    };
    readonly onCall: { readonly order: readonly string[] };
    readonly customers: Readonly<Record<string, Contact>>;
    readonly mail?: { readonly smtp: WrittenServer };
  };
  readonly guessed: readonly Guess[];
};

/**
 * Management is named first and the DPO last in most lists. The deputy is a third person when there is
 * one, else whoever is not the DPO: reminders must reach somebody else when the DPO is away.
 */
export function draftPolicy(given: Answers, hostZone: string): Draft {
  const { people = {}, customers = {} } = given;
  const ids = Object.keys(people);
  const other = (...taken: readonly (string | undefined)[]): string | undefined =>
    ids.find((id) => !taken.includes(id));
  const dpo =
    given.dpo ??
    ids.findLast((id) => id !== given.decisionMaker && id !== given.deputy) ??
    ids.at(-1) ??
    '';
  const decisionMaker = given.decisionMaker ?? other(dpo, given.deputy) ?? other(dpo) ?? dpo;
  const deputy = given.deputy ?? other(dpo, decisionMaker) ?? other(dpo) ?? dpo;
  const guessable: readonly Guess[] = ['zone', 'dpo', 'deputy', 'decisionMaker', 'onCall'];
  const onCall = given.onCall && given.onCall.length > 0 ? given.onCall : undefined;
  return {
    written: {
      organisation: {
        name: given.organisation ?? '',
        contact: given.contact ?? '',
        zone: given.zone ?? hostZone,
        ...(given.language !== undefined && { language: given.language }),
        authority: given.authority ?? '',
      },
      people,
      roles: { dpo, deputy, decisionMaker },
      onCall: { order: onCall ?? ids },
      customers,
      ...(given.smtp && { mail: { smtp: writtenServer(given.smtp, given) } }),
    },
    guessed: guessable.filter((key) => (key === 'onCall' ? onCall : given[key]) === undefined),
  };
}
