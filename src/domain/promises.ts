/** The company's security policy, section by section: what it promises, what keeps that here, and which checks speak for it. */

/** What a check found; a check of the doctor is one. */
export type Evidence = {
  readonly name: string;
  readonly result: 'ok' | 'warning' | 'failed' | 'unknown';
  readonly found: string;
  readonly remedy?: string;
};

export type SecurityPromise = {
  readonly section: number;
  readonly title: string;
  readonly promise: string;
  /** What keeps it in this software. */
  readonly measure: string;
  /** Names of checks, in the order in which they are shown. */
  readonly checks: readonly string[];
  /** Without this check there is no measure at all, whatever the others say; `without` says what is missing then. */
  readonly rests?: { readonly check: string; readonly without: string };
  /** What this software does not do for it yet. */
  readonly lacking: readonly string[];
};

/** Never better than the evidence: `kept` only when every check was made and is good, and nothing is lacking. */
export type PromiseState = 'kept' | 'attention' | 'broken' | 'not-yet';

export type JudgedPromise = Pick<SecurityPromise, 'section' | 'title' | 'promise'> & {
  readonly state: PromiseState;
  /** Absent while nothing is in force. */
  readonly measure?: string;
  readonly evidence: readonly Evidence[];
  /** Sentences: what failed, what nobody could look at, what this software does not do. */
  readonly missing: readonly string[];
};

export function judge(promise: SecurityPromise, found: readonly Evidence[]): JudgedPromise {
  const { section, title, promise: text, measure, checks, rests, lacking } = promise;
  const evidence = checks.flatMap(
    (name) =>
      found.find((one) => one.name === name) ?? (name === rests?.check ? [] : notMade(name)),
  );
  const isThere = rests === undefined || evidence.some(({ name }) => name === rests.check);
  const open = evidence.filter(({ result }) => result !== 'ok');
  const state = ((): PromiseState => {
    if (open.some(({ result }) => result === 'failed')) return 'broken';
    if (!isThere) return 'not-yet';
    return open.length > 0 || lacking.length > 0 || evidence.length === 0 ? 'attention' : 'kept';
  })();
  return {
    ...{ section, title, promise: text, state },
    ...(isThere && { measure }),
    evidence,
    missing: [
      ...open.flatMap(toMissing),
      ...notLookedAt(open),
      ...(isThere ? [] : [rests?.without ?? '']),
      ...lacking,
    ],
  };
}

function notMade(name: string): Evidence {
  return { name, result: 'unknown', found: 'this check was not made' };
}

function toMissing({ name, result, found, remedy }: Evidence): readonly string[] {
  // Without a remedy the last words of what was found hold it.
  return result === 'unknown' ? [] : [`${name}: ${remedy ?? found.split('\n')[0]}`];
}

/** On one line: without a server it would be most of the page. */
function notLookedAt(open: readonly Evidence[]): readonly string[] {
  const names = open.filter(({ result }) => result === 'unknown').map(({ name }) => name);
  return names.length === 0 ? [] : [`not known at this moment: ${names.join(', ')}`];
}

export const promises: readonly SecurityPromise[] = [
  {
    section: 1,
    title: 'Security measures',
    promise: 'technical and organisational measures that follow from the risk',
    measure: 'a breach is assessed with its reasons on record; this page shows what is in force',
    checks: ['assessments'],
    lacking: ['the measures in force are not printed in notices'],
  },
  {
    section: 2,
    title: 'Encryption in transit',
    promise: 'TLS between client and service, and from service to service',
    measure:
      'mail, Temporal and PostgreSQL beyond this machine only with TLS 1.2 or later and a checked certificate; there is no setting against it',
    checks: ['mail encryption', 'temporal encryption', 'register encryption'],
    lacking: [],
  },
  {
    section: 3,
    title: 'Hosting',
    promise: 'data is kept in the European Union',
    measure: 'locations are declared with the sub-processors',
    checks: ['places', 'vendors'],
    rests: { check: 'vendors', without: 'no location of a service is recorded' },
    lacking: ['nothing records where this machine itself stands'],
  },
  {
    section: 4,
    title: 'Access',
    promise: 'least privilege; administrative access is logged and reviewed',
    measure:
      'the worker checks the signature and the roles of every sender; each person has a key that ends, and admins confirm by schedule who may act; commands, mails and administrative acts are entries of the audit chain',
    checks: [
      'roles',
      'access',
      'access review',
      'audit chain',
      'outside checkpoint',
      'checkpoints',
    ],
    lacking: [],
  },
  {
    section: 5,
    title: 'Credentials',
    promise: 'credentials are protected; no secret stands anywhere in plain text',
    measure:
      'the policy file takes a secret only by reference; a file that others could read, change or exchange is refused; what goes through Temporal is encrypted with keys that rotate',
    checks: ['secret references', 'permissions', 'audit key', 'encryption keys'],
    lacking: [],
  },
  {
    section: 6,
    title: 'Monitoring and logs',
    promise: 'systems are monitored; logs are protected and kept for a limited time',
    measure:
      'the sentinel watches every running incident, access, clock and mail; figures and readiness for a monitoring outside; logs are closed to others, kept for logs.keep and sealed in the audit chain',
    checks: ['worker', 'sentinel', 'logs'],
    lacking: [],
  },
  {
    section: 7,
    title: 'Backups',
    promise: 'backups, with restricted access, protected against loss',
    measure: 'backups by schedule, encrypted and verified',
    checks: ['backups', 'register'],
    rests: {
      check: 'backups',
      without:
        'no backup, no restore and no drill: keep copies of the data folder by other means; register rebuild only writes anew what Temporal still has',
    },
    lacking: [],
  },
  {
    section: 8,
    title: 'Incidents',
    promise: 'incidents are found, answered and mitigated; breaches are notified as the law says',
    measure: 'paging, triage, tasks, the legal clocks with their reminders, notices, the register',
    checks: [
      ...['policy', 'people', 'mail settings', 'mail path', 'worker', 'sentinel'],
      ...['register', 'incidents', 'authority', 'clock'],
    ],
    lacking: [],
  },
  {
    section: 9,
    title: 'Sub-processors',
    promise: 'sub-processors are chosen with care and bound by contract',
    measure: 'a register of sub-processors with contract, location and review',
    checks: ['vendor list', 'vendors'],
    rests: { check: 'vendors', without: 'sub-processors are not recorded' },
    lacking: [],
  },
  {
    section: 10,
    title: 'Changes of the policy',
    promise: 'the policy is kept up to date, and changes are made known',
    measure:
      'each version that a worker ran under is kept and sealed in the audit chain; each incident pins the one it began under; policy diff shows what changed, policy announce mails it, and reviews fall due',
    checks: ['policy', 'versions', 'policy review', 'upkeep'],
    lacking: [],
  },
  {
    section: 11,
    title: 'Contact',
    promise: 'there is one address for questions of security and data protection',
    measure: 'organisation.contact of the policy file stands in every mail and notice',
    checks: ['contact'],
    lacking: ['no security.txt is served: there are no web pages yet'],
  },
];
