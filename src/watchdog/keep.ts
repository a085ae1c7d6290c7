/** Watches from beside the worker whether mails go out, and raises the alarm by another way: a dead worker cannot. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';
import { clearMark, readMarks, setMark } from '../register/watchdog.ts';
import type { Register } from '../register/database.ts';
import { alarmWays, raise, waysOf, type AlarmWay } from './alarm.ts';
import { judge, pollMs, type Seen } from './judge.ts';
import { within } from './within.ts';

export type WatchDeps = {
  readonly policy: () => Promise<LoadedPolicy>;
  /** For writing; may fail. */
  readonly register: () => Promise<Pick<Register, 'db'>>;
  /** May fail: then nobody knows of a worker. */
  readonly look: () => Promise<Omit<Seen, 'marks'>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** For people: without names or addresses. */
  readonly tell: (sentence: string) => void;
  readonly everyMs?: number;
};

const troubles = ['mail', 'worker'] as const;
type Trouble = (typeof troubles)[number];

/** What was told of a trouble that lasts, and by which ways. */
type Told = { readonly sinceMs: number; readonly ways: readonly AlarmWay[] };

/** A few looks within the shortest time that anybody would want to be told after. */
const usualEveryMs = 30_000;

/** Of each thing that is looked at: one that never answers must not keep the alarm from going out. */
const lookLimitMs = 20_000;

/** Until `signal`; never rejects for what is outside. */
export async function keepWatch(deps: WatchDeps, signal: AbortSignal): Promise<void> {
  const watch = createWatch(deps);
  while (!signal.aborted) {
    // Whatever happens here, the process beside it goes on with its work, and the next look comes.
    await watch.look().catch((error: unknown) => {
      deps.tell(`the watchdog failed (${error instanceof Error ? error.name : 'no reason known'})`);
    });
    await sleep(deps.everyMs ?? usualEveryMs, undefined, { signal, ref: false }).catch(
      () => undefined,
    );
  }
}

export function createWatch(deps: WatchDeps) {
  const { now, tell, env } = deps;
  const beganMs = now();
  let lastLookMs = beganMs;
  /** Nothing begins before that: after a sleep of the machine everything was seen last before it. */
  let awakeMs = 0;
  let workerSeenMs: number | undefined;
  /** Beside the register, which may be away just then. */
  const told = new Map<Trouble, Told>();
  /** What the register does not have yet. */
  const unsaved = new Set<Trouble>();
  const faults = new Map<string, string>();

  async function look(): Promise<void> {
    const { policy } = await deps.policy();
    if (waysOf(policy).length === 0) return;
    const seen = await orSaid('temporal', deps.look);
    workerSeenMs = seen?.workerSeenMs ?? workerSeenMs;
    const marks = await orSaid('register', async () => readMarks((await deps.register()).db));
    if (marks)
      for (const trouble of troubles) {
        const mark = marks[`alarm-${trouble}`];
        if (unsaved.has(trouble)) await save(trouble);
        // By whoever watched before, or watches on another machine.
        else if (!mark) told.delete(trouble);
        else if (!told.has(trouble)) told.set(trouble, readTold(mark.detail));
      }
    if (now() - lastLookMs > pollMs) awakeMs = now() + pollMs;
    lastLookMs = now();
    const judged = judge(
      {
        ...seen,
        ...(marks && { marks }),
        ...(workerSeenMs !== undefined && { workerSeenMs }),
      },
      policy.watchdog,
      now(),
      beganMs,
    );
    // Who has seen no worker yet, because it has only begun to look, cannot say that there is one again.
    const isWorkerUnseen = workerSeenMs === undefined;
    // While nobody can see whether mails go out, nobody can say that they do again.
    const isMailUnseen =
      isWorkerUnseen ||
      judged.worker !== undefined ||
      !marks ||
      !seen ||
      seen.isMailUnseen === true;
    const isUnseen = { worker: isWorkerUnseen, mail: isMailUnseen };
    for (const trouble of troubles) {
      const sinceMs = judged[trouble];
      if (sinceMs === undefined) {
        if (!isUnseen[trouble]) await end(trouble, policy);
      } else if (now() >= awakeMs) await begin(trouble, sinceMs, policy);
    }
  }

  async function begin(trouble: Trouble, sinceMs: number, policy: Policy): Promise<void> {
    const afterMs = policy.watchdog.alarm?.after ?? 0;
    if (now() - sinceMs < afterMs) return;
    const before = told.get(trouble) ?? { sinceMs, ways: [] };
    const ways = waysOf(policy).filter((way) => !before.ways.includes(way));
    if (ways.length === 0) return;
    const taken = await by(trouble, 'began', before.sinceMs, ways, policy);
    await keep(trouble, { ...before, ways: [...before.ways, ...taken] });
  }

  async function end(trouble: Trouble, policy: Policy): Promise<void> {
    const before = told.get(trouble);
    if (!before) return;
    // A way that left the policy is not told any more.
    const ways = waysOf(policy).filter((way) => before.ways.includes(way));
    const taken = await by(trouble, 'over', before.sinceMs, ways, policy);
    await keep(trouble, { ...before, ways: ways.filter((way) => !taken.includes(way)) });
  }

  async function by(
    trouble: Trouble,
    state: 'began' | 'over',
    sinceMs: number,
    ways: readonly AlarmWay[],
    policy: Policy,
  ): Promise<readonly AlarmWay[]> {
    const raised = await raise({ trouble, state, sinceMs, atMs: now() }, ways, policy, env);
    for (const { way, fault } of raised)
      if (fault === undefined) tell(`the alarm about ${trouble} (${state}) went out by ${way}`);
      else say(way, `the alarm about ${trouble} (${state}) did not go out by ${way}: ${fault}`);
    return raised.flatMap(({ way, fault }) => (fault === undefined ? [way] : []));
  }

  async function keep(trouble: Trouble, next: Told): Promise<void> {
    if (next.ways.length === 0) told.delete(trouble);
    else told.set(trouble, next);
    unsaved.add(trouble);
    await save(trouble);
  }

  async function save(trouble: Trouble): Promise<void> {
    await orSaid('register', async () => {
      const register = await deps.register();
      const name = `alarm-${trouble}` as const;
      const standing = told.get(trouble);
      if (standing) await setMark(register, name, { atMs: now(), detail: writeTold(standing) });
      else await clearMark(register, name);
      unsaved.delete(trouble);
    });
  }

  /** What fails again and again is said once. */
  function say(what: string, sentence: string): void {
    if (faults.get(what) === sentence) return;
    faults.set(what, sentence);
    tell(sentence);
  }

  async function orSaid<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await within(lookLimitMs, work());
      faults.delete(what);
      return answer;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      say(what, `the watchdog cannot look at the ${what} (${name})`);
      return undefined;
    }
  }

  return { look };
}

/** `1764000000000 smtp,webhook` */
function writeTold({ sinceMs, ways }: Told): string {
  return `${sinceMs} ${ways.join(',')}`;
}

function readTold(detail: string): Told {
  const [since = '0', ways = ''] = detail.split(' ');
  return {
    sinceMs: Number(since),
    ways: alarmWays.filter((way) => ways.split(',').includes(way)),
  };
}
