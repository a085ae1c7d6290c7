/** The customers file: a CSV that is held to the checks of the policy file's section. */
import { customer, type Customer } from './customer.ts';
import { readTable, type TableFile } from './table-file.ts';
import { id } from './values.ts';

const kind = {
  row: customer.extend({ id }),
  columns: ['id', ...Object.keys(customer.shape)],
  required: ['id', 'name', 'email'],
};

export function readCustomers(text: string): TableFile<Customer> {
  return readTable(text, kind);
}
