/** Doctor: whether the policy says where this installation runs and by whom, and on what ground when that is far away. */
import { groundNames, needsGround } from '../domain/vendors.ts';
import { findAdequacy } from '../policy/adequacy.ts';
import { countryName } from '../policy/country.ts';
import type { Policy } from '../policy/schema.ts';
import { valueAt } from '../value-at.ts';
import { failed, ok, warning, type Finding } from './check.ts';

export function checkHosting({ hosting, vendors }: Pick<Policy, 'hosting' | 'vendors'>): Finding {
  if (!hosting)
    return warning(
      'the policy does not say where this installation runs',
      'write hosting: { country: DE, vendor: ... }; without a vendor the company runs it itself',
    );
  const { country, vendor: id } = hosting;
  const vendor = id === undefined ? undefined : vendors[id];
  const by = vendor ? `${vendor.name} (${id})` : 'the company itself';
  const place = `this installation runs in ${countryName(country) ?? country} (${country}), by ${by}`;
  const ground = vendor?.transferGround;
  if (!needsGround(country)) return ok(place);
  // The policy file is refused without a ground.
  const rests = `${place}, on the ground of ${ground ? groundNames[ground.kind] : 'nothing'}`;
  return ground?.kind === 'adequacy' && findAdequacy(country)?.verified === false
    ? warning(
        `${rests}, which was not verified`,
        'look whether the decision is in force, or use another transferGround',
      )
    : ok(rests);
}

/** Refused by the policy already; named here, so that the section says why. */
export function findHostedAway(written: unknown): Finding | undefined {
  const vendor = valueAt(written, ['hosting', 'vendor']);
  const by = typeof vendor === 'string' ? ['vendors', vendor] : undefined;
  // A vendor of the vendors file is not known here.
  const isElsewhere = by !== undefined && valueAt(written, by) === undefined;
  const place = awayWithout(
    valueAt(written, ['hosting', 'country']),
    by && valueAt(written, [...by, 'transferGround']),
  );
  return place === undefined || isElsewhere
    ? undefined
    : failed(`this installation runs in ${place} without a transfer ground`, remedy);
}

/** The same of the vendors that stand in the policy file itself. */
export function findVendorsAway(written: unknown): Finding | undefined {
  const vendors = valueAt(written, ['vendors']);
  const all = typeof vendors === 'object' && vendors !== null ? Object.keys(vendors) : [];
  const away = all.flatMap((id) => {
    const of = (key: string): unknown => valueAt(vendors, [id, key]);
    const place = awayWithout(of('country'), of('transferGround'));
    return place === undefined ? [] : [`${id} in ${place}`];
  });
  return away.length === 0
    ? undefined
    : failed(
        `data is outside the EU and EEA without a transfer ground: ${away.join(', ')}`,
        remedy,
      );
}

function awayWithout(country: unknown, ground: unknown): string | undefined {
  if (typeof country !== 'string' || ground !== undefined || !needsGround(country))
    return undefined;
  const name = countryName(country);
  return name === undefined ? undefined : `${name} (${country})`;
}

const remedy = 'write the transferGround of that vendor (Arts. 44 to 49), or move to the EU or EEA';
