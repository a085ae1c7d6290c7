/** Reads a payload as its source sends it. */
import type { IntakeSource } from '../policy/intake.ts';
import { readAlertmanager } from './alertmanager.ts';
import type { Call } from './call.ts';
import { readJson } from './json.ts';

/** Undefined, or a ZodError, for what is no payload of this source. */
export function readCall(body: unknown, source: IntakeSource): Call | undefined {
  return source.kind === 'alertmanager'
    ? readAlertmanager(body, source.severity.from)
    : readJson(body, source);
}
