/** The morning's digest, in English. */
import { plural } from '../numbers.ts';

const duties = (count: number): string =>
  plural('en', count, { one: 'duty open', other: 'duties open' });
const tasks = (count: number): string => plural('en', count, { one: 'task', other: 'tasks' });
const drafts = (count: number): string =>
  plural('en', count, { one: 'draft to approve', other: 'drafts to approve' });
const news = (count: number): string =>
  plural('en', count, { one: 'piece of news', other: 'pieces of news' });

export const digest = {
  about: 'digest',
  counts: {
    ...{ duties, tasks, drafts, news },
    unacknowledged: (count: number) => `${count} unacknowledged`,
  },
  heading: 'What is open this morning',
  opening: (name: string) => `${name}, this is open and yours. What is due first stands first.`,
  onlyNews: (name: string) =>
    `${name}, nothing of yours is open. This happened since the last digest.`,
  sections: {
    duties: 'Legal duties',
    unacknowledged: 'Nobody has acknowledged',
    tasks: 'Your tasks',
    drafts: 'Drafts that wait for approval',
    news: 'Since the last digest',
  },
  declared: (span: string) => `declared ${span} ago`,
  more: (count: number) => `and ${count} more`,
  happened: {
    assigned: 'You were put in charge of it or of its record',
    'task-given': 'You were given work',
    'duty-ended': 'A duty has ended',
    other: 'Something was told',
  },
  all: 'To see all of them',
  why: 'It comes once a day while something is open; people.<id>.digest in the policy file says when.',
};
