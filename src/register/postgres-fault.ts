/** What an error of PostgreSQL or of the way to it means for people. */
import pg from 'pg';
import { Failure } from '../failure.ts';
import { reason } from './engine.ts';
import { isUntrusted } from '../tls.ts';

type Place = { readonly path: string; readonly user: string; readonly database: string };

/**
 * SQLSTATE classes: connection lost, resources used up, an operator's doing, the system itself; and a transaction that
 * waited too long for its next statement. They pass, and the same query may succeed later.
 */
const passing = /^(08|53|57|58)|^25P03$/;

/** Whether the connection is of no use any more. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof pg.DatabaseError
    ? error.severity === 'FATAL' || error.severity === 'PANIC'
    : !isOurs(error);
}

/** The driver throws these for a parameter that it cannot send: a bug of ours. */
function isOurs(error: unknown): boolean {
  return !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError;
}

/** A Failure for what a person can mend or time will; undefined for a bug of ours. */
export function postgresFailure(
  error: unknown,
  { path, user, database }: Place,
): Failure | undefined {
  if (error instanceof Failure) return error;
  const unreachable = (code: string, sentence: string): Failure =>
    new Failure('unreachable', code, `The register ${path} ${sentence}.`, error);
  if (!(error instanceof pg.DatabaseError)) {
    if (isOurs(error)) return undefined;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return isUntrusted(code)
      ? unreachable(
          'register-not-trusted',
          `shows a certificate that is not to be trusted (${code}); correct register.postgres.host or caFile in the policy file, or the server's certificate`,
        )
      : unreachable(
          'register-unreachable',
          `cannot be reached (${reason(error)}); check register.postgres in the policy file, and that the server runs and takes TLS`,
        );
  }
  switch (error.code) {
    case '28P01':
    case '28000':
      return unreachable(
        'register-login',
        `does not let the user ${user} in; check register.postgres.user and the password it refers to`,
      );
    case '3D000':
      return unreachable(
        'register-unreachable',
        `is not there: the server has no database ${database}; create it, or correct register.postgres.database`,
      );
    case '42501':
      return unreachable(
        'register-unreachable',
        `does not let the user ${user} do this; grant it the rights that docs/register.md names`,
      );
    case '55P03':
      return unreachable(
        'register-busy',
        'is locked by somebody else for seconds; try again, and look at pg_stat_activity if that lasts',
      );
    default:
      return passing.test(error.code ?? '')
        ? unreachable(
            'register-unreachable',
            `cannot be used now (${reason(error)}); look at the server`,
          )
        : undefined;
  }
}
