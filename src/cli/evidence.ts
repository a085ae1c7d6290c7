/** `evidence`: one incident as one file that answers "show me", from the register alone. */
import { exitCodes } from '../failure.ts';
import { openPack } from '../evidence/pack.ts';
import { inSnapshot } from '../register/database.ts';
import { loadPolicy } from '../policy/file.ts';
import { settleExport } from './audit.ts';
import { signingKey } from './checkpoint.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { requireOut, writeNewFile } from './new-file.ts';
import { pacer } from './progress.ts';
import { requireSightOf } from './restricted.ts';
import { incidentIdFrom, openSession, withRegister, type Given } from './session.ts';
import { size } from './size.ts';
import { version as productVersion } from '../version.ts';

export async function runEvidence(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<number> {
  const session = await openSession(io, given);
  const incidentId = incidentIdFrom(typed);
  const out = requireOut(given.out, 'the zip file to write');
  const current = await loadPolicy(session.config.policyPath);
  const done = await withRegister(session, async (register) => {
    const key = await signingKey(session);
    return inSnapshot(register, async (moment) => {
      await requireSightOf(moment, incidentId, session);
      const pack = await openPack({
        ...{ register: moment, incidentId, key, productVersion, current },
      });
      const bytes = telling(io, pack.bytes);
      const written = await writeNewFile(out, { force: given.force === true }, bytes, (whole) =>
        settleExport(session, `evidence ${incidentId}`, whole),
      );
      return { ...written, ...pack.result(), lastEvent: pack.lastEvent, isErased: pack.isErased };
    });
  });
  const { problems } = done;
  const code = problems.length > 0 ? exitCodes.checkFailed : exitCodes.done;
  if (given.json) printJson(session, { evidence: { incident: incidentId, file: out, ...done } });
  else io.print(verdict(incidentId, out, done));
  for (const sentence of problems) io.tell(`seventytwo: ${sentence}; look in its backups`);
  return code;
}

type Done = {
  readonly bytes: number;
  readonly sha256: string;
  readonly files: number;
  readonly manifestSha256: string;
  readonly lastEvent: number;
  /** Only what an erasure left. */
  readonly isErased: boolean;
  readonly problems: readonly string[];
};

function verdict(id: string, out: string, done: Done): string {
  const { bytes, sha256, files, manifestSha256, lastEvent, problems, isErased } = done;
  return [
    ...(isErased
      ? [`${id} was erased: this holds the proof of that and what is left, not what happened.`]
      : []),
    `Evidence of ${id} up to event ${lastEvent}, ${files} files, ${size(bytes)}, written to ${out}. It holds personal data.`,
    `SHA-256 ${sha256}`,
    paint('quiet', `of its manifest ${manifestSha256}`),
    ...(problems.length > 0
      ? [paint('bad', 'It is not whole: the register lacks what is named below.')]
      : []),
    'Check it anywhere: unpack it, then node verify.mjs in that folder.',
  ].join('\n');
}

async function* telling(io: Io, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const tell = pacer(io);
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    tell(() => `Packing: ${size(bytes)} so far.`);
    yield chunk;
  }
}
