/** What Temporal answers, or why it does not: then the register tells what it holds. */
import { Failure } from '../failure.ts';

export type Asked<T> = { readonly answer?: T; readonly outage?: Failure };

/** Any other failure is thrown. */
export async function answerOf<T>(ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { answer: await ask() };
  } catch (error) {
    const isOutage = error instanceof Failure && error.kind === 'unreachable';
    // A wrong setting is to be mended, not bridged.
    if (isOutage && error.code !== 'wrong-namespace') return { outage: error };
    throw error;
  }
}
