/** Holds the interview of `init`: asks what is still open, and checks each answer by the policy's own schema. */
import { idFrom, type Contact } from '../../policy/contacts.ts';
import { draftPolicy, type Answers } from '../../policy/draft.ts';
import { answerFaults, type AnswerFault } from './flags.ts';
import {
  questions,
  type ContactsQuestion,
  type OrderQuestion,
  type Question,
} from './questions.ts';
import type { Choice } from './search.ts';

/** One sentence when the answer will not do. */
type Check = (answer: string) => string | undefined;

/** Whatever asks a person: a terminal, or a test. */
export type Prompter = {
  readonly say: (text: string) => void;
  readonly text: (question: {
    readonly message: string;
    readonly check: Check;
    /** The answer when nothing is typed. */
    readonly usual?: string;
  }) => Promise<string>;
  readonly choose: (question: {
    readonly message: string;
    readonly choices: readonly Choice[];
    readonly usual?: string;
  }) => Promise<string>;
  /** Any number of the choices. */
  readonly several: (question: {
    readonly message: string;
    readonly choices: readonly Choice[];
    readonly check: (answers: readonly string[]) => string | undefined;
  }) => Promise<readonly string[]>;
  readonly search: (question: {
    readonly message: string;
    readonly find: (term: string) => readonly Choice[];
  }) => Promise<string>;
  readonly confirm: (message: string) => Promise<boolean>;
  readonly close: () => void;
};

type Interview = { readonly hostZone: string; readonly prompter: Prompter };

/** The given answers and those of a person to everything else. */
export async function interview(
  given: Answers,
  hostZone: string,
  prompter: Prompter,
): Promise<Answers> {
  let answers = given;
  for (const question of questions) {
    const fault = faultsOf(answers, hostZone).find(({ key }) => key === question.key);
    const isOpen = answers[question.key] === undefined && (question.when?.(answers) ?? true);
    if (!isOpen && !fault) continue;
    // Such as a role given by flag to somebody who is not among the people just named.
    if (fault && given[question.key] !== undefined)
      prompter.say(`${fault.flag} ${fault.message}; please answer again`);
    if (question.why !== undefined) prompter.say(question.why);
    answers = await ask(question, answers, { hostZone, prompter });
  }
  return answers;
}

async function ask(question: Question, answers: Answers, at: Interview): Promise<Answers> {
  const { prompter, hostZone } = at;
  switch (question.kind) {
    case 'text': {
      const check: Check = (answer) =>
        answer === '' && question.mayBeEmpty?.(answers)
          ? undefined
          : sentence(question, question.put(answers, answer), hostZone);
      const answer = await prompter.text({ message: question.message(answers), check });
      return answer === '' ? answers : question.put(answers, answer);
    }
    case 'choice': {
      const answer = await prompter.choose({
        message: question.message(answers),
        choices: question.choices(answers),
        ...(question.usual && { usual: question.usual(answers) }),
      });
      return question.put(answers, answer);
    }
    case 'search': {
      const find = (term: string): readonly Choice[] => question.find(term, hostZone);
      return question.put(
        answers,
        await prompter.search({ message: question.message(answers), find }),
      );
    }
    case 'contacts':
      return question.put(answers, await askContacts(question, answers, at));
    case 'order':
      return question.put(answers, await askOrder(question, answers, at));
  }
}

async function askContacts(
  question: ContactsQuestion,
  answers: Answers,
  { prompter, hostZone }: Interview,
): Promise<Readonly<Record<string, Contact>>> {
  const all = new Map<string, Contact>();
  /** What the schema says of one more contact, at its id (no field) or in a field. */
  const faultOf = (id: string, contact: Contact, field?: string): string | undefined =>
    faultsOf(question.put(answers, { ...Object.fromEntries(all), [id]: contact }), hostZone).find(
      ({ path }) => path[0] === question.section && path[1] === id && path[2] === field,
    )?.message;
  for (;;) {
    const name = await prompter.text({
      message: all.size === 0 ? question.first : question.next,
      check(answer) {
        if (answer === '' && (question.mayBeNone || all.size > 0)) return undefined;
        return named('the name', faultOf('somebody', { name: answer, email: '' }, 'name'));
      },
    });
    if (name === '') return Object.fromEntries(all);
    const email = await prompter.text({
      message: `E-mail of ${name}`,
      check: (answer) => named('this', faultOf('somebody', { name, email: answer }, 'email')),
    });
    const contact = { name, email };
    const made = idFrom(name, (id) => all.has(id));
    const check = (id: string): string | undefined =>
      all.has(id) ? `the id ${id} is taken` : named('the id', faultOf(id, contact));
    const id =
      check(made) === undefined
        ? made
        : await prompter.text({ message: `Id of ${name} (stands in records, as anna)`, check });
    all.set(id, contact);
  }
}

/** The value of the entry that ends an order: no id can be empty. */
const nobodyElse: Choice = { value: '', name: 'nobody else' };

async function askOrder(
  question: OrderQuestion,
  answers: Answers,
  { prompter }: Interview,
): Promise<string[]> {
  const order: string[] = [];
  let left = question.choices(answers);
  while (left.length > 0) {
    const value = await prompter.choose({
      message: order.length === 0 ? question.first : question.next,
      choices: order.length === 0 ? left : [...left, nobodyElse],
    });
    if (value === nobodyElse.value) break;
    order.push(value);
    left = left.filter((choice) => choice.value !== value);
  }
  return order;
}

function faultsOf(answers: Answers, hostZone: string): AnswerFault[] {
  return answerFaults(draftPolicy(answers, hostZone));
}

function sentence(
  { key, noun, nounOf = {} }: Question & { readonly kind: 'text' },
  answers: Answers,
  hostZone: string,
): string | undefined {
  const fault = faultsOf(answers, hostZone).find((found) => found.key === key);
  return named(nounOf[String(fault?.path.at(-1))] ?? noun, fault?.message);
}

function named(noun: string, message: string | undefined): string | undefined {
  return message === undefined ? undefined : `${noun} ${message}`;
}
