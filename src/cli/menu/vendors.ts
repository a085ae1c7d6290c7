/** The commands about vendors: those who process data for the company. */
import type { Io } from '../io.ts';
import type { Add } from './add.ts';

export function addVendors(add: Add, io: Io): void {
  add(
    'vendors list',
    'who processes data for you: where, on which ground, under which contract, when to review',
    ['seventytwo vendors list', 'seventytwo vendors list --due --json'],
    async (given) => (await import('../vendors.ts')).runVendorsList(io, given),
  ).option('--due', 'only those whose review is due');
  add(
    'vendors show',
    'one vendor: all that is on record, and what is missing or due',
    ['seventytwo vendors show hetzner'],
    async (given, words) => (await import('../vendors.ts')).runVendorsShow(io, given, words),
  ).argument('<vendor>', 'its id in the policy file or the vendors file');
}
