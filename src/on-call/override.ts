/** Who may take over a layer of the rota for a while, and for how long. */
import type { AccessRole } from '../domain/access.ts';

/** Longer is a change of the rotation, and belongs in the policy file. */
export const longestOverrideMs = 92 * 86_400_000;

/** Whoever may be paged or leads may swap; a reporter or an auditor may not redirect pages. */
const may: readonly AccessRole[] = ['responder', 'commander', 'admin'];

export function mayOverride(roles: readonly AccessRole[]): boolean {
  return roles.some((role) => may.includes(role));
}
