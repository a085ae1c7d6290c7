/** Puts on record what became of the parts of the logs: `up` sets them aside and has no way to the register, the worker has. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@temporalio/worker';
import { system } from '../domain/commands.ts';
import { recordAct } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { readRotations, rotationKinds, type Rotation } from '../rotations.ts';

/** As often as `up` looks whether there is something to rotate. */
const everyMs = 60_000;

/** Until `signal`; while the register is away the list beside the logs waits, and nobody waits for it. */
export async function keepRotations(
  folder: string,
  register: Register,
  logger: Pick<Logger, 'warn'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await recordRotations(folder, register);
    } catch (error) {
      if (!signal.aborted)
        logger.warn('what became of the logs is not in the audit chain yet', { error });
    }
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Safe to repeat: what the chain has already is left. */
export async function recordRotations(folder: string, register: Register): Promise<void> {
  const listed = await readRotations(folder);
  if (listed.length === 0) return;
  const known = await recorded(register);
  for (const rotation of listed) {
    if (known.has(keyOf(rotation))) continue;
    const { what, file, sha256: subjectHash, atMs: nowMs } = rotation;
    // Several workers of one company each have logs of their own, whose names bear the second; the hash tells them apart.
    await recordAct(register, {
      ...{ ...system, kind: rotationKinds[what], subject: file, subjectHash, nowMs },
    });
  }
}

function keyOf({ what, file, sha256 }: Pick<Rotation, 'what' | 'file' | 'sha256'>): string {
  return `${rotationKinds[what]} ${file} ${sha256}`;
}

async function recorded({ db }: Register): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('audit')
    .select(['kind', 'subject', 'subject_hash'])
    .where('kind', 'in', Object.values(rotationKinds))
    .execute();
  return new Set(
    rows.map(({ kind, subject, subject_hash }) => `${kind} ${subject} ${subject_hash}`),
  );
}
