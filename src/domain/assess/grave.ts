/** How much a kind of data can hurt: read from the named contents and, where worse, from the scored categories. */
import { contextOf } from './enisa.ts';
import { beyond, type Category, type Content, type Full } from './facts.ts';

/** Art. 9 and 10 data, and data from which as much can be concluded. */
export function isIntimate(facts: Full): boolean {
  return (
    beyond(facts, 'specialCategories', 'incidental') ||
    has(facts, 'criminal_records') ||
    // A context of 3 means that health, beliefs or safety can be concluded, whatever the base.
    scores(facts, ['simple', 'sensitive'], 3) ||
    scores(facts, ['behavioural'], 4)
  );
}

/** What an impostor needs. */
export function identifiesForGood(facts: Full): boolean {
  return has(facts, 'identity_documents') || has(facts, 'national_identifiers');
}

/** What a thief can pay with. */
export function pays(facts: Full): boolean {
  return has(facts, 'payment_data') || scores(facts, ['financial'], 4);
}

/** Much about somebody's life, work or money. */
export function tellsMuch(facts: Full): boolean {
  return (
    has(facts, 'profile') ||
    has(facts, 'financial_situation') ||
    has(facts, 'communications_or_location') ||
    scores(facts, ['behavioural', 'financial'], 3)
  );
}

export function has({ contents }: Full, content: Content): boolean {
  return contents.includes(content);
}

function scores({ data }: Full, categories: readonly Category[], least: number): boolean {
  return data.some((item) => categories.includes(item.category) && contextOf(item) >= least);
}
