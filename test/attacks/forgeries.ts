/** Every way to forge one signed command, for the tests of attackers: each must be refused. */
import type { KeyObject } from 'node:crypto';
import { signCommand, type Span } from '../../src/access/signing.ts';
import type { Presented } from '../../src/domain/access.ts';

export type Forgery = { readonly how: string; readonly presented: Presented };

/** As its true sender signs it. */
export function signed(plain: Presented, key: KeyObject, span: Partial<Span> = {}): Presented {
  const issuedAtMs = span.issuedAtMs ?? Date.now() - 1_000;
  const expiresAtMs = span.expiresAtMs ?? issuedAtMs + 5 * 60_000;
  const signature = signCommand(plain, key, { issuedAtMs, expiresAtMs });
  return { ...plain, actor: { ...plain.actor, signature } };
}

/** `others`: the key of somebody else on record, and one that nobody granted. */
export function forgeriesOf(
  plain: Presented,
  key: KeyObject,
  others: { readonly colleague: KeyObject; readonly stranger: KeyObject },
): readonly Forgery[] {
  const good = signed(plain, key);
  const now = Date.now();
  const as = (change: Partial<Presented>): Presented => {
    const { signature = '' } = signed({ ...plain, ...change }, key).actor;
    return { ...plain, actor: { ...plain.actor, signature } };
  };
  return [
    { how: 'unsigned', presented: plain },
    { how: 'signed by a colleague', presented: signed(plain, others.colleague) },
    { how: 'signed by a stranger', presented: signed(plain, others.stranger) },
    { how: 'signed for another incident', presented: as({ incidentId: 'INC-QQQQQ' }) },
    {
      how: 'signed under another name',
      presented: as({ name: plain.name === 'note' ? 'contain' : 'note' }),
    },
    { how: 'signed with another command id', presented: as({ commandId: 'another' }) },
    { how: 'in the name of a colleague', presented: acting(good, { person: 'ben' }) },
    { how: 'by another way', presented: acting(good, { channel: 'mail' }) },
    {
      how: 'expired',
      presented: signed(plain, key, { issuedAtMs: now - 600_000, expiresAtMs: now - 1_000 }),
    },
    { how: 'from the future', presented: signed(plain, key, { issuedAtMs: now + 600_000 }) },
    { how: 'good for a week', presented: signed(plain, key, { expiresAtMs: now + 604_800_000 }) },
    ...Object.entries(plain.fields).flatMap(([field, value]) => [
      { how: `with another ${field}`, presented: { ...good, fields: altered(good, field, value) } },
      { how: `without its ${field}`, presented: { ...good, fields: lacking(good, field) } },
    ]),
  ];
}

function acting(presented: Presented, change: Partial<Presented['actor']>): Presented {
  return { ...presented, actor: { ...presented.actor, ...change } };
}

function lacking({ fields }: Presented, field: string): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
}

/** Of the same kind: what has the wrong shape does not come as far as the check of the signature. */
function altered({ fields }: Presented, field: string, value: unknown): object {
  return { ...fields, [field]: otherValue(value) };
}

function otherValue(value: unknown): unknown {
  if (typeof value === 'string') return `${value} `;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value))
    return [...value, ...value.slice(0, 1).map((one) => `${String(one)} x`)];
  if (typeof value === 'object' && value !== null && 'atMs' in value)
    return { ...value, atMs: Number(value.atMs) + 1 };
  return { value };
}
