/** The commands about what is kept and for how long. */
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

export function addRetention(add: Add, io: Io): void {
  withZone(
    add(
      'retention list',
      'what is erased when and under which limit, what is exempt, what is held; needs no server',
      ['seventytwo retention list', 'seventytwo retention list --json'],
      async (given) => (await import('../retention.ts')).runRetentionList(io, given),
    ),
  );
  withReason(
    add(
      'erase',
      'take away for ever what happened in a closed incident; the audit chain stays verifiable',
      [
        'seventytwo erase INC-K7F3Q --reason "Art. 17 request of 3 May" --as dora',
        'seventytwo erase INC-K7F3Q --keep-record --reason "files not needed" --yes --as dora',
      ],
      async (given, words) => (await import('../erase.ts')).runErase(io, given, words),
    ),
  )
    .option('--keep-record', 'only files, superseded drafts and what Temporal has (a breach)')
    .option('--yes', 'without being asked; needed where nobody can be asked');
  withReason(
    add(
      'hold',
      'a legal hold: nothing of the incident is erased until it is released',
      ['seventytwo hold INC-K7F3Q --reason "claim of a customer" --as dora'],
      async (given, words) => (await import('../hold.ts')).runHold(io, given, words, 'held'),
    ),
  );
  withReason(
    add(
      'release',
      'ends a legal hold',
      ['seventytwo release INC-K7F3Q --reason "claim settled" --as dora'],
      async (given, words) => (await import('../hold.ts')).runHold(io, given, words, 'released'),
    ),
  );
}

function withReason(command: Command): Command {
  return command
    .argument('<incident>', 'its id, such as INC-K7F3Q')
    .option('--reason <text>', 'why (required); kept beside the audit chain')
    .option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)')
    .option('--zone <zone>', 'the zone of the times you see');
}
