/** The commands about who may act: keys, and the signatures made with them. */
import { Option } from 'commander';
import type { Io } from '../io.ts';
import type { Add } from './add.ts';

const actor = ['--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)'] as const;
const lifetime = [
  '--expires <days>',
  'how long it is good for, such as 180d; default access.keyLifetime',
] as const;
const publicKey = [
  '--public-key <file>',
  'the public half, as seventytwo access key prints it, or -; without it the pair is made here',
] as const;

export function addAccess(add: Add, io: Io): void {
  add(
    'access list',
    'people, their roles and why they have them, and all signing keys; needs no server',
    ['seventytwo access list', 'seventytwo access list --json'],
    async (given) => (await import('../access-list.ts')).runAccessList(io, given),
  );
  add(
    'access key',
    'make your own pair of signing keys on this machine and print its public half, to be granted by an admin',
    ['seventytwo access key --as anna'],
    async (given) => (await import('../access.ts')).runAccessKey(io, given),
  ).option(...actor);
  add(
    'access grant',
    'grant somebody a signing key; signed by an admin, but for the very first one, which must be an admin',
    [
      'seventytwo access grant anna --as anna',
      'seventytwo access grant ben --public-key ben.pub --expires 90d --as anna',
    ],
    async (given, words) => (await import('../access.ts')).runAccessGrant(io, given, words),
  )
    .argument('<person>', 'an id of the policy file')
    .option(...publicKey)
    .option(...lifetime)
    .option(...actor);
  add(
    'access rotate',
    'a new signing key for somebody; the old one is good for ten minutes more',
    ['seventytwo access rotate anna --as anna'],
    async (given, words) => (await import('../access.ts')).runAccessRotate(io, given, words),
  )
    .argument('<person>', 'an id of the policy file')
    .option(...publicKey)
    .option(...lifetime)
    .option(...actor);
  add(
    'access revoke',
    "take away one signing key, or all of a person's; counts within seconds",
    [
      'seventytwo access revoke ben --reason "left the company" --as anna',
      'seventytwo access revoke 0f3a5b7c9d1e2f40 --reason "laptop stolen" --as anna',
    ],
    async (given, words) => (await import('../access.ts')).runAccessRevoke(io, given, words),
  )
    .argument('<who>', 'a person, or the id of a key')
    .option('--reason <text>', 'why (required)')
    .option(
      '--force <sentence>',
      'why it is done although nobody can sign it or no admin has a key then',
    )
    .option(...actor);
  add(
    'access review',
    'who may act and who is confirmed in the open review; `confirm` signs people off',
    [
      'seventytwo access review',
      'seventytwo access review confirm ben dora --as anna',
      'seventytwo access review confirm --all --as anna',
      'seventytwo access review --status',
    ],
    async (given, words) => (await import('../access-review.ts')).runAccessReview(io, given, words),
  )
    .argument('[confirm]', 'the word confirm')
    .argument('[people...]', 'ids of the policy file, or owners of a key')
    .option('--all', 'everybody but yourself')
    .option('--status', 'how far it is, or when the next opens; exit code 6 if something is undone')
    .option(...actor);
  addWeb(add, io);
  addSign(add, io);
}

function addWeb(add: Add, io: Io): void {
  add(
    'access code',
    'a one-time code, good for five minutes, with which you sign in to the web board',
    [
      'seventytwo access code --as anna',
      'seventytwo access code --as anna --server https://incidents.acme.example',
    ],
    async (given) => (await import('../access-web.ts')).runAccessCode(io, given),
  ).option(...actor);
  add(
    'access sessions',
    'who is signed in to the web board, yours or as an admin all; `end` ends them',
    [
      'seventytwo access sessions list --as anna',
      'seventytwo access sessions end 5f0c1a2b --as anna',
      'seventytwo access sessions end ben --as anna',
    ],
    async (given, words) => (await import('../access-sessions.ts')).runSessions(io, given, words),
  )
    .argument('[what]', 'list or end; default list')
    .argument('[target]', 'to end: the id of a session, or a person')
    .option(...actor);
  add(
    'access grant-web',
    "let the web server act for whoever the identity provider let in; signed with an admin's key",
    [
      'seventytwo access grant-web --as anna',
      'seventytwo access grant-web --public-key web.pub --expires 90d --as anna',
    ],
    async (given) => (await import('../access-web.ts')).runAccessGrantWeb(io, given),
  )
    .option('--public-key <file>', 'its public half, or -; without it the key of this data folder')
    .option(...lifetime)
    .option(...actor);
}

function addSign(add: Add, io: Io): void {
  add(
    'sign',
    "a signed command as JSON, and the line that sends it with Temporal's own tool; needs no server",
    [
      'seventytwo sign note INC-K7F3Q --text "the disk is imaged" --as anna',
      'seventytwo sign contain INC-K7F3Q --input contain.json --valid 2h --as anna',
      'seventytwo sign acknowledge INC-K7F3Q --signal --as anna',
    ],
    async (given, words) => (await import('../sign.ts')).runSign(io, given, words),
  )
    .argument('<command>', 'its name, such as declareAwareness')
    .argument('<incident>', 'its id, such as INC-K7F3Q')
    .argument('[fields...]', 'the fields of the command as flags, such as --reason <text>')
    .allowUnknownOption()
    .option('--input <json>', 'the fields as a JSON object, a file that holds it, or -')
    .option('--valid <time>', 'how long it can be used, such as 10m or 24h; default 5m')
    .option('--signal', 'as the signal `command`, which is not answered, instead of an update')
    .option(...actor)
    .option('--zone <zone>', 'the zone of the times you type and see')
    .addOption(
      new Option('--command-id <id>', 'an id for this action: a repeat is carried out once'),
    );
}
