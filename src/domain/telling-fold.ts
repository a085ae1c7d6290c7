/** Folds into an incident how far the notice to each customer is: asked for, drafted, approved, sent. */
import type { IncidentEvent } from './events.ts';
import type { CustomerDraft, Incident } from './incident.ts';

export type TellingEvent = IncidentEvent & {
  readonly type:
    | 'noticesRequested'
    | 'noticesDrafted'
    | 'noticesApproved'
    | 'customerNotified'
    | 'customersNotified';
};

export function foldTelling(incident: Incident, event: TellingEvent): Incident {
  const { atMs, actor } = event;
  switch (event.type) {
    case 'noticesRequested':
      return withDrafts(incident, event.notices, ({ notice }) => ({ notice, requestedAtMs: atMs }));
    case 'noticesDrafted': {
      const missing = event.missing.length;
      return withDrafts(incident, event.notices, ({ notice, sha256 }, before) =>
        // One that was asked for anew since has another number.
        before?.notice === notice ? { ...before, drafted: { atMs, sha256, missing } } : before,
      );
    }
    case 'noticesApproved':
      return withDrafts(incident, event.notices, ({ notice }, before) =>
        before?.notice === notice ? { ...before, approved: { by: actor.person, atMs } } : before,
      );
    case 'customerNotified':
      return sending(incident, [[event.customer, { requestedAtMs: atMs }]]);
    case 'customersNotified':
      return sending(
        incident,
        event.notices.map(({ customer, notice }) => [customer, { requestedAtMs: atMs, notice }]),
      );
  }
}

function withDrafts<N extends { readonly customer: string }>(
  incident: Incident,
  notices: readonly N[],
  change: (notice: N, before: CustomerDraft | undefined) => CustomerDraft | undefined,
): Incident {
  const before = incident.customerDrafts ?? {};
  const changed = notices.flatMap((notice) => {
    const draft = change(notice, before[notice.customer]);
    return draft ? [[notice.customer, draft] as const] : [];
  });
  return { ...incident, customerDrafts: { ...before, ...Object.fromEntries(changed) } };
}

function sending(
  incident: Incident,
  notices: readonly (readonly [
    string,
    { readonly requestedAtMs: number; readonly notice?: string },
  ])[],
): Incident {
  const sent = notices.map(([id, notice]) => [id, { ...notice, outcome: 'sending' }] as const);
  return { ...incident, customers: { ...incident.customers, ...Object.fromEntries(sent) } };
}
