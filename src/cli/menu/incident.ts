/** The commands that declare an incident, look at it and act on it. */
import { commandShapes } from '../../domain/commands.ts';
import type { Shape } from '../../domain/shape.ts';
import { addFieldOptions } from '../fields.ts';
import { listShape } from '../filters.ts';
import type { Io } from '../io.ts';
import type { RespondRow } from '../respond.ts';
import { withActor, withZone, type Add } from './add.ts';

export function addDeclare(add: Add, io: Io): void {
  // What monitoring alone names.
  const { source: _source, ...shape } = commandShapes.declare;
  const command = add(
    'declare',
    'say that something is wrong: starts an incident and pages the person on call',
    [
      'seventytwo declare "customer export readable without login" --as anna',
      'seventytwo declare "vendor reports a leak" --severity critical --vendor-notice 2026-11-27T09:10 --as anna',
      'seventytwo declare "backups were readable" --from-vendor hetzner --as anna',
    ],
    async (given, words) => (await import('../act.ts')).runDeclare(io, given, words),
  )
    .argument('<title>', shape.title.help)
    .option(
      '--from-vendor <id>',
      'a vendor of the policy file told you: its notice arrived now, or at --vendor-notice; shows what to ask them',
    );
  addFieldOptions(withActor(command), shape, ['title']);
}

export function addLooks(add: Add, io: Io): void {
  const list = withZone(
    add(
      'list',
      'open incidents, the most urgent first',
      [
        'seventytwo list',
        'seventytwo list --severity critical --commander anna --overdue',
        'seventytwo list --phase closed --personal-data yes --json',
      ],
      async (given) => (await import('../act.ts')).runList(io, given),
    ),
  ).option('--all', 'closed ones too');
  addFieldOptions(list, listShape, []);
  withZone(
    add(
      'show',
      'one incident: phase, clock, people, tasks, mails',
      ['seventytwo show INC-K7F3Q'],
      async (given, words) => (await import('../act.ts')).runShow(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  withZone(
    add(
      'watch',
      'one incident and every new event as it happens, until it closes or Ctrl-C',
      ['seventytwo watch INC-K7F3Q', 'seventytwo watch INC-K7F3Q --json'],
      async (given, words) => (await import('../watch.ts')).runWatch(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  withZone(
    add(
      'duty list',
      'the legal duties of an incident, with their clocks and what is still waited for',
      ['seventytwo duty list INC-K7F3Q', 'seventytwo duty list INC-K7F3Q --json'],
      async (given, words) => (await import('../act.ts')).runDutyList(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  withZone(
    add(
      'timeline',
      'everything that happened, from the register',
      ['seventytwo timeline INC-K7F3Q'],
      async (given, words) => (await import('../act.ts')).runTimeline(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
}

export function addRespond(add: Add, io: Io, row: RespondRow): void {
  const shape: Shape = commandShapes[row.command];
  const command = add(row.words, row.summary, row.examples, async (given, words) =>
    row.guided
      ? (await import('../triage.ts')).runTriage(io, row, given, words)
      : (await import('../act.ts')).runRespond(io, row, given, words),
  ).argument('<incident>', 'its id, such as INC-K7F3Q');
  for (const [name, field] of Object.entries(shape))
    if (row.positional.includes(name))
      command.argument(
        row.guided ? `[${name}]` : field.kind === 'list' ? `[${name}...]` : `<${name}>`,
        field.help,
      );
  if (row.guided)
    command
      .option('--guided', 'ask question by question, on a terminal; can be left and gone on with')
      .option('--facts <file>', 'facts of the breach as JSON, or -, to be assessed as well');
  addFieldOptions(withActor(command), shape, row.positional);
}
