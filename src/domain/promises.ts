/** The company's security policy, section by section: what it promises, which measures keep that here, and which checks speak for it. */
import type { MeasureId } from './measures.ts';

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
  /** What keeps it in this software, as far as the policy file asks for it. */
  readonly measures: readonly MeasureId[];
  /** Names of checks, in the order in which they are shown. */
  readonly checks: readonly string[];
  /** What this software does not do for it yet. */
  readonly lacking: readonly string[];
};

/** Never better than the evidence: `kept` only when every check was made and is good, and nothing is lacking. */
export type PromiseState = 'kept' | 'attention' | 'broken' | 'not-yet';

export type JudgedPromise = Pick<SecurityPromise, 'section' | 'title' | 'promise'> & {
  readonly state: PromiseState;
  /** In force at this moment. */
  readonly measures: readonly MeasureId[];
  readonly evidence: readonly Evidence[];
  /** Sentences: what failed, what nobody could look at, what this software does not do. */
  readonly missing: readonly string[];
};

/** `inForce` is undefined when the policy file has faults: then nobody can say. */
export function judge(
  { section, title, promise, measures: all, checks, lacking }: SecurityPromise,
  found: readonly Evidence[],
  inForce: readonly MeasureId[] | undefined,
): JudgedPromise {
  const evidence = checks.map((name) => found.find((one) => one.name === name) ?? notMade(name));
  const open = evidence.filter(({ result }) => result !== 'ok');
  const measures = all.filter((id) => inForce?.includes(id));
  const state = ((): PromiseState => {
    if (open.some(({ result }) => result === 'failed')) return 'broken';
    if (inForce && measures.length === 0) return 'not-yet';
    return open.length > 0 || lacking.length > 0 || evidence.length === 0 ? 'attention' : 'kept';
  })();
  return {
    ...{ section, title, promise, state, measures, evidence },
    missing: [...open.toSorted(worstFirst).flatMap(toMissing), ...notLookedAt(open), ...lacking],
  };
}

function worstFirst(a: Evidence, b: Evidence): number {
  return Number(b.result === 'failed') - Number(a.result === 'failed');
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
    measures: ['risk'],
    checks: ['assessments'],
    lacking: [],
  },
  {
    section: 2,
    title: 'Encryption in transit',
    promise: 'TLS between client and service, and from service to service',
    measures: ['transit'],
    checks: ['mail encryption', 'temporal encryption', 'register encryption', 'figures'],
    lacking: [],
  },
  {
    section: 3,
    title: 'Hosting',
    promise: 'data is kept in the European Union',
    measures: ['hosting', 'transfers'],
    checks: ['hosting', 'places', 'vendors'],
    lacking: [],
  },
  {
    section: 4,
    title: 'Access',
    promise: 'least privilege; administrative access is logged and reviewed',
    measures: [
      ...(['roles', 'signatures', 'ending-keys', 'access-reviews'] as const),
      ...(['audit-trail', 'checkpoints'] as const),
    ],
    checks: [
      ...['roles', 'access', 'access review'],
      ...['audit chain', 'outside checkpoint', 'checkpoints'],
    ],
    lacking: [],
  },
  {
    section: 5,
    title: 'Credentials',
    promise: 'credentials are protected; no secret stands anywhere in plain text',
    measures: ['secrets', 'payloads'],
    checks: ['secret references', 'permissions', 'audit key', 'encryption keys'],
    lacking: [],
  },
  {
    section: 6,
    title: 'Monitoring and logs',
    promise: 'systems are monitored; logs are protected and kept for a limited time',
    measures: ['watch', 'figures', 'logs', 'retention'],
    checks: ['worker', 'sentinel', 'upkeep', 'logs', 'retention', 'figures'],
    lacking: [],
  },
  {
    section: 7,
    title: 'Backups',
    promise: 'backups, with restricted access, protected against loss',
    measures: ['backups'],
    checks: ['backups', 'register'],
    lacking: [],
  },
  {
    section: 8,
    title: 'Incidents',
    promise: 'incidents are found, answered and mitigated; breaches are notified as the law says',
    measures: ['response'],
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
    measures: ['vendors', 'transfers'],
    checks: ['vendor list', 'vendors'],
    lacking: [],
  },
  {
    section: 10,
    title: 'Changes of the policy',
    promise: 'the policy is kept up to date, and changes are made known',
    measures: ['policy-versions', 'policy-reviews'],
    checks: ['policy', 'versions', 'policy review', 'announcements', 'upkeep'],
    lacking: [],
  },
  {
    section: 11,
    title: 'Contact',
    promise: 'there is one address for questions of security and data protection',
    measures: ['contact'],
    checks: ['contact'],
    lacking: [],
  },
];
