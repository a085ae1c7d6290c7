/** The commands about vendors: those who process data for the company. */
import type { Command } from 'commander';
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
  asPerson(
    add(
      'vendors add',
      'write a new vendor into the vendors file',
      [
        'seventytwo vendors add hetzner --name "Hetzner Online GmbH" --purpose hosting --country DE \\\n    --contract 2025-03-01 --confidentiality 2025-03-01 --services "register temporal" --as dora',
      ],
      async (given, words) => (await import('../vendors-edit.ts')).runVendorsAdd(io, given, words),
    ).argument('<vendor>', 'a new id, such as hetzner'),
  )
    .option('--name <name>', 'of the company (required)')
    .option('--purpose <text>', 'what they do for you (required)')
    .option('--country <code>', 'where the data is, ISO 3166 such as DE (required)')
    .option('--contract <date>', 'of the agreement of Art. 28(3)')
    .option('--confidentiality <date>', 'of the commitment of Art. 28(3)(b), or true')
    .option(
      '--transfer-ground <ground>',
      'adequacy, scc, bcr or "derogation: why", outside the EEA',
    )
    .option('--contact <text>', 'how to reach them when something is wrong')
    .option('--reviewed-on <date>', 'when they were last reviewed')
    .option('--review-every <duration>', 'ISO 8601 years and months, default P12M')
    .option('--services <list>', 'of mail, register and temporal, with spaces between');
  asPerson(
    add(
      'vendors review',
      'note in the vendors file that a vendor was reviewed',
      ['seventytwo vendors review hetzner --on 2026-11-20 --as dora'],
      async (given, words) =>
        (await import('../vendors-edit.ts')).runVendorsReview(io, given, words),
    ).argument('<vendor>', 'its id in the vendors file'),
  )
    .option('--on <date>', 'the day of the review, default today')
    .option('--by <person>', 'who reviewed, default who you are');
  asPerson(
    add(
      'vendors import',
      'merge the rows of a CSV into the vendors file: all of them, or none when one has a fault',
      ['seventytwo vendors import procurement.csv --as dora'],
      async (given, words) =>
        (await import('../vendors-edit.ts')).runVendorsImport(io, given, words),
    ).argument('<file>', 'a CSV with the columns of the vendors file'),
  );
}

function asPerson(command: Command): Command {
  return command.option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)');
}
