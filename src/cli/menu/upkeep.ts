/** The commands that look after the installation and those who may use it. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

export function addUpkeep(add: Add, io: Io): void {
  withZone(
    add(
      'upkeep',
      'look over the whole installation now: what needs care, and what to do; exit code 6 if something fails',
      ['seventytwo upkeep', 'seventytwo upkeep --json'],
      async (given) => (await import('../upkeep.ts')).runUpkeep(io, given),
    ),
  );
}
