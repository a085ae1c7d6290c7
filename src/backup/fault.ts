/** What the disk refuses, as one sentence that names the folder and the way out. */
import { codeOf } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { isDiskFault, isFull } from '../register/sqlite.ts';

/** For errors of files and of SQLite; anything else is given back as it is. */
export function diskFault(error: unknown, folder: string, what: string): unknown {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || isFull(error))
    return new Failure(
      'unreachable',
      'disk-full',
      `there is no room left in ${folder} for ${what}; nothing of it was kept, so make room there and try again`,
      error,
    );
  if (!isDiskFault(error) && (code === undefined || !/^E[A-Z]+$/.test(code))) return error;
  return new Failure(
    'unreachable',
    'disk-fault',
    `${folder} does not take ${what} (${code ?? 'SQLite cannot write there'}); nothing of it was kept, so check that the folder is there and that this user may write to it`,
    error,
  );
}
