/** Names where people read: ids of people and customers stand for themselves when nobody knows a better one. */
import type { Policy } from '../policy/schema.ts';

export function nameOf(id: string | undefined, names: Readonly<Record<string, string>>): string {
  if (id === undefined) return 'nobody';
  // An id may be `constructor`, which every object has by itself.
  return (Object.hasOwn(names, id) ? names[id] : undefined) ?? id;
}

export function customerName(id: string, { customers }: Pick<Policy, 'customers'>): string {
  return (Object.hasOwn(customers, id) ? customers[id]?.name : undefined) ?? id;
}
