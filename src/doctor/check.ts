/** A check of the doctor: what it found, what to do about it, and how all of them run beside each other. */
import { Failure } from '../failure.ts';

export type Finding = {
  /** `unknown`: could not be looked at, for a reason that another check tells or nobody can mend. */
  readonly result: 'ok' | 'warning' | 'failed' | 'unknown';
  readonly found: string;
  readonly remedy?: string;
  /** What went wrong, from a closed set, for whoever judges by it. */
  readonly fault?: string;
};
export type Check = { readonly name: string; readonly run: () => Promise<Finding> };
export type Checked = Finding & { readonly name: string };

export const ok = (found: string): Finding => ({ result: 'ok', found });
export const warning = (found: string, remedy: string): Finding => ({
  result: 'warning',
  found,
  remedy,
});
export const failed = (found: string, remedy: string): Finding => ({
  result: 'failed',
  found,
  remedy,
});
export const unknown = (found: string): Finding => ({ result: 'unknown', found });

/** A healthy part answers in milliseconds; with it the whole ends within ten seconds when all is dead. */
const checkLimitMs = 5_000;
/** What goes over the network is given up sooner, so that it can say itself what it waited for. */
export const callLimitMs = 4_000;

/** All at once; the results stand in the order of the checks. */
export async function runChecks(
  checks: readonly Check[],
  limitMs = checkLimitMs,
): Promise<Checked[]> {
  return Promise.all(
    checks.map(async ({ name, run }) => ({ name, ...(await bounded(run, limitMs).catch(fault)) })),
  );
}

async function bounded(run: Check['run'], limitMs: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Finding>((done) => {
    timer = setTimeout(
      () => done(failed(`no answer within ${limitMs / 1_000} s`, 'see whether it hangs')),
      limitMs,
    );
  });
  try {
    return await Promise.race([run(), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** A Failure's sentence holds its remedy; anything else is a fault of the check, and no less a failed one. */
function fault(error: unknown): Finding {
  if (error instanceof Failure)
    return { result: 'failed', found: error.message, fault: error.code };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failed(`the check itself failed: ${text}`, 'please report it');
}
