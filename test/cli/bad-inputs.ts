/** What bad input gets, as a table: the exit code, the code for machines, and what the sentence must name. */

export type BadInput = {
  readonly says: string;
  /** `ID` stands for an incident that runs and is in phase detected. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly exit: 2 | 3 | 4 | 5 | 6;
  readonly code: string;
  /** Field or thing, value, remedy. */
  readonly names: RegExp;
  /** Faults told, one line each. */
  readonly lines?: number;
};

const anna = ['--as', 'anna'];
const dora = ['--as', 'dora'];
const everybody = 'anna, ben, clara, dora, dirk';
const long = 'x'.repeat(5_000);
const endless = 'x'.repeat(1_000_000);
const huge = (says: string, args: readonly string[], size: number, most: number): BadInput => ({
  ...{ says, args, exit: 2, code: 'bad-input' },
  names: new RegExp(`has ${size} characters; shorten it to ${most}`),
});

const people: readonly BadInput[] = [
  {
    ...{ says: 'nobody says who acts', args: ['ack', 'ID'], exit: 2, code: 'no-actor' },
    names: new RegExp(`--as <person> or SEVENTYTWO_AS; .* ${everybody}$`),
  },
  {
    ...{ says: 'an unknown actor', args: ['ack', 'ID', '--as', 'zoe'], exit: 2 },
    ...{ code: 'unknown-person', names: new RegExp(`--as is "zoe".*use one of ${everybody}$`) },
  },
  {
    ...{ says: 'an unknown actor of the environment', args: ['list'], exit: 2 },
    env: { SEVENTYTWO_AS: 'zoe' },
    ...{ code: 'unknown-person', names: /SEVENTYTWO_AS is "zoe".*use one of anna/ },
  },
  {
    ...{ says: 'a prototype as actor', args: ['ack', 'ID', '--as', '__proto__'], exit: 2 },
    ...{ code: 'unknown-person', names: /--as is "__proto__".*use one of anna/ },
  },
  {
    ...{ says: 'an unknown commander', args: ['assign', 'ID', 'zoe', ...anna], exit: 2 },
    ...{ code: 'bad-input', names: new RegExp(`<commander>: "zoe" .*use one of ${everybody}$`) },
  },
  {
    ...{ says: 'an unknown owner of a task', exit: 2, code: 'bad-input' },
    args: ['task', 'add', 'ID', 'x', '--owner', 'zoe', ...anna],
    names: /--owner: "zoe" .*use one of anna/,
  },
];

const things: readonly BadInput[] = [
  {
    ...{ says: 'an incident that is not there', args: ['show', 'INC-22222'], exit: 2 },
    ...{ code: 'unknown-incident', names: /no incident INC-22222; see seventytwo list/ },
  },
  {
    ...{ says: 'a command to no incident', args: ['ack', 'INC-22222', ...anna], exit: 2 },
    ...{ code: 'unknown-incident', names: /no incident INC-22222; see seventytwo list/ },
  },
  {
    ...{ says: 'the timeline of no incident', args: ['timeline', 'INC-22222'], exit: 2 },
    ...{ code: 'unknown-incident', names: /no incident INC-22222; see seventytwo list/ },
  },
  ...['../../etc/passwd', "INC-K7F3Q' OR 1=1 --", '', 'INC-0000O', '\u001b[2J', endless].map(
    (id): BadInput => ({
      ...{ says: `no id: ${JSON.stringify(id.slice(0, 20))}`, args: ['show', id], exit: 2 },
      ...{ code: 'unknown-incident', names: /^".{0,60}" is not an incident id; .*INC-K7F3Q/ },
    }),
  ),
  {
    ...{ says: 'an unknown customer', exit: 2, code: 'unknown-customer' },
    args: ['customers', 'notify', 'ID', 'initech', ...dora],
    names: /initech is not a customer .*use one of globex/,
  },
  {
    ...{ says: 'an unknown task', args: ['task', 'done', 'ID', 'T9', ...anna], exit: 2 },
    ...{ code: 'unknown-task', names: /INC-\w+ has no task T9; it has none/ },
  },
  {
    ...{ says: 'an unknown duty', exit: 2, code: 'unknown-duty' },
    args: ['duty', 'withhold', 'ID', '--duty', 'nis2', '--reason', 'x', ...dora],
    names: /has no duty nis2; use one of gdpr-33-1/,
  },
  {
    ...{ says: 'an unknown notice', args: ['notice', 'show', 'ID', 'N99'], exit: 2 },
    ...{ code: 'unknown-notice', names: /INC-\w+ has no notice "N99"; draft one with seventytwo/ },
  },
  {
    ...{ says: 'an unknown zone', args: ['list', '--zone', 'CET'], exit: 2 },
    ...{ code: 'unknown-zone', names: /--zone is "CET".*such as Europe\/Berlin/ },
  },
  {
    ...{ says: 'a command id that is none', exit: 2, code: 'bad-input' },
    args: ['ack', 'ID', '--command-id', 'a b', ...anna],
    names: /--command-id is "a b"; use letters/,
  },
  {
    ...{ says: 'a wrong phase', args: ['recover', 'ID', 'x', ...anna], exit: 5 },
    ...{ code: 'wrong-phase', names: /cannot recover INC-\w+ in phase detected; contain it first/ },
  },
  {
    ...{ says: 'nothing to confirm', args: ['duty', 'confirm', 'ID', ...dora], exit: 5 },
    ...{ code: 'nothing-to-confirm', names: /nobody has proposed to withhold gdpr-33-1/ },
  },
];

