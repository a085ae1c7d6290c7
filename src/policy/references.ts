/** The checks across a policy: an id that points at a person must point at somebody. */
import { z } from 'zod';
import { system } from '../domain/commands.ts';
import { idPattern } from './values.ts';

// The rest of the file may be wrong in any way: what cannot be read here is reported elsewhere.
const readable = z
  .object({
    people: z.record(z.string(), z.unknown()).catch({}),
    roles: z.record(z.string(), z.unknown()).catch({}),
    onCall: z.object({ order: z.array(z.unknown()) }).catch({ order: [] }),
  })
  .catch({ people: {}, roles: {}, onCall: { order: [] } });

export function references(
  written: unknown,
  report: { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void },
): void {
  const { people, roles, onCall } = readable.parse(written);
  const fault = (path: PropertyKey[], message: string): void =>
    report.addIssue({ code: 'custom', path, message });
  const known = Object.keys(people);
  const check = (who: unknown, path: PropertyKey[]): void => {
    if (typeof who !== 'string' || !idPattern.test(who) || known.length === 0) return;
    if (!Object.hasOwn(people, who))
      fault(path, `${who} is not one of the people; use one of ${known.join(', ')}`);
  };
  for (const [role, who] of Object.entries(roles)) check(who, ['roles', role]);
  onCall.order.forEach((who, n) => {
    check(who, ['onCall', 'order', n]);
    if (onCall.order.indexOf(who) < n) fault(['onCall', 'order', n], `${String(who)} stands twice`);
  });
  if (Object.hasOwn(people, system.person))
    fault(['people', system.person], 'is the id of the product itself; choose another');
}
