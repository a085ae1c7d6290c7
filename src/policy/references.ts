/** The checks across a policy: an id that points at a person or customer must point at somebody. */
import { z } from 'zod';
import { system } from '../domain/commands.ts';
import { lawIds } from '../domain/rules/index.ts';
import { idPattern } from './values.ts';

// The rest of the file may be wrong in any way: what cannot be read here is reported elsewhere.
const readable = z
  .object({
    people: z.record(z.string(), z.unknown()).catch({}),
    roles: z.record(z.string(), z.unknown()).catch({}),
    onCall: z.object({ order: z.array(z.unknown()) }).catch({ order: [] }),
    rota: z
      .object({
        layers: z.array(z.object({ people: z.array(z.unknown()).catch([]) }).catch({ people: [] })),
        away: z.array(z.object({ person: z.unknown() }).catch({ person: '' })).catch([]),
      })
      .catch({ layers: [], away: [] }),
    customers: z.record(z.string(), z.unknown()).catch({}),
    rules: z
      .record(
        z.string(),
        z.object({ customers: z.array(z.unknown()).catch([]) }).catch({ customers: [] }),
      )
      .catch({}),
  })
  .catch({
    people: {},
    roles: {},
    onCall: { order: [] },
    rota: { layers: [], away: [] },
    customers: {},
    rules: {},
  });

type Report = {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void;
};

/** `otherCustomers` stand in the customers file. */
export function references(otherCustomers: ReadonlySet<string>) {
  return (written: unknown, report: Report): void => check(written, otherCustomers, report);
}

function check(written: unknown, otherCustomers: ReadonlySet<string>, report: Report): void {
  const { people, roles, onCall, rota, customers, rules } = readable.parse(written);
  const fault = (path: PropertyKey[], message: string): void =>
    report.addIssue({ code: 'custom', path, message });
  const known = Object.keys(people);
  const checkPerson = (who: unknown, path: PropertyKey[]): void => {
    if (typeof who !== 'string' || !idPattern.test(who) || known.length === 0) return;
    if (!Object.hasOwn(people, who))
      fault(path, `${who} is not one of the people; use one of ${known.join(', ')}`);
  };
  for (const [role, who] of Object.entries(roles)) checkPerson(who, ['roles', role]);
  onCall.order.forEach((who, n) => {
    checkPerson(who, ['onCall', 'order', n]);
    if (onCall.order.indexOf(who) < n) fault(['onCall', 'order', n], `${String(who)} stands twice`);
  });
  rota.layers.forEach((layer, n) =>
    layer.people.forEach((who, m) => checkPerson(who, ['rota', 'layers', n, 'people', m])),
  );
  rota.away.forEach(({ person }, n) => checkPerson(person, ['rota', 'away', n, 'person']));
  for (const [rule, { customers: named }] of Object.entries(rules)) {
    if (lawIds.includes(rule))
      fault(['rules', rule], 'is the id of a legal rule; choose another for the contract');
    named.forEach((who, n) => {
      if (typeof who !== 'string' || !idPattern.test(who) || otherCustomers.has(who)) return;
      if (!Object.hasOwn(customers, who))
        fault(['rules', rule, 'customers', n], `${who} is not one of the customers`);
    });
  }
  if (Object.hasOwn(people, system.person))
    fault(['people', system.person], 'is the id of the product itself; choose another');
}
