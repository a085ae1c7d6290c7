/** How far the customers of an incident are told: one line each, and one sentence for all of them. */
import { isOpen } from '../domain/duty.ts';
import { firstOf } from '../domain/list.ts';
import type { DutyStatus, Status } from '../domain/status.ts';
import { isToCustomer, processorRule } from '../domain/told.ts';
import type { Policy } from '../policy/schema.ts';

/** Everybody concerned, and whoever has a draft or a notice without being concerned. */
export function toldIn(status: Status, { customers: known }: Policy) {
  const { duties, customers: sent, customerDrafts = {}, started = {} } = status;
  const own = new Map<string, DutyStatus>(
    duties.flatMap((duty) => {
      const customer = isToCustomer(duty) ? duty.plan?.customer : undefined;
      return customer === undefined ? [] : [[customer, duty] as const];
    }),
  );
  const waiting = Object.values(started).flatMap(({ rule, customer }) =>
    rule === processorRule && customer !== undefined ? [customer] : [],
  );
  const ids = new Set([
    ...own.keys(),
    ...waiting,
    ...Object.keys(customerDrafts),
    ...Object.keys(sent),
  ]);
  const customers = [...ids].map((id) => {
    const duty = own.get(id);
    const draft = customerDrafts[id];
    const last = sent[id];
    return {
      id,
      name: known[id]?.name ?? id,
      ...(duty && {
        duty: {
          ...{ state: duty.state, dueAtMs: duty.dueAtMs },
          isTarget: duty.plan?.isTarget ?? false,
        },
      }),
      ...(draft && {
        draft: {
          notice: draft.notice,
          ...(draft.drafted && {
            ...{ draftedAtMs: draft.drafted.atMs, sha256: draft.drafted.sha256 },
            missing: draft.drafted.missing,
          }),
        },
      }),
      ...(draft?.approved && { approved: draft.approved }),
      ...(last && { sentAtMs: last.requestedAtMs, outcome: last.outcome }),
      ...(last?.notice !== undefined && { sent: last.notice }),
      ...(last?.settledAtMs !== undefined && { settledAtMs: last.settledAtMs }),
      ...(last?.detail !== undefined && { detail: last.detail }),
    };
  });
  return { customers, summary: toldLine(status) };
}

/** `gdpr-33-2: 287 of 300 told, 3 failed (globex, …), 10 not told yet`. */
export function toldLine({ duties, customers }: Status): string {
  const own = duties.filter(isToCustomer);
  const told = own.filter(({ state }) => state === 'filed').length;
  const open = own.filter(isOpen);
  const outcomes = Object.entries(customers);
  const failed = outcomes.flatMap(([id, { outcome }]) => (outcome === 'failed' ? [id] : []));
  const sending = outcomes.filter(([, { outcome }]) => outcome === 'sending').length;
  const idle = open.filter(({ plan }) => customers[plan?.customer ?? '']?.outcome === undefined);
  const withheld = own.length - told - open.length;
  const names = (ids: readonly string[]): string => firstOf(ids, 3);
  return [
    `${processorRule}: ${told} of ${told + open.length} told`,
    ...(sending > 0 ? [`${sending} on the way`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed: ${names(failed)}`] : []),
    ...(idle.length > 0
      ? [`${idle.length} not sent: ${names(idle.flatMap(({ plan }) => plan?.customer ?? []))}`]
      : []),
    ...(withheld > 0 ? [`${withheld} withheld`] : []),
  ].join(', ');
}
