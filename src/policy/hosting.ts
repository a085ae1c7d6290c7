/** Where this installation itself runs and who runs the machine: outside the EU and EEA only with a vendor's transfer ground. */
import { z } from 'zod';
import { country, groundFault, type Vendor } from './vendor.ts';
import { id } from './values.ts';

export const hosting = z.strictObject({
  /** Where the machine stands, ISO 3166 alpha-2. */
  country,
  /** Who runs it, an id of `vendors`; the company itself when absent. */
  vendor: id.optional(),
});
export type Hosting = z.infer<typeof hosting>;

export type HostingFault = { readonly key: 'country' | 'vendor'; readonly message: string };

/** Asked once all vendors are known, also those of the vendors file. */
export function hostingFault(
  { country: where, vendor }: Hosting,
  vendors: Readonly<Record<string, Pick<Vendor, 'transferGround'>>>,
): HostingFault | undefined {
  const known =
    vendor !== undefined && Object.hasOwn(vendors, vendor) ? vendors[vendor] : undefined;
  if (vendor !== undefined && !known)
    return { key: 'vendor', message: `${vendor} is not one of the vendors; add it there` };
  const fault = groundFault(where, known?.transferGround);
  if (fault === undefined) return undefined;
  const whose =
    vendor === undefined
      ? 'hosting.vendor, with its transferGround,'
      : `the transferGround of vendors.${vendor}`;
  return { key: 'country', message: `${where}: ${whose} ${fault}` };
}
