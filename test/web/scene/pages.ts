/** The pages of the board over that weekend, each for somebody to whom it shows the most. */
import { ids } from './stories.ts';
import { nobody } from './viewer.ts';

/** The incident that has everything. */
export const main = `/incidents/${ids.main}`;

/** Who asks for what, and the status of the answer where it is not 200; the simpler pages are in board.prove.ts. */
export const pages: readonly (readonly [person: string, path: string, status?: number])[] = [
  ['anna', '/'],
  ['ben', '/closed'],
  ['anna', '/on-call'],
  ['dora', main],
  ['anna', `/incidents/${ids.storm}`],
  ['anna', `/incidents/${ids.storm}/alerts`],
  ['anna', `/incidents/${ids.closed}/alerts`],
  ['clara', `/incidents/${ids.overdue}`],
  ['ben', `/incidents/${ids.restricted}`, 403],
  ['ben', `/incidents/${ids.reviewed}`],
  ['anna', `/incidents/${ids.merged}`],
  ['dora', `${main}/do/withholdDuty`],
  ['anna', `${main}/do/startDuty`],
  [nobody, '/sign-in'],
  [nobody, '/sign-in/oidc?state=x&code=y', 403],
  [nobody, '/sign-in/oidc/start', 503],
];

/** Where nothing is for the checker that it has not seen on another one. */
export const further: typeof pages = [
  ['otto', `${main}?all=1`],
  ['dora', `${main}/notices/N1`],
  ['otto', `${main}/audit`],
  ['anna', '/declare'],
  ['anna', '/nothing', 404],
  [nobody, '/report'],
  [nobody, '/l/nothing', 404],
];
