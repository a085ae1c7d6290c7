/** What the interview of `init` shows before it writes: every answer on a line, and what to think about. */
import { findAuthority } from '../../policy/authorities.ts';
import type { Contact } from '../../policy/contacts.ts';
import type { Draft } from '../../policy/draft.ts';

export function summary({ written }: Draft): string[] {
  const { organisation, people, roles, onCall, customers, mail } = written;
  const nameOf = (id: string): string => people[id]?.name ?? id;
  const smtp = mail?.smtp;
  const [place] = Object.entries(smtp?.password ?? {});
  const login = place ? `, as ${smtp?.user}, password from ${place.join(' ')}` : ', without login';
  const rows: readonly (readonly [string, string])[] = [
    ['organisation', `${organisation.name}, ${organisation.contact}`],
    ['zone', organisation.zone],
    [
      'authority',
      `${organisation.authority}, ${findAuthority(organisation.authority)?.name ?? ''}`,
    ],
    ...listed('people', people),
    ['officer', nameOf(roles.dpo)],
    ['deputy', nameOf(roles.deputy)],
    ['decides', nameOf(roles.decisionMaker)],
    ['on call', onCall.order.map(nameOf).join(', then ')],
    ...listed('customers', customers),
    ['mail', smtp ? `${smtp.host}:${smtp.port}, ${smtp.security}${login}` : 'later'],
  ];
  return [
    ...rows.map(([label, value]) => `  ${label.padEnd(13)}${value}`),
    ...warnings(written).map((line) => `! ${line}`),
  ];
}

function listed(
  label: string,
  contacts: Readonly<Record<string, Contact>>,
): (readonly [string, string])[] {
  const all = Object.entries(contacts);
  if (all.length === 0) return [[label, 'none']];
  return all.map(([id, { name, email }], n) => [n === 0 ? label : '', `${id}: ${name} <${email}>`]);
}

/** Right by the schema, and still likely to fail a company when it counts. */
function warnings({ people, roles }: Draft['written']): string[] {
  const told: string[] = [];
  const all = Object.values(people);
  if (all.length === 1)
    told.push(
      'One person cannot withhold a notice: that takes a second, distinct person to confirm.',
    );
  if (roles.dpo === roles.decisionMaker)
    told.push('The officer must not be the one who decides (GDPR Art. 38(6)).');
  if (all.length > 1 && roles.dpo === roles.deputy)
    told.push('The officer is their own deputy: nobody else is reminded when they are away.');
  const shared = all.filter(({ email }, n) => {
    return all.findIndex((other) => other.email.toLowerCase() === email.toLowerCase()) < n;
  });
  for (const { email } of shared)
    told.push(
      `${email} is the address of two people; one person must not confirm their own withholding.`,
    );
  return told;
}
