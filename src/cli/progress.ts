/** Progress of what takes long: told after a silence, and no more often than that. */
import type { Io } from './io.ts';

/** Longer silence reads as a hang. */
export const silenceMs = 2_000;

/** To be asked at every step of the work; `say` runs only when something is to be told. */
export function pacer({ tell }: Pick<Io, 'tell'>): (say: () => string) => void {
  let toldAtMs = performance.now();
  return (say) => {
    if (performance.now() - toldAtMs < silenceMs) return;
    toldAtMs = performance.now();
    tell(say());
  };
}

/** For work of steps that may each take long: tells the newest line, and again while nothing new comes. */
export async function withTold<T>(
  { tell }: Pick<Io, 'tell'>,
  work: (say: (line: string) => void) => Promise<T>,
): Promise<T> {
  let newest = '';
  const pace = pacer({ tell });
  const timer = setInterval(() => {
    if (newest !== '') pace(() => newest);
  }, silenceMs);
  try {
    return await work((line) => {
      newest = line;
      pace(() => line);
    });
  } finally {
    clearInterval(timer);
  }
}
