/** Each fact of a breach as a question on a terminal. "Not known yet" comes first everywhere: Enter must not claim anything. */
import { parseFacts } from '../../assess/read.ts';
import {
  contents,
  scales,
  type FactName,
  type Facts,
  type ScaleName,
} from '../../domain/assess/facts.ts';
import {
  answerOf,
  asks,
  categoryMeanings,
  contentMeanings,
} from '../../domain/assess/questions.ts';
import { Failure } from '../../failure.ts';
import type { Choice } from '../init/search.ts';
import type { Prompter } from '../init/interview.ts';

/** No value of a fact is empty. */
const notKnown: Choice = { value: '', name: 'not known yet' };
const noneOfThese: Choice = { value: 'none', name: 'none of these' };

/** The answer as it stands in a file of facts; undefined when it is not known yet. */
export async function askFact(
  prompter: Prompter,
  fact: FactName,
  message: (question: string) => string,
): Promise<unknown> {
  switch (fact) {
    case 'data': {
      const choices = [notKnown, ...choicesOf(categoryMeanings)];
      const chosen = await severalOf(prompter, message(asks.data), choices);
      return chosen?.map((category) => ({ category }));
    }
    case 'contents': {
      const choices = [notKnown, ...contents.map(contentChoice), noneOfThese];
      // The list of the answers says "none of these" itself.
      const question = asks.contents.replace(/ An empty list.*$/, '');
      const chosen = await severalOf(prompter, message(question), choices);
      return chosen?.filter((value) => value !== noneOfThese.value);
    }
    case 'individuals':
    case 'restoreHours':
      return askNumber(prompter, fact, message(`${asks[fact]} (empty: not known yet)`));
    default:
      return askScale(prompter, fact, message(asks[fact]));
  }
}

async function askScale(prompter: Prompter, fact: ScaleName, message: string): Promise<unknown> {
  const values: readonly (string | boolean)[] = scales[fact];
  const choices = scales[fact].map((value) => ({
    value: String(value),
    name: answerOf(fact, value),
  }));
  const chosen = await prompter.choose({ message, choices: [notKnown, ...choices] });
  return values.find((value) => String(value) === chosen);
}

async function severalOf(
  prompter: Prompter,
  message: string,
  choices: readonly Choice[],
): Promise<readonly string[] | undefined> {
  const alone = [notKnown, noneOfThese];
  const chosen = await prompter.several({
    ...{ message, choices },
    check(values) {
      if (values.length === 0) return 'choose with the space bar, then press Enter';
      const other = alone.find(({ value }) => values.includes(value));
      return other && values.length > 1
        ? `“${other.name}” stands alone; take it or the others back`
        : undefined;
    },
  });
  return chosen.includes(notKnown.value) ? undefined : chosen;
}

async function askNumber(
  prompter: Prompter,
  fact: 'individuals' | 'restoreHours',
  message: string,
): Promise<number | undefined> {
  const typed = await prompter.text({ message, check: (text) => numberFault(fact, text) });
  return typed === '' ? undefined : Number(typed);
}

/** One sentence when it will not do; the file of facts has the same limits. */
function numberFault(fact: FactName, text: string): string | undefined {
  if (text === '') return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) return 'write a number in digits alone, such as 1200';
  try {
    withFact({}, fact, Number(text));
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message;
  }
}

/** Checked as a file of facts is. */
export function withFact(facts: Facts, fact: FactName, value: unknown): Facts {
  return parseFacts(JSON.stringify({ ...facts, [fact]: value }), 'the answer');
}

function choicesOf(meanings: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(meanings).map(([value, name]) => ({ value, name }));
}

function contentChoice(value: (typeof contents)[number]): Choice {
  return { value, name: contentMeanings[value] };
}
