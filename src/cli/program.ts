/** The command table: every command with its options, examples and the module that does it, loaded only when run. */
import { Command, CommanderError, Option } from 'commander';
import { exitCodes, Failure } from '../failure.ts';
import { visible } from '../notices/document.ts';
import type { Io } from './io.ts';
import type { Run } from './menu/add.ts';
import { addAccess } from './menu/access.ts';
import { addBackups } from './menu/backups.ts';
import { addDelivery } from './menu/delivery.ts';
import { addDeclare, addLooks, addRespond } from './menu/incident.ts';
import { addIntake } from './menu/intake.ts';
import { addKeys } from './menu/keys.ts';
import { addLinks } from './menu/links.ts';
import { addAssess, addAuthorities, addClock } from './menu/law.ts';
import { addAudit, addEvidence, addMetrics, addRegister } from './menu/prove.ts';
import { addOnCall } from './menu/on-call.ts';
import { addMails } from './menu/mails.ts';
import { addPolicy } from './menu/policy.ts';
import { addRetention } from './menu/retention.ts';
import { addFiles, addNotices } from './menu/record.ts';
import { firstPage, sectionOf } from './menu/sections.ts';
import { addSetUp } from './menu/set-up.ts';
import { addUpkeep } from './menu/upkeep.ts';
import { addVendors } from './menu/vendors.ts';
import { reachOf, requireReach } from './reach.ts';
import { respondRows } from './respond.ts';
import type { Given } from './session.ts';
import { onExit } from './usage.ts';
import { version } from '../version.ts';

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
    .configureHelp(firstPage)
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
      '\nEvery command has --help with an example, and --json.\nExit codes: 0 done, 2 wrong usage, 3 cannot reach, 4 not allowed, 5 refused by a rule,\n6 a check failed, 70 a bug.',
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
        requireReach(words, given, io.env);
        // The last may be a list of its own.
        const typed = all
          .slice(0, -2)
          .flat()
          .flatMap((word) => (typeof word === 'string' ? [word] : []));
        exitCode = (await run(given, typed)) ?? exitCodes.done;
      });
    const reach = reachOf(words);
    const server = new Option(
      '--server <url>',
      'the board of an installation elsewhere, asked over HTTPS with your key (SEVENTYTWO_SERVER)',
    );
    // Where it cannot work it is known all the same, to be told why.
    if (reach !== 'anywhere') command.addOption(server.hideHelp(reach !== 'over'));
    return command;
  }

  addSetUp(add, io);
  addDeclare(add, io);
  addLooks(add, io);
  for (const row of respondRows) addRespond(add, io, row);
  addFiles(add, io);
  addNotices(add, io);
  addRegister(add, io);
  addAudit(add, io);
  addEvidence(add, io);
  addMetrics(add, io);
  addRetention(add, io);
  addClock(add, io);
  addAssess(add, io);
  addAuthorities(add, io);
  addPolicy(add, io);
  addVendors(add, io);
  addOnCall(add, io);
  addAccess(add, io);
  addBackups(add, io);
  addKeys(add, io);
  addLinks(add, io);
  addUpkeep(add, io);
  addIntake(add, io);
  addDelivery(add, io);
  addMails(add, io);
  for (const command of root.commands)
    command.helpGroup(`${sectionOf(command.name()) ?? 'Other'}:`);
  return { command: root, exitCode: () => exitCode };
}

function group(root: Command, name: string): Command {
  const summaries: Readonly<Record<string, string>> = {
    task: 'tasks of an incident',
    alerts: 'what monitoring recorded on an incident',
    intake: 'what monitoring sends: try a payload',
    playbook: 'what each kind of incident asks to be done',
    duty: 'legal duties: list, start, file, advise, withhold, confirm, reopen',
    notice: 'drafts of notices, never filed by the product',
    customers: 'customers for whom you process data: list, draft, approve, notify',
    register: 'the register of breaches, GDPR Art. 33(5)',
    audit: 'who did what, and proof that none of it was altered',
    retention: 'what is kept how long, and what is held',
    authorities: 'supervisory authorities, and which of them to notify',
    rules: 'legal rules and those of your contracts',
    policy: 'what the security policy promises, and the versions of its file',
    access:
      'who may act: roles, and the signing keys of people: list, key, grant, rotate, revoke, review; code, sessions',
    backup: 'encrypted copies of everything: now, list, verify, keygen',
    keys: 'what goes through Temporal is encrypted with them: list, rotate',
    oncall: 'the rota: show, next, override, lint, export',
    links: 'the links in mails, with which people acknowledge: list, revoke, rotate',
    dkim: 'the signature of the mails: record, keygen',
    vendors: 'who processes data for you (Art. 28): list, show, add, review, import',
  };
  return (
    root.commands.find((command) => command.name() === name) ??
    root
      .command(name)
      .description(summaries[name] ?? '')
      .exitOverride(onExit(`seventytwo ${name}`))
  );
}

/** The one place that decides how a run ends. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const tell = (code: string, message: string): void => {
    if (args.includes('--json')) io.print(JSON.stringify({ error: { code, message } }));
    // It may quote what somebody typed or a server answered: a terminal must not obey it.
    io.tell(visible(`seventytwo: ${message}`));
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