const file = ['duty', 'file', 'ID', '--reference', 'R', ...dora, '--at'];
const times: readonly BadInput[] = [
  ...['yesterday', '27.11.2026 18:20', '2026-11-27', '18:20', '2026-13-01T00:00Z+1'].map(
    (at): BadInput => ({
      ...{ says: `a malformed time: ${at}`, args: [...file, at], exit: 2, code: 'bad-input' },
      names: new RegExp(
        `--at: "${at.replaceAll(/[.+]/g, '\\$&')}" is not a date .* 2026-11-27T18:20`,
      ),
    }),
  ),
  {
    ...{ says: 'a day that is on no calendar', exit: 2, code: 'bad-input' },
    ...{ args: [...file, '2026-06-31T10:00'], names: /--at: "2026-06-31T10:00" is not on any cal/ },
  },
  {
    ...{ says: 'an hour that the clocks leave out', exit: 2, code: 'bad-input' },
    args: [...file, '2026-03-29T03:30', '--zone', 'Europe/Helsinki'],
    names: /--at: "2026-03-29T03:30" does not exist in Europe\/Helsinki.*write 2026-03-29T02:30 or/,
  },
  {
    ...{ says: 'a year in the past century', exit: 2, code: 'bad-input' },
    ...{ args: [...file, '1999-01-01T00:00'], names: /--at: "1999-.*years 2000 to 2100; check/ },
  },
  {
    ...{ says: 'a filing that is still to come', exit: 5, code: 'in-the-future' },
    ...{ args: [...file, '2099-01-01T00:00Z'], names: /at is 2099-.*still to come; check date/ },
  },
  {
    ...{ says: 'an awareness that is still to come', exit: 5, code: 'in-the-future' },
    args: ['aware', 'ID', '--at', '2099-01-01T00:00Z', '--reason', 'x', ...dora],
    names: /at is 2099-.*still to come; check date and zone/,
  },
  {
    ...{ says: 'a detection that is still to come', exit: 5, code: 'in-the-future' },
    args: ['declare', 'x', '--detected', '2099-01-01T00:00Z', ...anna],
    names: /detected is 2099-.*still to come; check date and zone/,
  },
];

const texts: readonly BadInput[] = [
  {
    ...{ says: 'an empty title', args: ['declare', '', ...anna], exit: 2, code: 'bad-input' },
    names: /^<title> is empty; say something$/,
  },
  {
    ...{ says: 'a title of spaces', args: ['declare', '   ', ...anna], exit: 2, code: 'bad-input' },
    names: /^<title> is empty; say something$/,
  },
  {
    ...{ says: 'an empty standard input', args: ['note', 'ID', '-', ...anna], exit: 2 },
    ...{ input: '', code: 'bad-input', names: /^<text> is empty; say something$/ },
  },
  {
    ...{ says: 'colours in a title', args: ['declare', '\u001b[31mred', ...anna], exit: 2 },
    ...{ code: 'bad-input', names: /^<title> holds control characters; remove them$/ },
  },
  {
    ...{ says: 'a title of two lines', args: ['declare', 'a\nBcc: b', ...anna], exit: 2 },
    ...{ code: 'bad-input', names: /^<title> has several lines; write one$/ },
  },
  ...['a\u202eb', 'a\u2066b', 'a\u0000b', 'a\u009b31mb'].map((text): BadInput => ({
    ...{ says: `hidden marks: ${JSON.stringify(text)}`, exit: 2, code: 'bad-input' },
    args: ['note', 'ID', text, ...anna],
    names: /^<text> holds control characters; remove them$/,
  })),
  huge('a title of 5,000 characters', ['declare', long, ...anna], 5_000, 200),
  huge('a title of 1,000,000 characters', ['declare', endless, ...anna], 1_000_000, 200),
  huge('a note of 5,000 characters', ['note', 'ID', long, ...anna], 5_000, 4_000),
  { ...huge('1,000,000 piped', ['note', 'ID', '-', ...anna], 1_000_000, 4_000), input: endless },
  {
    ...{ says: 'a wrong choice', args: ['severity', 'ID', 'awful', '--reason', 'x', ...anna] },
    ...{ exit: 2, code: 'bad-input', names: /<severity> is "awful"; use one of critical, high/ },
  },
  ...['many', '-1', '1.5', '1e3', '9'.repeat(40)].map((number): BadInput => ({
    ...{ says: `no number: ${number}`, exit: 2, code: 'bad-input' },
    args: ['triage', 'ID', 'x', `--subjects=${number}`, ...anna],
    names: new RegExp(`^--subjects is "${number.slice(0, 20)}.*"; give a whole number, 0 or more$`),
  })),
  {
    ...{ says: 'three faults at once, each on its line', exit: 2, code: 'bad-input', lines: 3 },
    args: [
      'declare',
      'x',
      '--severity',
      'awful',
      '--personal-data',
      'maybe',
      '--occurred',
      'x',
      ...anna,
    ],
    names: /^--occurred: "x" [^\n]+\n--severity is "awful"[^\n]+\n--personal-data is "maybe"; /,
  },
  {
    ...{ says: 'what is required and missing', args: ['duty', 'file', 'ID', ...dora], exit: 2 },
    ...{ code: 'bad-input', names: /^--reference is missing; give the authority's reference$/ },
  },
];

const declare = ['declare', 'x', ...anna];
const places: readonly BadInput[] = [
  {
    ...{ says: 'no policy file', args: [...declare, '--policy', '/no/such.yaml'], exit: 2 },
    ...{ code: 'policy-missing', names: /no policy file \/no\/such\.yaml; .*seventytwo init/ },
  },
  {
    ...{ says: 'a dead Temporal', args: declare, env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } },
    ...{ exit: 3, code: 'no-temporal', names: /answers at 127\.0\.0\.1:1; check TEMPORAL_ADDRESS/ },
  },
  {
    ...{ says: 'a plain connection beyond this machine', args: declare, exit: 2 },
    env: { TEMPORAL_ADDRESS: 'temporal.example:7233' },
    ...{
      code: 'plain-connection',
      names: /temporal\.example:7233 .*no TLS; set TEMPORAL_TLS=true/,
    },
  },
  ...[declare, ['list'], ['show', 'ID'], ['ack', 'ID', ...anna]].map((args): BadInput => ({
    ...{ says: `a wrong namespace for ${args[0]}`, args, env: { TEMPORAL_NAMESPACE: 'nope' } },
    ...{ exit: 3, code: 'wrong-namespace', names: /no namespace nope; check TEMPORAL_NAMESPACE/ },
  })),
  {
    ...{ says: 'a profile that is not there', args: declare, env: { TEMPORAL_PROFILE: 'nope' } },
    ...{ exit: 2, code: 'temporal-profile', names: /'nope' not found.*check TEMPORAL_PROFILE/ },
  },
];

export const badInputs: readonly BadInput[] = [...people, ...things, ...times, ...texts, ...places];
