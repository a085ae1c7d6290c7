/** `customers list`: the customers for whom the company is a processor, and how far they are told of an incident. */
import { formatBoth, formatSpan } from '../calendar/format.ts';
import type { Status } from '../domain/status.ts';
import { toldIn } from './told.ts';
import type { Policy } from '../policy/schema.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { show } from './look.ts';
import { nameOf } from './names.ts';
import { openSession, type Session, type Given } from './session.ts';
import { columns } from './table.ts';

export async function runCustomers(
  io: Io,
  given: Given,
  [typed]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  if (typed !== undefined) return printTold(session, given, await show(session, typed));
  const { policy, config, remote } = session;
  const customers = Object.entries(policy.customers).map(([id, customer]) =>
    listed(id, customer, policy),
  );
  if (given.json) return printJson(session, { customers });
  if (customers.length === 0)
    return io.print(`${remote ? 'the policy file there' : config.policyPath} lists no customers`);
  io.print(
    columns(
      ['ID', 'CONTRACT', 'ZONE', 'LANGUAGE', 'NAME AND ADDRESS'],
      customers.map(({ id, name, email, zone, withinMs, language }) => [
        id,
        withinMs === undefined ? '-' : formatSpan(withinMs),
        zone,
        language,
        // Over HTTP no address is told.
        remote ? name : `${name} <${email}>`,
      ]),
    ),
  );
}

function listed(
  id: string,
  { within, zone, language, ...rest }: Policy['customers'][string],
  policy: Policy,
) {
  return {
    id,
    ...rest,
    zone: zone ?? policy.organisation.zone,
    language: language ?? policy.organisation.language,
    ...(within !== undefined && { withinMs: within }),
  };
}

function printTold(session: Session, given: Given, status: Status): void {
  const { io, zone, policy, names } = session;
  const { customers, summary } = toldIn(status, policy);
  if (given.json) return printJson(session, { incident: status.id, summary, customers });
  if (customers.length === 0)
    return io.print(
      `${status.id} concerns no customer so far. Say which: seventytwo duty start ${status.id} gdpr-33-2 --customers … (or --all-customers)`,
    );
  const at = (ms: number | undefined): string => (ms === undefined ? '-' : formatBoth(ms, zone));
  io.print(
    columns(
      ['ID', 'DUTY', 'DRAFT', 'APPROVED', 'SENT', 'OUTCOME', 'DUE'],
      customers.map(({ id, duty, draft, approved, sentAtMs, outcome, detail }) => [
        id,
        duty?.state ?? '-',
        draft === undefined
          ? '-'
          : `${draft.notice}${draft.draftedAtMs === undefined ? ' (being written)' : draft.missing ? ` (${draft.missing} missing)` : ''}`,
        approved === undefined ? '-' : nameOf(approved.by, names),
        at(sentAtMs),
        outcome === undefined
          ? '-'
          : paint(tones[outcome], detail === undefined ? outcome : `${outcome} (${detail})`),
        duty === undefined ? '-' : `${at(duty.dueAtMs)}${duty.isTarget ? ' (our own target)' : ''}`,
      ]),
    ),
  );
  io.print(summary);
}

const tones = { sending: 'warn', accepted: 'good', failed: 'bad' } as const;
