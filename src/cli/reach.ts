/** Which commands a laptop can send to an installation elsewhere with --server, and where each of the others is run. docs/api.md has the same table. */
import { Failure } from '../failure.ts';
import type { Given } from './session.ts';

/** At the installation: the words say why, and stand in a sentence. */
const why = {
  register: 'it reads or writes the whole register',
  audit: 'the audit chain stays where it is written',
  keys: 'it needs the keys of the installation, which never travel',
  policy: 'it needs the whole policy file and what stands beside it',
  running: 'it looks at what runs the installation, or at its backups',
  mail: 'it belongs to the mail server of the installation',
} as const;
type Why = keyof typeof why;

const over = [
  ...['declare', 'list', 'show', 'watch', 'timeline', 'mails', 'alerts list', 'alerts show'],
  ...['ack', 'assign', 'scribe', 'severity', 'triage', 'assess', 'contain', 'recover', 'note'],
  ...['attach', 'attachments', 'task add', 'task done', 'task assign', 'task skip'],
  ...['playbook list', 'playbook show', 'aware', 'aware-confirm', 'stamp'],
  ...['duty list', 'duty start', 'duty file', 'duty withhold', 'duty confirm', 'duty advise'],
  ...['duty reopen', 'notice draft', 'notice show', 'notice approve', 'notice set'],
  ...['notice diff', 'notice export', 'customers list', 'customers draft', 'customers approve'],
  ...['customers notify', 'restrict', 'unrestrict', 'break-glass', 'break-glass-review'],
  ...['links revoke', 'out-of-band', 'review', 'close', 'reopen', 'false-alarm', 'merge'],
  ...['oncall show', 'oncall next', 'oncall override', 'oncall lint', 'oncall export'],
  ...['digest', 'access code', 'sign'],
] as const;

/** They work on the machine where they are typed, and ask no installation. */
const anywhere = [
  ...['init', 'up', 'worker', 'web', 'doctor', 'demo', 'restore', 'codec', 'metrics'],
  ...['openapi', 'clock', 'rules list', 'rules show', 'access key', 'backup keygen', 'dkim keygen'],
  ...['authorities list', 'authorities show', 'authorities propose'],
] as const;

const there: Readonly<Record<string, Why>> = {
  ...spread('register', [
    ...['register list', 'register show', 'register rebuild', 'register seal', 'register export'],
    ...['retention list', 'erase', 'hold', 'release', 'evidence', 'links list'],
    ...['access list', 'access review', 'access sessions'],
  ]),
  ...spread('audit', ['audit list', 'audit verify', 'audit checkpoint', 'audit key']),
  ...spread('audit', ['audit export']),
  ...spread('keys', ['keys list', 'keys rotate', 'links rotate', 'access grant', 'access rotate']),
  ...spread('keys', ['access revoke', 'access grant-web']),
  ...spread('policy', ['policy show', 'policy history', 'policy diff', 'policy reviewed']),
  ...spread('policy', ['policy announce', 'vendors list', 'vendors show', 'vendors add']),
  ...spread('policy', ['vendors review', 'vendors import', 'intake test']),
  ...spread('running', ['upkeep', 'watchdog', 'backup now', 'backup list', 'backup verify']),
  ...spread('mail', ['bounce', 'dkim record']),
};

export type Reach = 'over' | 'anywhere' | Why;

/** Undefined for a command that nobody has put into the table, which a test finds. */
export function reachOf(words: string): Reach | undefined {
  if (over.some((one) => one === words)) return 'over';
  if (anywhere.some((one) => one === words)) return 'anywhere';
  return there[words];
}

/** Throws Failure `not-over-http` for what would otherwise quietly work on this machine, or half. */
export function requireReach(words: string, given: Given, env: NodeJS.ProcessEnv): void {
  const reach = reachOf(words);
  const isElsewhere = given.server !== undefined || Boolean(env.SEVENTYTWO_SERVER);
  if (!isElsewhere || reach === undefined || reach === 'over' || reach === 'anywhere') return;
  throw new Failure(
    'usage',
    'not-over-http',
    `${words} does not go over --server: ${why[reach]}; run it on a machine of the installation, without --server and SEVENTYTWO_SERVER`,
  );
}

function spread(reason: Why, all: readonly string[]): Readonly<Record<string, Why>> {
  return Object.fromEntries(all.map((words) => [words, reason]));
}
