/** How many people and records, whose and of which kind: what a notice must say, GDPR Art. 33(3)(a). */
import type { Facts } from '../../domain/assess/facts.ts';
import { commandShapes, type CommandFields } from '../../domain/commands.ts';
import { shapeFaults } from '../../domain/shape.ts';
import type { Guide } from './guide.ts';
import { inOneCommand, type Triage } from './situation.ts';

type Amounts = Pick<
  CommandFields<'triage'>,
  'subjects' | 'records' | 'subjectCategories' | 'dataCategories'
>;

/** What the facts of an assessment say about it already. */
export function amountsOf(facts: Facts): Amounts {
  const dataCategories = dataCategoriesOf(facts);
  return {
    ...(facts.individuals !== undefined && { subjects: facts.individuals }),
    ...(dataCategories.length > 0 && { dataCategories }),
  };
}

const categoryWords = {
  simple: 'identity and contact data',
  behavioural: 'data on behaviour',
  financial: 'financial data',
  sensitive: 'special categories of data',
} as const;

function dataCategoriesOf({ data = [], contents = [], credentials = 'none' }: Facts): string[] {
  return [
    ...new Set([
      ...data.map(({ category }) => categoryWords[category]),
      ...contents.map((content) => content.replaceAll('_', ' ')),
      ...(credentials === 'none' ? [] : ['credentials']),
    ]),
  ];
}

export async function askAmounts(guide: Guide, facts: Facts): Promise<void> {
  const { prompter, status } = guide;
  const known = status().facts;
  const learnt = Object.entries(amountsOf(facts)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(known, name)),
  );
  const given: Triage = Object.fromEntries(learnt);
  await inOneCommand(guide, given, async (put) => {
    const open = (name: keyof Amounts): boolean =>
      known[name] === undefined && given[name] === undefined;
    if (
      ['subjects', 'records', 'subjectCategories'].some(
        (name) => Reflect.get(known, name) === undefined,
      )
    )
      prompter.say(
        'A notice must say it, as far as possible (GDPR Art. 33(3)(a)); it can be completed later.',
      );
    if (open('subjects')) {
      const subjects = await askCount(guide, 'subjects', 'About how many people are concerned?');
      if (subjects !== undefined) put({ subjects });
    }
    if (open('records')) {
      const records = await askCount(guide, 'records', 'About how many records?');
      if (records !== undefined) put({ records });
    }
    if (open('subjectCategories')) {
      const groups = await askGroups(guide);
      if (groups.length > 0) put({ subjectCategories: groups });
    }
  });
}

async function askCount(
  { prompter, ask }: Guide,
  field: 'subjects' | 'records',
  question: string,
): Promise<number | undefined> {
  const shape = { [field]: commandShapes.triage[field] };
  const typed = await prompter.text({
    message: ask(`${question} (empty: not known yet)`),
    check: (text) =>
      text === '' || /^\d{1,15}$/.test(text)
        ? undefined
        : shapeFaults(shape, { [field]: text }, () => 'it')[0],
  });
  return typed === '' ? undefined : Number(typed);
}

async function askGroups({ prompter, ask }: Guide): Promise<readonly string[]> {
  const { subjectCategories } = commandShapes.triage;
  const typed = await prompter.text({
    message: ask('Which groups of people, such as customers, employees? (empty: not known yet)'),
    check: (text) =>
      shapeFaults({ subjectCategories }, { subjectCategories: split(text) }, () => 'it')[0],
  });
  return split(typed);
}

function split(text: string): string[] {
  return text
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
}
