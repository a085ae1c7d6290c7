/** The evidence for `policy show` and `doctor`: the checks of the installation, and those that only the promises ask for, made at this moment. */
import { readConfig } from '../config.ts';
import { registerPlace } from '../config/register.ts';
import { checkAnnouncements } from '../doctor/announcements.ts';
import { runChecks, unknown, type Check, type Checked, type Finding } from '../doctor/check.ts';
import {
  checkMailEncryption,
  checkPlaces,
  checkRegisterEncryption,
  checkTemporalEncryption,
} from '../doctor/encryption.ts';
import { checkAuditKey, checkReferences } from '../doctor/files.ts';
import { checkPolicyReview } from '../doctor/policy-review.ts';
import {
  checkAssessments,
  checkChain,
  checkIncidents,
  checkOutside,
  checkVersions,
} from '../doctor/record.ts';
import {
  checkContact,
  checkPeople,
  checkRoles,
  checkVendorList,
  findPlainMail,
  findPlainSecrets,
  readWritten,
} from '../doctor/written.ts';
import type { MeasureId } from '../domain/measures.ts';
import { promises } from '../domain/promises.ts';
import { Failure } from '../failure.ts';
import { loadPolicy, type LoadedPolicy } from '../policy/file.ts';
import { measuresInForce } from '../policy/measures.ts';
import { openRegister, type Register } from '../register/database.ts';
import { examine } from './examination.ts';
import type { Io } from './io.ts';
import { pacer } from './progress.ts';
import type { CommonOptions } from './session.ts';

/** A chain of millions of entries takes minutes; what takes longer than that hangs. */
const recordLimitMs = 30 * 60_000;

const everyName: ReadonlySet<string> = new Set(promises.flatMap(({ checks }) => checks));

export type Gathered = {
  readonly examined: readonly Checked[];
  /** Those that only the promises ask for. */
  readonly promised: readonly Checked[];
  /** Absent when the policy file has faults, and then nobody can say. */
  readonly inForce?: readonly MeasureId[];
  /** Absent when the policy file has faults. */
  readonly version?: string;
  readonly zone: string;
};

/** Of the checks that only the promises ask for, those in `names`: some read the whole record. */
export async function gather(
  io: Io,
  options: CommonOptions,
  names: ReadonlySet<string> = everyName,
): Promise<Gathered> {
  const { policyPath } = readConfig(io.env, options);
  const loaded = await loadPolicy(policyPath).catch(failuresOnly);
  const zone = loaded?.policy.organisation.zone ?? 'UTC';
  const examined = await examine(io, options);
  const own = await runChecks(await settingsChecks(io, options, loaded, examined));
  const record = await recordChecks(io, options, loaded, zone, names);
  return {
    ...{ examined, promised: [...own, ...record], zone },
    ...(loaded && { version: loaded.version, inForce: measuresInForce(loaded.policy) }),
  };
}

async function settingsChecks(
  { env }: Io,
  options: CommonOptions,
  loaded: LoadedPolicy | undefined,
  examined: readonly Checked[],
): Promise<readonly Check[]> {
  const { data, policyPath } = readConfig(env, options);
  const written = await readWritten(policyPath);
  const of = (name: string): Checked | undefined => examined.find((one) => one.name === name);
  const withPolicy = async (
    check: (policy: LoadedPolicy['policy']) => Finding | Promise<Finding>,
  ): Promise<Finding> =>
    loaded ? check(loaded.policy) : unknown('not looked at without a policy');
  return [
    {
      name: 'mail encryption',
      run: async () =>
        findPlainMail(written) ??
        withPolicy((policy) => checkMailEncryption(policy, of('mail path'))),
    },
    {
      name: 'temporal encryption',
      run: async () => checkTemporalEncryption(env, data, of('temporal')),
    },
    {
      name: 'register encryption',
      run: () => withPolicy((policy) => checkRegisterEncryption(policy, of('register'))),
    },
    { name: 'places', run: () => withPolicy((policy) => checkPlaces(policy, env, data)) },
    {
      name: 'secret references',
      run: async () =>
        findPlainSecrets(written) ?? withPolicy((policy) => checkReferences(policy, env)),
    },
    { name: 'audit key', run: () => checkAuditKey(data) },
    { name: 'vendor list', run: async () => checkVendorList(written) },
    { name: 'contact', run: async () => checkContact(written) },
    { name: 'roles', run: async () => checkRoles(written) },
    { name: 'people', run: async () => checkPeople(written) },
  ];
}

async function recordChecks(
  io: Io,
  options: CommonOptions,
  loaded: LoadedPolicy | undefined,
  zone: string,
  names: ReadonlySet<string>,
): Promise<readonly Checked[]> {
  const config = readConfig(io.env, options);
  let register: Register | undefined;
  try {
    const place = loaded
      ? await registerPlace(loaded.policy, config, io.env)
      : { keys: config.keys };
    register = await openRegister(config.data, { ...place, readOnly: true });
  } catch (error) {
    // Why it does not open, the check of the register tells.
    if (!(error instanceof Failure)) throw error;
  }
  const checks: readonly (readonly [string, (register: Register) => Promise<Finding>])[] = [
    ['audit chain', (opened) => checkChain(opened, telling(io))],
    ['outside checkpoint', (opened) => checkOutside(opened, io.now())],
    ['assessments', (opened) => checkAssessments(opened, io.now())],
    ['incidents', (opened) => checkIncidents(opened, io.now(), zone)],
    ['versions', (opened) => checkVersions(opened, loaded?.version, zone)],
    ['announcements', (opened) => checkAnnouncements(opened, io.now())],
    ['policy review', (opened) => checkPolicyReview(opened, loaded?.policy, io.now())],
  ];
  const opened = register;
  try {
    return await runChecks(
      checks
        .filter(([name]) => names.has(name))
        .map(([name, run]) => ({
          name,
          run: async () => (opened ? run(opened) : unknown('not looked at without a register')),
        })),
      recordLimitMs,
    );
  } finally {
    await opened?.close();
  }
}

function telling(io: Io): (count: number, what: string) => void {
  const pace = pacer(io);
  return (count, what) => pace(() => `Verifying the audit chain: ${count} ${what} so far.`);
}

/** Told by the check that is about it; others go without. */
function failuresOnly(error: unknown): undefined {
  if (!(error instanceof Failure)) throw error;
}
