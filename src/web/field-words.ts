/** What a form on the board says of a field where the words of the command line speak of ids and flags. */

/** For fields whose values are chosen from a list. */
export const hints: Readonly<Record<string, string>> = {
  people: 'Who may see it; replaces those named before',
  duty: 'Which legal duty this is about',
  rule: 'What the company falls under',
  task: 'Which task',
  notice: 'Which draft',
  glass: 'Which access',
  exception: 'What it relies on. Not telling the people concerned needs one of Art. 34',
};

/** Of values that a lawyer abbreviates. */
export const choiceWords: Readonly<Record<string, string>> = {
  'risk-unlikely': 'no risk is likely, Art. 33(1)',
  'no-high-risk': 'no high risk is likely, Art. 34(1)',
  'art-34-3-a': 'nobody can read the data, Art. 34(3)(a)',
  'art-34-3-b': 'the high risk was averted, Art. 34(3)(b)',
  'art-34-3-c': 'too great an effort, told publicly, Art. 34(3)(c)',
  'not-applicable': 'the duty does not apply',
};

/** What is meant where nothing is chosen: it stands chosen, so that nobody is surprised. */
export const usual: Readonly<Record<string, string>> = { duty: 'gdpr-33-1' };
