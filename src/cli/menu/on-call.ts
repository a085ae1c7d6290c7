/** The commands about the rota: who is on call, who comes then, and who takes over. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

const days = ['--days <number>', 'how far ahead'] as const;

export function addOnCall(add: Add, io: Io): void {
  withZone(
    add(
      'oncall show',
      'who is on call now, layer by layer, until when, and who comes then; needs no server',
      ['seventytwo oncall show', 'seventytwo oncall show --at 2026-12-24T20:00 --json'],
      async (given) => (await import('../on-call.ts')).runOnCallShow(io, given),
    ),
  ).option('--at <time>', 'at another time, such as 2026-12-24T20:00');
  withZone(
    add(
      'oncall next',
      'the shifts ahead, of everybody or of one person; needs no server',
      ['seventytwo oncall next', 'seventytwo oncall next ben --days 60'],
      async (given, words) => (await import('../on-call.ts')).runOnCallNext(io, given, words),
    )
      .argument('[person]', 'an id of the policy file')
      .option(days[0], `${days[1]}, default 14`),
  );
  add(
    'oncall override',
    'somebody takes a layer for a while; without a person it lists what is in force or ahead',
    [
      'seventytwo oncall override ben --from 2026-11-27T18:00 --until 2026-11-28T09:00 \\\n    --reason "swap with anna" --as anna',
      'seventytwo oncall override --remove 3f9a1c2b --as anna',
      'seventytwo oncall override',
    ],
    async (given, words) => (await import('../on-call-override.ts')).runOverride(io, given, words),
  )
    .argument('[person]', 'who takes it, an id of the policy file')
    .option('--from <time>', 'when it begins, such as 2026-11-27T18:00')
    .option('--until <time>', 'when it ends')
    .option('--layer <name>', 'which layer, default the first of the rota')
    .option('--reason <text>', 'why; kept sealed, without health data please')
    .option('--remove <id>', 'take one back')
    .option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)')
    .option('--zone <zone>', 'the zone of the times you type and see');
  withZone(
    add(
      'oncall lint',
      'gaps ahead, people away for a whole turn, and what else will surprise; exit code 6 on a gap',
      ['seventytwo oncall lint', 'seventytwo oncall lint --days 30 --json'],
      async (given) => (await import('../on-call-lint.ts')).runOnCallLint(io, given),
    ).option(days[0], `${days[1]}, default 90`),
  );
  withZone(
    add(
      'oncall export',
      'the shifts ahead as a calendar file, of everybody or of one person',
      ['seventytwo oncall export --out on-call.ics', 'seventytwo oncall export ben --out ben.ics'],
      async (given, words) =>
        (await import('../on-call-export.ts')).runOnCallExport(io, given, words),
    )
      .argument('[person]', 'an id of the policy file')
      .option('--out <file>', 'a new file; default standard output')
      .option('--force', 'replace the file')
      .option(days[0], `${days[1]}, default 90`),
  );
}
