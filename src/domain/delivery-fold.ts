/** Folds what became of a mail into its incident. */
import type { MailBounced, MailEvent } from './delivery-events.ts';
import type { IncidentEvent } from './events.ts';
import { withoutPage } from './paging-fold.ts';
import { limits, type Delivery, type Incident } from './incident.ts';
import { isAtLeast } from './policy.ts';

export type DeliveryEvent = IncidentEvent & MailEvent;

export function foldDelivery(incident: Incident, event: DeliveryEvent): Incident {
  const { key, kind, to, atMs, detail } = event;
  const outcome = { key, kind, to, atMs, detail };
  switch (event.type) {
    case 'mailAccepted':
      return handedOver(settled(incident, { ...outcome, outcome: 'accepted' }), key);
    case 'mailFailed': {
      const gaveUp = event.gaveUp && { gaveUp: event.gaveUp };
      const named = { ...outcome, detail: detailed(event.fault, detail), ...gaveUp };
      return movedOn(settled(incident, { ...named, outcome: 'failed' }), key, atMs);
    }
    case 'mailDeferred': {
      if (event.fault === 'delayed') {
        const delayed = marked(incident, key, 'delayed');
        return movedOn(told(delayed, { ...outcome, outcome: 'delayed' }), key, atMs);
      }
      const { fault, attempts } = event;
      const deferred = { sinceMs: atMs, detail: detailed(fault, detail), attempts: attempts ?? 1 };
      const mails = incident.mails.map((mail) => (mail.key === key ? { ...mail, deferred } : mail));
      return movedOn({ ...incident, mails }, key, atMs);
    }
    case 'mailBounced':
      return bounced(incident, event, { ...outcome, outcome: 'bounced' });
  }
}

function detailed(fault: string, detail: string): string {
  return detail === '' ? fault : `${fault} ${detail}`;
}

/** A page that cannot be delivered, or not yet, ends its step now instead of at the timeout. */
function movedOn(incident: Incident, key: string, atMs: number): Incident {
  const { paging } = incident;
  return paging ? { ...incident, paging: withoutPage(paging, key, atMs) } : incident;
}

function bounced(incident: Incident, { key, kind, to }: MailBounced, outcome: Delivery): Incident {
  const after = movedOn(told(marked(incident, key, 'bounced'), outcome), key, outcome.atMs);
  const customer = incident.customers[to];
  if (kind !== 'customer-notice' || customer?.mail !== key) return after;
  const { atMs: settledAtMs, detail } = outcome;
  const failed = { ...customer, outcome: 'failed', settledAtMs, detail } as const;
  return { ...after, customers: { ...after.customers, [to]: failed } };
}

function settled(incident: Incident, outcome: Delivery): Incident {
  const after = told(incident, outcome);
  const customer = incident.customers[outcome.to];
  if (outcome.kind !== 'customer-notice' || !customer) return after;
  const isFailed = outcome.outcome === 'failed';
  return {
    ...after,
    customers: {
      ...incident.customers,
      [outcome.to]: {
        ...customer,
        ...{ outcome: isFailed ? 'failed' : 'accepted', settledAtMs: outcome.atMs },
        ...(isFailed && { detail: outcome.detail }),
        ...(isAtLeast(incident.policy, 4) && { mail: outcome.key }),
      },
    },
  };
}

/** The newest word about each mail, the newest last. */
function told(incident: Incident, outcome: Delivery): Incident {
  const others = incident.deliveries.filter(({ key }) => key !== outcome.key);
  return { ...incident, deliveries: [...others, outcome].slice(-limits.deliveries) };
}

/** What was taken may still come back. Notices to customers are remembered with the customer. */
function handedOver(incident: Incident, key: string): Incident {
  const mail = incident.mails.find((waiting) => waiting.key === key);
  if (!mail || mail.kind === 'customer-notice' || !isAtLeast(incident.policy, 4)) return incident;
  const { deferred: _deferred, ...rest } = mail;
  const kept = [...(incident.handedOver ?? []), rest].slice(-limits.handedOver);
  return { ...incident, handedOver: kept };
}

function marked(incident: Incident, key: string, onward: 'delayed' | 'bounced'): Incident {
  if (!incident.handedOver) return incident;
  return {
    ...incident,
    handedOver: incident.handedOver.map((mail) => (mail.key === key ? { ...mail, onward } : mail)),
  };
}
