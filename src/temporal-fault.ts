/** What an error of Temporal's client means for people: refused by a rule, not answered in time, not reached. */
import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { refusalCodes, type RefusalCode } from './domain/refusal.ts';
import { Failure, type FailureKind } from './failure.ts';
import type { ConnectionSettings } from './temporal.ts';
import { tlsSettings } from './temporal-profile.ts';
import { badShape } from './workflows/messages.ts';

const notAllowed: ReadonlySet<RefusalCode> = new Set([
  'not-authenticated',
  'not-permitted',
  'not-your-role',
]);

/** How each refusal ends the command line. */
function kindOf(code: RefusalCode): FailureKind {
  if (notAllowed.has(code)) return 'notAllowed';
  // Nobody typed what a report names.
  return code.startsWith('unknown-') && code !== 'unknown-mail' ? 'usage' : 'refused';
}

export function refusal(error: WorkflowUpdateFailedError): unknown {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return error;
  if (cause.type === badShape) return new Failure('usage', badShape, cause.message, error);
  const code = refusalCodes.find((known) => known === cause.type);
  return code ? new Failure(kindOf(code), code, cause.message, error) : error;
}

export function unreachable({ address, source }: ConnectionSettings, cause: unknown): Failure {
  const remedy =
    source === 'environment or profile'
      ? 'check TEMPORAL_ADDRESS or the profile'
      : 'start it with seventytwo up, or set TEMPORAL_ADDRESS';
  return new Failure(
    'unreachable',
    'no-temporal',
    `no Temporal server answers at ${address}; ${remedy}`,
    cause,
  );
}

/** UNAUTHENTICATED 16, PERMISSION_DENIED 7: a key or certificate that is good for TLS, and not for this server. */
export function login({ address }: ConnectionSettings, error: unknown): Failure | undefined {
  const code = grpcError(error)?.code;
  if (code !== 16 && code !== 7) return undefined;
  const { apiKey, certificate } = tlsSettings;
  return new Failure(
    'unreachable',
    'temporal-login',
    `the Temporal server at ${address} does not let us in; check ${apiKey}, ${certificate} and TEMPORAL_NAMESPACE`,
    error,
  );
}

/** gRPC status codes: CANCELLED 1, DEADLINE_EXCEEDED 4, NOT_FOUND 5, UNAVAILABLE 14. */
export function isDeadline(error: unknown): boolean {
  const code = grpcError(error)?.code;
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || code === 4 || code === 1;
}

/** The SDK tells it as a type only for some calls; otherwise the server's details name it. */
export function isNamespaceMissing(error: unknown): boolean {
  const grpc = grpcError(error);
  return grpc?.code === 5 && /^Namespace .* is not found/i.test(grpc.details);
}

/** FAILED_PRECONDITION 9: the run ended in the same moment, and the server took the task back with its commands. */
export function isDropped(error: unknown): boolean {
  return grpcError(error)?.code === 9;
}

/**
 * The server's own word for an update that the worker never saw, and so did not carry out: both lose the thread when one
 * more comes than the server lets in at once.
 */
export function isUnseen(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === 'UnprocessedUpdate'
  );
}

/** The SDK wraps gRPC errors more than once. */
export function grpcError(error: unknown) {
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    if (isGrpcServiceError(at)) return at;
  }
  return undefined;
}
