/** The commands that show the record to whoever asks later, and prove it. None needs a server. */
import { addFieldOptions } from '../fields.ts';
import type { Io } from '../io.ts';
import { entryShape } from '../entry-filter.ts';
import { withZone, type Add } from './add.ts';

export function addRegister(add: Add, io: Io): void {
  const list = withZone(
    add(
      'register list',
      'every breach, notified or not (GDPR Art. 33(5)); needs no server',
      [
        'seventytwo register list',
        'seventytwo register list --from 2026-01-01 --to 2026-12-31 --state withheld',
      ],
      async (given) => (await import('../register.ts')).runRegisterList(io, given),
    ),
  );
  addFieldOptions(list, entryShape, []);
  withZone(
    add(
      'register show',
      'one entry: facts, effects, remedial action, duties, decisions',
      ['seventytwo register show INC-K7F3Q'],
      async (given, words) => (await import('../register.ts')).runRegisterShow(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  const exporting = withZone(
    add(
      'register export',
      'the register as a file; its columns are in docs/register.md',
      [
        'seventytwo register export --out breaches.csv --bom',
        'seventytwo register export --format md --from 2026-01-01 --out breaches.md',
      ],
      async (given) => (await import('../register.ts')).runRegisterExport(io, given),
    ),
  )
    .option('--out <file>', 'where to write it (required)')
    .option('--force', 'replace the file if it is there')
    .option('--format <csv|json|md>', 'default csv')
    .option('--bom', 'begin a CSV with a byte order mark, as Excel wants it');
  addFieldOptions(exporting, entryShape, []);
}
