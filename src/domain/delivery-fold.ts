/** Folds how a mail ended into its incident. */
import type { IncidentEvent } from './events.ts';
import { withoutPage } from './paging-fold.ts';
import { limits, type Delivery, type Incident } from './incident.ts';

export type DeliveryEvent = IncidentEvent & { readonly type: 'mailAccepted' | 'mailFailed' };

export function foldDelivery(incident: Incident, event: DeliveryEvent): Incident {
  const { key, kind, to, atMs, detail } = event;
  if (event.type === 'mailAccepted')
    return settled(incident, { key, kind, to, atMs, outcome: 'accepted', detail });
  const after = settled(incident, {
    ...{ key, kind, to, atMs, outcome: 'failed' },
    detail: detail === '' ? event.fault : `${event.fault} ${detail}`,
  });
  return after.paging ? { ...after, paging: withoutPage(after.paging, key, atMs) } : after;
}

function settled(incident: Incident, outcome: Delivery): Incident {
  const deliveries = [...incident.deliveries, outcome].slice(-limits.deliveries);
  const customer = incident.customers[outcome.to];
  if (outcome.kind !== 'customer-notice' || !customer) return { ...incident, deliveries };
  return {
    ...incident,
    deliveries,
    customers: {
      ...incident.customers,
      [outcome.to]: {
        ...customer,
        ...{ outcome: outcome.outcome, settledAtMs: outcome.atMs },
        ...(outcome.outcome === 'failed' && { detail: outcome.detail }),
      },
    },
  };
}
