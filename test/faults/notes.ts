/** Many long notes at once, as a team and its machines write them, and how long each answer took. */
import type { Stand } from './stand.ts';

/** 4,000 characters, of one to three bytes each. */
export function longNote(n: number): string {
  const letter = ['a', 'é', '語', '😀'][n % 4] ?? 'a';
  const head = `note ${n} `;
  return head + letter.repeat(Math.floor((4_000 - head.length) / letter.length));
}

/** As a busy team; a crowd is `storm.ts`. */
const senders = 8;

/** Milliseconds to the answer of each, in no order. Throws when one is refused. */
export async function sendNotes(
  stand: Stand,
  id: string,
  count: number,
  progress: (sent: number) => void = () => undefined,
): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  async function sender(): Promise<void> {
    while (next < count) {
      const text = longNote(next);
      next += 1;
      const startedAtMs = performance.now();
      await stand.send(id, 'note', 'anna', { text });
      taken.push(performance.now() - startedAtMs);
      progress(taken.length);
    }
  }
  await Promise.all(Array.from({ length: senders }, sender));
  return taken;
}
