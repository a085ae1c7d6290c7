/** Incidents as lists of events, for the tests of the register. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../src/domain/apply.ts';
import type { EventBody, IncidentEvent } from '../../src/domain/events.ts';
import { ensureRing } from '../../src/encryption/ring.ts';
import { summarise, type IncidentSummary } from '../../src/domain/summary.ts';
import { policySnapshot } from '../support/policy.ts';

export const startMs = Date.UTC(2026, 2, 27, 8, 14);

export function declaration(id: string): EventBody {
  return {
    type: 'declared',
    incidentId: id,
    policy: policySnapshot(),
    title: 'Backup bucket was public',
    severity: 'high',
    personalData: 'unknown',
    detected: { atMs: startMs, zone: 'Europe/Vienna' },
  };
}

/** Numbers, stamps and signs event bodies, one minute apart. */
export function recorded(bodies: readonly EventBody[]): IncidentEvent[] {
  return bodies.map((body, n) => ({
    seq: n + 1,
    atMs: startMs + n * 60_000,
    actor: { person: 'anna', channel: 'cli' },
    commandId: `command-${n + 1}`,
    ...body,
  }));
}

/** A declaration and then notes. */
export function story(id: string, count: number): IncidentEvent[] {
  const notes = Array.from({ length: count - 1 }, (_, n): EventBody => ({
    type: 'noted',
    text: `note ${n + 1}`,
  }));
  return recorded([declaration(id), ...notes]);
}

export function summaryOf(events: readonly IncidentEvent[]): IncidentSummary {
  const incident = replay(events);
  if (!incident) throw new Error('a story begins with a declaration');
  return summarise(incident);
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with a key ring; it goes with the test process. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'register-'));
  folders.push(folder);
  await ensureRing(join(folder, 'keys'));
  return folder;
}
