/** The rota of a policy file as it is planned with: its zone filled in, and the overrides that concern it. */
import type { Override, Rota } from '../domain/rota.ts';
import type { Policy } from '../policy/schema.ts';

/** Undefined when the policy has none: then `onCall.order` alone says whom to page. */
export function rotaOf({ rota, organisation }: Policy): Rota | undefined {
  return rota && { ...rota, zone: rota.zone ?? organisation.zone };
}

/** An override may outlive the layer or the person that it names: such a one takes nobody's place. */
export function inForce<T extends Override>(
  { people, rota }: Policy,
  overrides: readonly T[],
): readonly T[] {
  return overrides.filter(
    ({ layer, person }) =>
      Object.hasOwn(people, person) && rota?.layers.some(({ name }) => name === layer) === true,
  );
}
