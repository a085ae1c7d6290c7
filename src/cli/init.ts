/** `init`: writes a commented policy file from flags or from an interview, and never over an existing one. */
import { resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { draftPolicy, type Answers, type Draft } from '../policy/draft.ts';
import { writePolicy } from '../policy/template.ts';
import { answerFaults, flagFaults, readFlags, type Flags } from './init/flags.ts';
import { interview, type Prompter } from './init/interview.ts';
import { refuseExisting, writeNew } from './init/place.ts';
import { summary } from './init/summary.ts';

const whySigningKeys =
  'With a signing key nobody else can act in the name of its owner. Each is a file, to be handed over.';

export type InitOptions = Flags & { readonly path: string };

/** Returns what to tell the user. All faults of the flags come as one Failure. */
export async function init({ path, ...flags }: InitOptions): Promise<string> {
  const { answers, faults } = readFlags(flags);
  const draft = draftPolicy(answers, hostZone());
  refuseFaults([...faults, ...flagFaults(answers, draft)]);
  return write(resolve(path), draft, 'Everything in it comes from your flags.');
}

/** The same, and whatever the flags leave open is asked. `openPrompter` is called when there is something to ask. */
export async function initByInterview(
  { path: given, ...flags }: InitOptions,
  signingKeys: boolean,
  openPrompter: () => Promise<Prompter>,
): Promise<{ readonly told: string; readonly signingKeys: boolean }> {
  const path = resolve(given);
  await refuseExisting(path);
  const read = readFlags(flags);
  refuseFaults([...read.faults, ...faultsOfGiven(read.answers)]);
  const prompter = await openPrompter();
  try {
    const answers = await interview(read.answers, hostZone(), prompter);
    const draft = draftPolicy(answers, hostZone());
    refuseFaults(flagFaults(answers, draft));
    prompter.say(['', ...summary(draft), ''].join('\n'));
    if (!signingKeys) prompter.say(whySigningKeys);
    const wantsKeys = signingKeys || (await prompter.confirm('Make a signing key for everybody?'));
    if (!(await prompter.confirm(`Write this to ${path}?`)))
      throw new Failure('usage', 'init-ended', 'the answer was no, and nothing was written');
    const told = await write(path, draft, 'Everything in it comes from your answers.');
    return { told, signingKeys: wantsKeys };
  } finally {
    prompter.close();
  }
}

/** Only of what was given: the rest is about to be asked. */
function faultsOfGiven(answers: Answers): string[] {
  return answerFaults(draftPolicy(answers, hostZone()))
    .filter(({ key }) => key !== undefined && answers[key] !== undefined)
    .map(({ flag, message }) => `${flag} ${message}`);
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const lines = ['the policy was not written:', ...new Set(faults)];
  throw new Failure('usage', 'init-invalid', lines.join('\n'));
}

async function write(path: string, draft: Draft, allSaid: string): Promise<string> {
  await writeNew(path, writePolicy(draft));
  return [
    `Wrote ${path}.`,
    draft.guessed.length > 0
      ? `Review in it: ${draft.guessed.join(', ')} (guessed, marked REVIEW).`
      : allSaid,
  ].join('\n');
}

/** The one place where the host's own zone is right: a person sits at this terminal, and the file shows it. */
function hostZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
