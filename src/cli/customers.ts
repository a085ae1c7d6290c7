/** `customers list`: the customers for whom the company is a processor. */
import { formatSpan } from '../calendar/format.ts';
import type { Policy } from '../policy/schema.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import type { Given } from './menu/add.ts';
import { openSession } from './session.ts';
import { columns } from './table.ts';

export async function runCustomers(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { policy, config } = session;
  const customers = Object.entries(policy.customers).map(([id, customer]) =>
    listed(id, customer, policy),
  );
  if (given.json) return printJson(session, { customers });
  if (customers.length === 0) return io.print(`${config.policyPath} lists no customers`);
  io.print(
    columns(
      ['ID', 'CONTRACT', 'ZONE', 'LANGUAGE', 'NAME AND ADDRESS'],
      customers.map(({ id, name, email, zone, withinMs, language }) => [
        id,
        withinMs === undefined ? '-' : formatSpan(withinMs),
        zone,
        language,
        `${name} <${email}>`,
      ]),
    ),
  );
}

function listed(
  id: string,
  { within, zone, ...rest }: Policy['customers'][string],
  policy: Policy,
) {
  return {
    id,
    ...rest,
    zone: zone ?? policy.organisation.zone,
    ...(within !== undefined && { withinMs: within }),
  };
}
