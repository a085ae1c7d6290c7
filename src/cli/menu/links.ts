/** The commands about the links in mails. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

const actor = ['--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)'] as const;

export function addLinks(add: Add, io: Io): void {
  withZone(
    add(
      'links list',
      'which mails of an incident carried a link to acknowledge, and what became of it; needs no server',
      ['seventytwo links list INC-K7F3Q', 'seventytwo links list INC-K7F3Q --json'],
      async (given, words) => (await import('../links.ts')).runLinksList(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  add(
    'links revoke',
    'take back links that were sent until now; counts within seconds',
    [
      'seventytwo links revoke --incident INC-K7F3Q --reason "forwarded to a list" --as clara',
      'seventytwo links revoke --person ben --reason "phone stolen" --as clara',
      'seventytwo links revoke --all --reason "the mail server was broken into" --as clara',
      'seventytwo links revoke --person ben --reason "phone stolen" --as clara --server https://incidents.acme.example',
    ],
    async (given) => (await import('../links.ts')).runLinksRevoke(io, given),
  )
    .option('--incident <id>', 'those of one incident')
    .option('--person <id>', 'those of one person')
    .option('--all', 'all of them')
    .option('--reason <text>', 'why (required)')
    .option(...actor);
  add(
    'links rotate',
    'a new key for the links of from now on; those that are out work until they expire',
    ['seventytwo links rotate --as clara', 'seventytwo links rotate --leaked --as clara'],
    async (given) => (await import('../links.ts')).runLinksRotate(io, given),
  )
    .option('--leaked', 'somebody else has the key: no link that is out works any longer')
    .option(...actor);
}
