/** Whether figures and health are told as the policy asks, and beyond this machine only with token and TLS. */
import type { Policy } from '../policy/schema.ts';
import { callLimitMs, ok, unknown, warning, type Finding } from './check.ts';

export async function checkFigures({ monitoring }: Pick<Policy, 'monitoring'>): Promise<Finding> {
  const { listen, certificate } = monitoring;
  if (listen === undefined) return ok('none are served: the policy names no monitoring.listen');
  // Its certificate is for the names that a monitoring outside uses, not for this look.
  if (certificate !== undefined) return ok(`${listen}, with token and TLS; it was not asked`);
  const at = `http://${listen}/healthz`;
  try {
    const { status } = await fetch(at, { signal: AbortSignal.timeout(callLimitMs) });
    return status === 200
      ? ok(`${listen}, for this machine alone; it answers`)
      : warning(`${at} answers with ${status}`, 'see what else listens there');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return unknown(`${listen}, for this machine alone; no worker answers there`);
  }
}
