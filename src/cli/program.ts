/** The command table: every command with its options, examples and the module that does it, loaded only when run. */
import { Command, CommanderError, Option } from 'commander';
import { commandShapes } from '../domain/commands.ts';
import type { Shape } from '../domain/shape.ts';
import { exitCodes, Failure } from '../failure.ts';
import { addClock } from './clock-options.ts';
import { addFieldOptions } from './fields.ts';
import { listShape } from './filters.ts';
import type { Io } from './io.ts';
import { respondRows, type RespondRow } from './respond.ts';
import type { CommonOptions } from './session.ts';
import { onExit } from './usage.ts';

const version = '0.1.0';

/** What a command gives back: an exit code when it is not 0. */
type Result = number | void;
type Given = CommonOptions & Readonly<Record<string, unknown>>;
type Run = (given: Given, words: readonly string[]) => Promise<Result>;

export type Program = {
  readonly command: Command;
  /** Set by the command that ran. */
  readonly exitCode: () => number;
};

export function createProgram(io: Io): Program {
  let exitCode: number = exitCodes.done;
  const root = new Command('seventytwo')
    .description(
      'From "something is wrong" to handled, notified and on the record, without missing a legal hour.',
    )
    .version(version)
    .showSuggestionAfterError()
    .exitOverride(onExit('seventytwo'))
    .configureOutput({
      writeOut: (text) => io.print(text.trimEnd()),
      writeErr: (text) => io.tell(text.trimEnd()),
      // Told by `main`, as every other fault.
      outputError: () => undefined,
    })
    .addHelpText(
      'after',
      '\nEvery command has --help with an example, and --json.\nExit codes: 0 done, 2 wrong usage, 3 cannot reach, 4 not allowed, 5 refused by a rule, 6 a check failed, 70 a bug.',
    );

  /** `words` may be two: then the first is a group. */
  function add(words: string, summary: string, examples: readonly string[], run: Run): Command {
    const [first = '', second] = words.split(' ');
    const name = second ?? first;
    const parent = second === undefined ? root : group(root, first);
    const command = parent
      .command(name)
      .description(summary)
      .exitOverride(onExit(`seventytwo ${words}`))
      .option('--data <folder>', 'the data folder (SEVENTYTWO_DATA)')
      .option('--policy <file>', 'the policy file (SEVENTYTWO_POLICY)')
      .option('--json', 'answer as JSON')
      .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
      .action(async (...all: unknown[]) => {
        const given = command.opts<Given>();
        const typed = all.slice(0, -2).flatMap((word) => (typeof word === 'string' ? [word] : []));
        exitCode = (await run(given, typed)) ?? exitCodes.done;
      });
    return command;
  }

  addSetUp(add, io);
  addDeclare(add, io);
  addLooks(add, io);
  for (const row of respondRows) addRespond(add, io, row);
  addFiles(add, io);
  addNotices(add, io);
  addClock(add, io);
  addAssess(add, io);
  return { command: root, exitCode: () => exitCode };
}

type Add = (words: string, summary: string, examples: readonly string[], run: Run) => Command;

function group(root: Command, name: string): Command {
  const summaries: Readonly<Record<string, string>> = {
    task: 'tasks of an incident',
    playbook: 'what each kind of incident asks to be done',
    duty: 'legal duties: file, advise, withhold, confirm',
    notice: 'drafts of notices, never filed by the product',
    customers: 'customers for whom you process data',
    rules: 'legal rules and those of your contracts',
  };
  return (
    root.commands.find((command) => command.name() === name) ??
    root
      .command(name)
      .description(summaries[name] ?? '')
      .exitOverride(onExit(`seventytwo ${name}`))
  );
}

function withActor(command: Command): Command {
  return command
    .option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)')
    .option('--zone <zone>', 'the zone of the times you type and see')
    .addOption(
      new Option('--command-id <id>', 'an id for this action: a repeat is carried out once'),
    );
}

function withZone(command: Command): Command {
  return command
    .option('--as <person>', 'whose zone to show times in (SEVENTYTWO_AS)')
    .option('--zone <zone>', 'the zone of the times you see');
}

