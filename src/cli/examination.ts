/** The checks of the doctor: whether everything that paging and the clock rest on is there and works. */
import { requireMoved } from '../backup/moving.ts';
import { readConfig } from '../config.ts';
import { checkAccess } from '../doctor/access.ts';
import { judgeReview } from '../doctor/access-review.ts';
import { checkAuthority } from '../doctor/authority.ts';
import { registerPlace } from '../config/register.ts';
import { runChecks, unknown, ok, type Check, type Checked, type Finding } from '../doctor/check.ts';
import { checkBackups } from '../doctor/backups.ts';
import { checkCheckpoints } from '../doctor/checkpoints.ts';
import { checkFigures } from '../doctor/figures.ts';
import { checkHosting, findHostedAway, findVendorsAway } from '../doctor/hosting.ts';
import { checkKeys } from '../doctor/keys.ts';
import { checkLogs } from '../doctor/logs.ts';
import { checkDisk, checkNode, checkPermissions, checkZones } from '../doctor/machine.ts';
import { checkDkim } from '../doctor/dkim.ts';
import { checkMailPath, checkMailSettings, checkSecrets } from '../doctor/mail.ts';
import { checkOnCall } from '../doctor/on-call.ts';
import { lookInto } from '../doctor/opened.ts';
import { checkOutOfBand } from '../doctor/out-of-band.ts';
import { checkRegister } from '../doctor/register.ts';
import { checkRetention } from '../doctor/retention.ts';
import { checkSentinel } from '../doctor/sentinel.ts';
import {
  checkAttributes,
  checkClock,
  checkSynchronised,
  checkTemporal,
  checkWorker,
  reachTemporal,
  type Reached,
} from '../doctor/temporal.ts';
import { readWritten } from '../doctor/written.ts';
import { checkWatchdog } from '../doctor/watchdog.ts';
import { checkUpkeep } from '../doctor/upkeep.ts';
import { checkWebKey } from '../doctor/web.ts';
import { openToAll } from '../doctor/writable.ts';
import { Failure } from '../failure.ts';
import { loadPolicy, type LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { checkVendors } from '../doctor/vendors.ts';
import { hostOf, readConnectionSettings } from '../temporal.ts';
import type { Io } from './io.ts';
import type { CommonOptions } from './session.ts';

type Policy = LoadedPolicy['policy'];

export async function examine({ env, now }: Io, options: CommonOptions): Promise<Checked[]> {
  const config = readConfig(env, options);
  requireMoved(config.data);
  const { data, policyPath } = config;
  // Looked at once; who needs them waits for the same answer.
  const loading = loadPolicy(policyPath);
  const reaching = (async () => reachTemporal(readConnectionSettings(env, data)))();
  const withPolicy = async (check: (policy: Policy) => Finding | Promise<Finding>) => {
    const loaded = await loading.catch(failuresOnly);
    return loaded ? check(loaded.policy) : unknown('not looked at without a policy');
  };
  // What a policy with faults says all the same.
  const written = (): Promise<unknown> => readWritten(policyPath);
  // A password may come from a command, which is not to run twice.
  let placing: ReturnType<typeof registerPlace> | undefined;
  const placeOf = (policy: Policy) => (placing ??= registerPlace(policy, config, env));
  const reached = async (): Promise<Reached | undefined> => {
    const answer = await reaching.catch(failuresOnly);
    return answer instanceof Error ? undefined : answer;
  };
  const withTemporal = async (check: (temporal: Reached) => Promise<Finding>) => {
    const temporal = await reached();
    return temporal?.retentionMs === undefined
      ? unknown('not looked at without Temporal')
      : check(temporal);
  };

  const withRecord = (check: (register: Register, policy: Policy) => Promise<Finding>) =>
    withPolicy(async (policy) =>
      lookInto(data, await placeOf(policy), (register) => check(register, policy)),
    );

  const checks: Check[] = [
    { name: 'node', run: async () => checkNode(process.versions.node, now()) },
    { name: 'time zones', run: async () => checkZones() },
    { name: 'policy', run: async () => foundPolicy(await loading) },
    { name: 'authority', run: () => withPolicy((policy) => checkAuthority(policy, now())) },
    { name: 'mail settings', run: () => withPolicy(checkMailSettings) },
    { name: 'secrets', run: () => withPolicy((policy) => checkSecrets(policy, env)) },
    { name: 'mail path', run: () => withPolicy((policy) => checkMailPath(policy, config, env)) },
    { name: 'dkim', run: () => withPolicy((policy) => checkDkim(policy, env)) },
    {
      name: 'hosting',
      run: async () => findHostedAway(await written()) ?? withPolicy(checkHosting),
    },
    {
      name: 'vendors',
      run: async () =>
        findVendorsAway(await written()) ??
        withPolicy((policy) => checkVendors(policy, temporalHost(env, data), now())),
    },
    {
      name: 'on call',
      run: () => withRecord((register, policy) => checkOnCall(register, policy, now())),
    },
    { name: 'temporal', run: async () => answered(await reaching, env, data) },
    { name: 'attributes', run: () => withTemporal(checkAttributes) },
    { name: 'worker', run: () => withTemporal(checkWorker) },
    { name: 'sentinel', run: () => withTemporal(checkSentinel) },
    {
      name: 'register',
      run: async () => {
        const loaded = await loading.catch(failuresOnly);
        const place = loaded ? await placeOf(loaded.policy) : {};
        return checkRegister(data, place, await reached());
      },
    },
    {
      name: 'checkpoints',
      run: () =>
        withPolicy(async (policy) => checkCheckpoints(policy, data, await placeOf(policy), now())),
    },
    {
      name: 'watchdog',
      run: () =>
        withPolicy(async (policy) => checkWatchdog(policy, data, await placeOf(policy), now())),
    },
    {
      name: 'upkeep',
      run: () => withRecord((register, policy) => checkUpkeep(register, policy, now())),
    },
    {
      name: 'access review',
      run: () => withRecord((register, policy) => judgeReview(register, policy, now())),
    },
    {
      name: 'access',
      run: () =>
        withPolicy(async (policy) => checkAccess(policy, data, await placeOf(policy), now())),
    },
    { name: 'other addresses', run: () => withPolicy(checkOutOfBand) },
    {
      name: 'web sign-in',
      run: () => withRecord((register, policy) => checkWebKey(register, policy, data, now())),
    },
    {
      name: 'backups',
      run: async () => {
        const loaded = await loading.catch(failuresOnly);
        if (!loaded) return unknown('not looked at without a policy');
        return checkBackups(loaded, data, await placeOf(loaded.policy), now());
      },
    },
    { name: 'encryption keys', run: async () => checkKeys(config.keys, now(), await reached()) },
    {
      name: 'logs',
      run: async () => {
        const loaded = await loading.catch(failuresOnly);
        return checkLogs(data, loaded ? await placeOf(loaded.policy) : {}, now());
      },
    },
    {
      name: 'retention',
      run: () =>
        withPolicy(async (policy) => checkRetention(policy, data, await placeOf(policy), now())),
    },
    { name: 'figures', run: () => withPolicy(checkFigures) },
    { name: 'disk', run: () => checkDisk(config) },
    { name: 'permissions', run: () => checkPermissions(config) },
    {
      name: 'clock',
      run: async () => {
        const answer = await reached();
        return answer?.retentionMs === undefined ? checkSynchronised() : checkClock(answer);
      },
    },
  ];
  try {
    return await runChecks(checks);
  } finally {
    await (await reached())?.connection.close();
  }
}

function temporalHost(env: Io['env'], data: string): string | undefined {
  try {
    return hostOf(readConnectionSettings(env, data));
  } catch (error) {
    return failuresOnly(error);
  }
}

async function foundPolicy(loaded: LoadedPolicy): Promise<Finding> {
  const { path, version, policy, customersPath, vendorsPath } = loaded;
  const count = Object.keys(policy.customers).length;
  const customers = `${count} ${count === 1 ? 'customer' : 'customers'}`;
  const beside = [customersPath, vendorsPath].filter((file) => file !== undefined);
  const open = await openToAll([path, ...beside]);
  if (open.length > 0)
    return {
      result: 'failed',
      found: `whoever works on this machine may change ${open.join(' and ')}, and with it who may do what`,
      remedy: `chmod o-w ${open.join(' ')}, then look at seventytwo policy history`,
    };
  const also = beside.length === 0 ? '' : `, with ${beside.join(' and ')}`;
  return ok(`${path}, version ${version}, ${customers}${also}`);
}

function answered(answer: Reached | Error, env: Io['env'], data: string): Finding {
  if (!(answer instanceof Error)) return checkTemporal(answer);
  // Found, and not to be trusted, or not letting us in: its sentence has the remedy.
  if (answer instanceof Failure && answer.code !== 'no-temporal')
    return { result: 'failed', found: answer.message, fault: answer.code };
  const { address, source } = readConnectionSettings(env, data);
  return {
    result: 'failed',
    found: `no Temporal server answers at ${address}${whyNot(answer)}`,
    remedy:
      source === 'environment or profile'
        ? 'check TEMPORAL_ADDRESS or the profile'
        : 'start it with seventytwo up, or set TEMPORAL_ADDRESS',
  };
}

/** What gRPC said below our own sentence, where it said anything. */
function whyNot({ cause, message }: Error): string {
  return ` (${cause instanceof Error ? cause.message.split('\n')[0] : cause === undefined ? 'nobody listens there' : message})`;
}

/** Told by the check that is about it; others go without. */
function failuresOnly(error: unknown): undefined {
  if (!(error instanceof Failure)) throw error;
}
