/** Who the ids of a policy file are: read from its bytes without judging them, because rules for policies change over the years. */
import { isZone } from '../calendar/zone.ts';
import { readCustomers } from '../policy/customers-file.ts';
import { readSource } from '../policy/source.ts';
import type { PolicyFiles } from '../policy/policy-files.ts';

export type Names = {
  /** By id, of people and customers. */
  readonly byId: Readonly<Record<string, string>>;
  readonly organisation?: string;
  /** Of the organisation. */
  readonly zone?: string;
};

export const noNames: Names = { byId: {} };

export function namesIn({ policy, customers }: PolicyFiles): Names {
  const source = readSource(textOf(policy));
  if ('faults' in source) return noNames;
  const { written } = source;
  const organisation = textAt(written, 'organisation', 'name');
  const zone = textAt(written, 'organisation', 'zone');
  return {
    byId: {
      ...namesOf(customers && readCustomers(textOf(customers)).entries),
      ...namesOf(at(written, 'customers')),
      ...namesOf(at(written, 'people')),
    },
    ...(organisation !== undefined && { organisation }),
    ...(zone !== undefined && isZone(zone) && { zone }),
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function namesOf(section: unknown): Readonly<Record<string, string>> {
  if (typeof section !== 'object' || section === null) return {};
  return Object.fromEntries(
    Object.keys(section).flatMap((id): [string, string][] => {
      const name = textAt(section, id, 'name');
      return name === undefined ? [] : [[id, name]];
    }),
  );
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = keys.reduce(at, value);
  return typeof found === 'string' ? found : undefined;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