function addSetUp(add: Add, io: Io): void {
  add(
    'init',
    'write a commented policy file; on a terminal, asks for what the flags leave open',
    [
      'seventytwo init',
      'seventytwo init --organisation "Acme GmbH" --contact security@acme.example --authority DE-BE \\\n    --person "Anna Berg <anna@acme.example>" --person "Dora Lind <dora@acme.example>"',
    ],
    async (given) => (await import('./set-up.ts')).runInit(io, given),
  )
    .option('--organisation <name>', "the company's name")
    .option('--contact <email>', 'the one contact address')
    .option('--authority <id>', 'the supervisory authority, such as IE or DE-BY')
    .option('--zone <zone>', 'IANA time zone, default that of this machine')
    .option('--person <person...>', '"Anna Berg <anna@acme.example>" or "anna=Anna Berg <…>"')
    .option('--dpo <person>', 'data protection officer')
    .option('--deputy <person>', "the officer's deputy")
    .option('--decision-maker <person>', 'management: decides to notify or to withhold')
    .option('--on-call <person...>', 'whom to page, in this order')
    .option('--customer <customer...>', '"globex=Globex BV <privacy@globex.example>"')
    .option('--smtp <host:port>', 'the mail server, such as smtp.acme.example:587')
    .option('--smtp-security <kind>', 'starttls, tls, or none only to this machine itself')
    .option('--smtp-user <name>', 'who logs in there')
    .option('--smtp-password-file <path>', 'the file that holds the password')
    .option('--smtp-password-env <name>', 'or the environment variable')
    .option('--smtp-password-credential <name>', 'or the systemd credential')
    .option('--smtp-password-command <command>', 'or the command that prints it');

  add(
    'up',
    'run everything on this machine: Temporal, worker and, without a mail server, an inbox',
    ['seventytwo up', 'seventytwo up --data ./data --port 7300'],
    async (given) => (await import('./set-up.ts')).runUp(io, given),
  )
    .option('--port <number>', "Temporal's port, default 7233 or a free one")
    .option('--ui-port <number>', "port of Temporal's web UI, default 8233 or a free one")
    .option(
      '--accept-server-version',
      'back up the data of another server version, then let the new one in',
    );

  add(
    'worker',
    'run the worker alone, against any Temporal',
    ['TEMPORAL_ADDRESS=temporal.example:7233 TEMPORAL_TLS=true seventytwo worker'],
    async (given) => (await import('./set-up.ts')).runWorkerCommand(io, given),
  );

  add(
    'doctor',
    'check that everything needed is there and works',
    ['seventytwo doctor', 'seventytwo doctor --json'],
    async (given) => (await import('./doctor.ts')).runDoctor(io, given),
  );

  add(
    'demo',
    'tell the story of one incident, with a real server, worker and inbox',
    ['seventytwo demo', 'seventytwo demo --out ./demo'],
    async (given) => (await import('./set-up.ts')).runDemo(io, given),
  ).option('--out <folder>', 'where mails, drafts and timeline are left');
}

function addDeclare(add: Add, io: Io): void {
  const shape = commandShapes.declare;
  const command = add(
    'declare',
    'say that something is wrong: starts an incident and pages the person on call',
    [
      'seventytwo declare "customer export readable without login" --as anna',
      'seventytwo declare "vendor reports a leak" --severity critical --vendor-notice 2026-11-27T09:10 --as anna',
    ],
    async (given, words) => (await import('./act.ts')).runDeclare(io, given, words),
  ).argument('<title>', shape.title.help);
  addFieldOptions(withActor(command), shape, ['title']);
}

