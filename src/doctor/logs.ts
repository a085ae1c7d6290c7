/** Whether the logs that `up` keeps are closed to others, and whether their older parts are what the audit chain says. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { openRegister, type Register } from '../register/database.ts';
import type { RegisterPlace } from '../config/register.ts';
import { readRotations, rotationKinds } from '../rotations.ts';
import { sha256Of } from '../sha256.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

const othersMayAny = 0o007;
/** The worker writes them to the chain every minute. */
const unrecordedMs = 3_600_000;

export async function checkLogs(
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<Finding> {
  const folder = join(data, 'logs');
  const names = await readdir(folder).catch(noneIfMissing);
  if (names.length === 0)
    return unknown(`there are no logs in ${folder}; a worker alone writes to standard error`);
  const stats = await Promise.all(names.map((name) => stat(join(folder, name))));
  const size = stats.reduce((sum, one) => sum + one.size, 0);
  const found = `${names.length} files, ${(size / 1_000_000).toFixed(1)} MB in ${folder}`;
  const around = await Promise.all([folder, data].map(async (path) => (await stat(path)).mode));
  const isOpen = stats.some(({ mode }) => (mode & othersMayAny) !== 0);
  const isClosed = around.some((mode) => (mode & othersMayAny) === 0);
  if (isOpen && !isClosed && process.platform !== 'win32')
    return warning(`${found}, and every user of this machine may read them`, `chmod 700 ${data}`);
  const compared = await compare(folder, data, place, nowMs);
  return typeof compared === 'string'
    ? ok(`${found}, closed to other users; ${compared}`)
    : compared;
}

/** A sentence when all is well. */
async function compare(
  folder: string,
  data: string,
  place: RegisterPlace,
  nowMs: number,
): Promise<string | Finding> {
  const listed = await readRotations(folder);
  let register: Register;
  try {
    register = await openRegister(data, { ...place, readOnly: true });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return unknown('older parts of the logs are not compared without a register');
  }
  try {
    const sealed = await sealedParts(register);
    const own = sealed.rotated.filter(({ file, sha256 }) =>
      listed.some((one) => one.file === file && one.sha256 === sha256),
    );
    // Another machine's parts are not here; without a list nobody can say whose they are.
    const here = listed.length === 0 ? sealed.rotated : own;
    const removed = new Set([
      ...sealed.removed,
      ...listed.flatMap(({ what, file }) => (what === 'removed' ? [file] : [])),
    ]);
    const faults: string[] = [];
    let good = 0;
    for (const { file, sha256 } of here) {
      const content = await readFile(join(folder, file)).catch(undefinedIfMissing);
      if (content === undefined) {
        if (!removed.has(file)) faults.push(`${file} is missing before its time`);
      } else if (sha256Of(content) === sha256) good += 1;
      else faults.push(`${file} was changed`);
    }
    if (faults.length > 0)
      return failed(
        `logs: ${faults.join('; ')}`,
        'find out who did that: the audit chain has the hash of what was there (audit list)',
      );
    const late = listed.filter(
      ({ what, file, sha256, atMs }) =>
        what === 'rotated' &&
        nowMs - atMs > unrecordedMs &&
        !sealed.rotated.some((one) => one.file === file && one.sha256 === sha256),
    );
    if (late.length > 0)
      return warning(
        `${late.length} older parts of the logs are not in the audit chain yet`,
        'see the check of the worker, and its log',
      );
    return good === 0 ? 'no older parts yet' : `${good} older parts as the audit chain has them`;
  } finally {
    await register.close();
  }
}

async function sealedParts({ db }: Register) {
  const rows = await db
    .selectFrom('audit')
    .select(['kind', 'subject', 'subject_hash'])
    .where('kind', 'in', Object.values(rotationKinds))
    .execute();
  const parts = rows.map(({ kind, subject, subject_hash }) => ({
    ...{ kind, file: subject ?? '', sha256: subject_hash },
  }));
  const of = (kind: string) => parts.filter((part) => part.kind === kind);
  return {
    rotated: of(rotationKinds.rotated),
    removed: of(rotationKinds.removed).map(({ file }) => file),
  };
}

function noneIfMissing(error: unknown): readonly string[] {
  if (isCode(error, 'ENOENT')) return [];
  throw error;
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isCode(error, 'ENOENT')) throw error;
}
