/** Reads the JSON of any other tool, by the pointers that the policy names. */
import type { IntakeSource } from '../policy/intake.ts';
import { valueAt } from '../value-at.ts';
import {
  alertsPerCall,
  fingerprintOf,
  groupOf,
  instantOf,
  textsOf,
  type Call,
  type ReportedAlert,
} from './call.ts';

type JsonSource = IntakeSource & { readonly kind: 'json' };

/** What tools say when it is over; every other word says that it is not. */
const over = /^(resolved|ok|closed|inactive|recovered|normal|up|false|0)$/i;

/** Undefined where the payload has no alerts at the place that the policy names, or one has no key. */
export function readJson(body: unknown, source: JsonSource): Call | undefined {
  const found = at(body, source.map.alerts);
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  const kept = all.slice(0, alertsPerCall);
  const alerts = kept.map((one) => toAlert(one, source));
  if (alerts.length === 0 || alerts.includes(undefined)) return undefined;
  return {
    alerts: alerts.flatMap((one) => (one ? [one] : [])),
    isCut: kept.length < all.length,
  };
}

function toAlert(one: unknown, { map, severity }: JsonSource): ReportedAlert | undefined {
  const key = textAt(one, map.key);
  if (key === undefined) return undefined;
  const title = map.title === undefined ? undefined : textAt(one, map.title);
  const word = severity.from.startsWith('/')
    ? textAt(one, severity.from)
    : textAt(one, `${map.labels ?? ''}/${severity.from.replace(/^labels\./, '')}`);
  const given = map.labels === undefined ? undefined : at(one, map.labels);
  const status = map.status === undefined ? '' : (textAt(one, map.status) ?? '');
  const endsAtMs = map.endsAt === undefined ? undefined : instantOf(at(one, map.endsAt));
  const isOver = over.test(status);
  return {
    ...{ status: isOver ? 'resolved' : 'firing', fingerprint: fingerprintOf(key) },
    group: groupOf(key),
    startsAtMs: (map.startsAt === undefined ? undefined : instantOf(at(one, map.startsAt))) ?? 0,
    ...(isOver && endsAtMs !== undefined && { endsAtMs }),
    ...(word !== undefined && { severity: word }),
    ...(title !== undefined && { title }),
    body: { labels: textsOf(plainIn(given)), annotations: {} },
  };
}

/** Labels are texts; what is nested below them is none. */
function plainIn(given: unknown): object {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(Object.entries(given).filter(([, value]) => isPlain(value)));
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function textAt(value: unknown, pointer: string): string | undefined {
  const found = at(value, pointer);
  return isPlain(found) && String(found).trim() !== '' ? String(found) : undefined;
}

/** RFC 6901; only what the value itself has. */
function at(value: unknown, pointer: string): unknown {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return valueAt(value, path);
}