function addLooks(add: Add, io: Io): void {
  const list = withZone(
    add(
      'list',
      'open incidents, the most urgent first',
      [
        'seventytwo list',
        'seventytwo list --severity critical --commander anna --overdue',
        'seventytwo list --phase closed --personal-data yes --json',
      ],
      async (given) => (await import('./act.ts')).runList(io, given),
    ),
  ).option('--all', 'closed ones too');
  addFieldOptions(list, listShape, []);
  withZone(
    add(
      'show',
      'one incident: phase, clock, people, tasks, mails',
      ['seventytwo show INC-K7F3Q'],
      async (given, words) => (await import('./act.ts')).runShow(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  withZone(
    add(
      'watch',
      'one incident and every new event as it happens, until it closes or Ctrl-C',
      ['seventytwo watch INC-K7F3Q', 'seventytwo watch INC-K7F3Q --json'],
      async (given, words) => (await import('./watch.ts')).runWatch(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  withZone(
    add(
      'timeline',
      'everything that happened, from the register',
      ['seventytwo timeline INC-K7F3Q'],
      async (given, words) => (await import('./act.ts')).runTimeline(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
}

function addRespond(add: Add, io: Io, row: RespondRow): void {
  const shape: Shape = commandShapes[row.command];
  const command = add(row.words, row.summary, row.examples, async (given, words) =>
    (await import('./act.ts')).runRespond(io, row, given, words),
  ).argument('<incident>', 'its id, such as INC-K7F3Q');
  for (const [name, field] of Object.entries(shape))
    if (row.positional.includes(name)) command.argument(`<${name}>`, field.help);
  addFieldOptions(withActor(command), shape, row.positional);
}

function addFiles(add: Add, io: Io): void {
  const { sha256: _sha256, bytes: _bytes, ...typed } = commandShapes.attach;
  const attach = add(
    'attach',
    'keep a file with the incident: a screenshot, a log, a letter',
    [
      'seventytwo attach INC-K7F3Q ./access.log --note "downloads of the export" --as anna',
      'seventytwo attach INC-K7F3Q ./IMG_2231.jpg --file-name ransom-note.jpg --as anna',
    ],
    async (given, words) => (await import('./attach.ts')).runAttach(io, given, words),
  )
    .argument('<incident>', 'its id, such as INC-K7F3Q')
    .argument('<file>', 'the file, at most 25 MB');
  // The name is that of the file unless another is given.
  addFieldOptions(
    withActor(attach),
    { ...typed, fileName: { ...typed.fileName, required: false } },
    [],
  );
  withZone(
    add(
      'attachments',
      'the files of an incident, or one of them written to disk',
      ['seventytwo attachments INC-K7F3Q', 'seventytwo attachments INC-K7F3Q A1 --out ./evidence'],
      async (given, words) => (await import('./attach.ts')).runAttachments(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[attachment]', 'its id, such as A1'),
  ).option('--out <folder>', 'where to write it, default here');
  add(
    'playbook list',
    'the kinds of incident that have a playbook',
    ['seventytwo playbook list'],
    async (given) => (await import('./playbook.ts')).runPlaybookList(io, given),
  );
  add(
    'playbook show',
    'the steps of a playbook: owners, due times, what is mandatory',
    ['seventytwo playbook show ransomware'],
    async (given, words) => (await import('./playbook.ts')).runPlaybookShow(io, given, words),
  ).argument('<kind>', 'such as ransomware');
}

function addNotices(add: Add, io: Io): void {
  withActor(
    add(
      'notice draft',
      'draft the notice to the authority, or the Art. 33(2) notice to a customer',
      [
        'seventytwo notice draft INC-K7F3Q --as dora',
        'seventytwo notice draft INC-K7F3Q --customer globex --out ./drafts --as dora',
      ],
      async (given, words) => (await import('./act.ts')).runNoticeDraft(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  )
    .option('--customer <customer>', commandShapes.draftNotice.customer.help)
    .option('--out <folder>', 'write Markdown and JSON there instead of printing');
  withZone(
    add(
      'notice show',
      'show a draft, the newest unless named',
      ['seventytwo notice show INC-K7F3Q', 'seventytwo notice show INC-K7F3Q N14 --json'],
      async (given, words) => (await import('./act.ts')).runNoticeShow(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[notice]', 'its id, such as N14'),
  ).option('--out <folder>', 'write Markdown and JSON there instead of printing');
  add(
    'customers list',
    'the customers of the policy file',
    ['seventytwo customers list'],
    async (given) => (await import('./act.ts')).runCustomers(io, given),
  );
}

function addAssess(add: Add, io: Io): void {
  add(
    'assess',
    'severity of a breach and advice whether to notify, from a file of facts; needs no server',
    [
      'seventytwo assess --facts breach.json',
      'cat breach.json | seventytwo assess --facts - --json',
      'seventytwo assess --schema',
    ],
    async (given) => (await import('./assess.ts')).runAssess(io, given),
  )
    .option('--facts <file>', 'the facts as JSON, or - for standard input; see docs/assess.md')
    .option('--schema', 'print the JSON Schema of the facts, with every question and answer');
}

/** The one place that decides how a run ends. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const tell = (code: string, message: string): void => {
    if (args.includes('--json')) io.print(JSON.stringify({ error: { code, message } }));
    io.tell(`seventytwo: ${message}`);
  };
  try {
    const program = createProgram(io);
    await program.command.parseAsync([...args], { from: 'user' });
    return program.exitCode();
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof Failure) {
      tell(error.code, error.message);
      return exitCodes[error.kind];
    }
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    tell('bug', `this is a bug, please report it: ${text}`);
    if (io.env.SEVENTYTWO_DEBUG && error instanceof Error) io.tell(error.stack ?? '');
    return exitCodes.bug;
  }
}
