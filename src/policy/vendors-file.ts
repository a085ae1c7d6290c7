/** The vendors file: a CSV that is held to the checks of the policy file's section. */
import { readTable, type TableFile } from './table-file.ts';
import { vendorKeys, vendorRow, type Vendor } from './vendor.ts';

export const vendorColumns = ['id', ...vendorKeys];

const kind = {
  row: vendorRow,
  columns: vendorColumns,
  required: ['id', 'name', 'purpose', 'country'],
};

export function readVendors(text: string): TableFile<Vendor> {
  return readTable(text, kind);
}
