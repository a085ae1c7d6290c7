/** `triage`: from a summary and flags, with a file of facts, or question by question on a terminal. */
import { commandShapes } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import { runRespond, sendCommand } from './act.ts';
import { readFields } from './fields.ts';
import type { Triage } from './guided/situation.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import type { RespondRow } from './respond.ts';
import { openSession, type Given } from './session.ts';

export async function runTriage(
  io: Io,
  row: RespondRow,
  given: Given,
  words: readonly string[],
): Promise<void> {
  const [typed = '', summary] = words;
  if (given['guided'] === true) return guided(io, given, words);
  if (summary === undefined && (await isOfferTaken(io, given))) return guided(io, given, words);
  if (summary === undefined)
    throw new Failure(
      'usage',
      'missing-argument',
      "missing required argument 'summary'; see seventytwo triage --help",
    );
  if (given['facts'] === undefined) return runRespond(io, row, given, words);
  await withFacts(io, row, given, [typed, summary]);
}

/** Both are checked before either is sent: first what happened, then the facts of it. */
async function withFacts(
  io: Io,
  row: RespondRow,
  given: Given,
  [typed, summary]: readonly [string, string],
): Promise<void> {
  if (summary === '-' && given['facts'] === '-')
    throw new Failure(
      'usage',
      'bad-input',
      '<summary> and --facts are both -, but there is one standard input; give one of them otherwise',
    );
  const [{ readFacts }, { factsField, recordFacts }, { amountsOf }] = await Promise.all([
    import('./assess.ts'),
    import('./assess-record.ts'),
    import('./guided/amounts.ts'),
  ]);
  const facts = await readFacts(io, given['facts']);
  const session = await openSession(io, given);
  const values = { ...given, summary };
  const shape = commandShapes.triage;
  const fields = await readFields(shape, values, { ...session, positional: ['summary'] });
  await factsField(session, facts);
  const amounts = amountsOf(facts);
  const triaged = await sendCommand(session, typed, 'triage', { ...amounts, ...fields });
  const status = await recordFacts(session, typed, facts);
  if (given.json) return printJson(session, { incident: status });
  const { assessmentLines } = await import('./assessment.ts');
  io.print([row.said(triaged, session, fields), ...assessmentLines(status, session)].join('\n'));
}

async function isOfferTaken(io: Io, given: Given): Promise<boolean> {
  if (!io.terminal || given.json) return false;
  const { createPrompter } = await import('./init/prompts.ts');
  const prompter = createPrompter(
    io.terminal(),
    (cause) => new Failure('usage', 'triage-left', 'nothing was recorded', cause),
  );
  try {
    return await prompter.confirm('No summary is given. Go through the triage by questions?');
  } finally {
    prompter.close();
  }
}

/** What flags and file say already is not asked. */
async function guided(
  io: Io,
  given: Given,
  [typed = '', summary]: readonly string[],
): Promise<void> {
  if (!io.terminal || given.json)
    throw new Failure(
      'usage',
      'no-terminal',
      '--guided asks questions, which needs a terminal and no --json; give the answers as <summary>, flags and --facts <file>',
    );
  if (given.commandId !== undefined)
    throw new Failure(
      'usage',
      'bad-input',
      '--command-id is for one action, and --guided sends several; leave it out',
    );
  const { readFacts } = await import('./assess.ts');
  const facts = given['facts'] === undefined ? undefined : await readFacts(io, given['facts']);
  const session = await openSession(io, given);
  const shape = {
    ...commandShapes.triage,
    summary: { ...commandShapes.triage.summary, required: false },
  };
  const values = { ...given, summary };
  const fields: Triage = await readFields(shape, values, { ...session, positional: ['summary'] });
  const { triageByInterview } = await import('./guided/triage.ts');
  const preset = { triage: fields, ...(facts && { facts }) };
  await triageByInterview(session, typed, preset, io.terminal);
}
