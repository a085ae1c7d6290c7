/** The first questions of the guided triage: what happened, of which kind, and whether personal data is concerned. */
import {
  personalDataAnswers,
  type CommandFields,
  type PersonalData,
} from '../../domain/commands.ts';
import { Failure } from '../../failure.ts';
import { playbooksOf } from '../../policy/playbooks.ts';
import { fieldCheck, type Guide } from './guide.ts';

/** What is known when `triage` is sent; the summary is asked first. */
export type Triage = Partial<CommandFields<'triage'>>;

const personalDataWords: Readonly<Record<PersonalData, string>> = {
  unknown: 'not known yet: it counts as a possible breach, and the provisional clock runs',
  yes: 'yes: names, addresses, accounts, health, pay, logs or pictures that tell who somebody is',
  no: 'no: nothing about people who can be told, such as prices, plans or code alone',
};

/** Asks what the incident does not say yet; `given` came with the command. */
export async function askSituation(guide: Guide, given: Triage): Promise<void> {
  await inOneCommand(guide, given, async (put) => {
    const { prompter, ask, status } = guide;
    const { summary, kind, personalData, aware } = status();
    if (summary === undefined && given.summary === undefined) {
      prompter.say('It stands in every mail, and in the notice if there is one.');
      const message = ask('What happened, and what is affected?');
      put({ summary: await prompter.text({ message, check: fieldCheck('triage', 'summary') }) });
    }
    if (kind === undefined && given.kind === undefined) {
      prompter.say('The playbook of a kind brings its tasks and reminds of them.');
      const chosen = await askKind(guide);
      if (chosen !== '') put({ kind: chosen });
    }
    if (personalData !== 'unknown' || aware || given.personalData !== undefined) return;
    prompter.say('It decides whether the law of personal data breaches applies at all.');
    const answer = await prompter.choose({
      message: ask('Is personal data concerned (stolen, seen, changed, lost or out of reach)?'),
      choices: personalDataAnswers.map((value) => ({ value, name: personalDataWords[value] })),
    });
    const known = personalDataAnswers.find((value) => value === answer);
    // Unknown is what the incident says already.
    if (known !== undefined && known !== 'unknown') put({ personalData: known });
  });
}

function askKind({ prompter, ask, session }: Guide): Promise<string> {
  const kinds = Object.entries(playbooksOf(session.policy.playbooks));
  return prompter.choose({
    message: ask('What kind of incident is it?'),
    choices: [
      { value: '', name: 'none of these, or not known yet' },
      ...kinds.map(([value, { title, when }]) => ({
        ...{ value, name: title },
        ...(when !== undefined && { description: when }),
      })),
    ],
  });
}

type Put = (more: Triage) => void;

/** Sends the answers as one `triage` when all are there, and also when the interview is left among them. */
export async function inOneCommand(
  guide: Guide,
  given: Triage,
  questions: (put: Put) => Promise<void>,
): Promise<void> {
  let fields = given;
  try {
    await questions((more) => {
      fields = { ...fields, ...more };
    });
  } finally {
    await send(guide, fields);
  }
}

async function send(guide: Guide, fields: Triage): Promise<void> {
  const summary = fields.summary ?? guide.status().summary;
  if (summary === undefined || Object.keys(fields).length === 0) return;
  try {
    await guide.send('triage', { ...fields, summary });
  } catch (error) {
    // The incident keeps the playbooks of the policy file under which it began.
    if (!(error instanceof Failure && error.code === 'unknown-playbook')) throw error;
    guide.prompter.say(`${error.message}; recorded without a kind`);
    const { kind: _kind, ...rest } = fields;
    await guide.send('triage', { ...rest, summary });
  }
}
