/** Notes that all come in the same moment, each by its own sender, and what became of them. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporalCli } from '../../src/server/temporal-cli.ts';
import type { Stand } from './stand.ts';
import { settle } from './wait.ts';

/** Milliseconds to each answer, the slowest last. Throws when one is refused, or is not in the record exactly once. */
export async function storm(stand: Stand, id: string, count: number): Promise<number[]> {
  await stand.declare(id, { personalData: 'no' });
  const texts = Array.from({ length: count }, (_, n) => `note ${n} of ${id}`);
  const taken = await Promise.all(
    texts.map(async (text) => {
      const sentAtMs = performance.now();
      await stand.send(id, 'note', 'anna', { text });
      return performance.now() - sentAtMs;
    }),
  );
  await settle(stand, id);
  const noted = (await stand.events(id)).flatMap((event) =>
    event.type === 'noted' ? [event.text] : [],
  );
  assert.deepEqual(noted.toSorted(), texts.toSorted());
  return taken.toSorted((a, b) => a - b);
}

/** The path of a Temporal whose server lets in as many updates as one of a company does: ten, its default. */
export async function stockTemporal(): Promise<string> {
  const { path } = await findTemporalCli({ env: process.env, progress: console.error });
  const script = join(mkdtempSync(join(tmpdir(), 'seventytwo-stock-')), 'temporal');
  // What is said last counts.
  const stock = '--dynamic-config-value history.maxInFlightUpdates=10';
  const lines = [
    `if [ "$1" = server ]; then exec '${path}' "$@" ${stock}; fi`,
    `exec '${path}' "$@"`,
  ];
  writeFileSync(script, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(script, 0o700);
  return script;
}
