/** A ladder of seconds: the 72 hours stay true, only the awareness lies so far back that they end soon. */
import type { IncidentEvent } from '../../src/domain/events.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import type { Desk } from './desk.ts';

export const overdueEveryMs = 4_000;

export const ladder = {
  reminders: [
    { before: '16s', to: 'owner' },
    { before: '12s', to: 'deputy' },
    { before: '8s', to: 'deputy' },
    { before: '4s', to: 'management' },
    { before: '0s', to: 'management' },
  ],
  overdueEvery: `${overdueEveryMs / 1_000}s`,
};

/** Declares an incident whose 72 hours end so many milliseconds from now; gives back that instant. */
export async function dueIn(desk: Desk, id: string, ms: number): Promise<number> {
  await desk.declare(id);
  const at = { atMs: Date.now() - 72 * hourMs + ms, zone: 'Europe/Berlin' };
  await desk.send(id, 'declareAwareness', 'dora', { at, reason: 'strangers downloaded it' });
  return at.atMs + 72 * hourMs;
}

export async function file(desk: Desk, id: string): Promise<void> {
  await desk.send(id, 'fileDuty', 'dora', { reference: 'R-1', reasonsForDelay: 'a test' });
}

export type Reminded = IncidentEvent & { readonly type: 'reminded' };

export function reminded(events: readonly IncidentEvent[]): readonly Reminded[] {
  return events.filter((event): event is Reminded => event.type === 'reminded');
}

/** Each rung by itself, as often as it was told; `T+2` is the second one after the due instant. */
export function rungsTold(events: readonly Reminded[]): readonly string[] {
  return events.flatMap(({ rungs, overdue }) => [
    ...rungs,
    ...(overdue
      ? Array.from({ length: overdue.to - overdue.from + 1 }, (_, n) => `T+${overdue.from + n}`)
      : []),
  ]);
}
