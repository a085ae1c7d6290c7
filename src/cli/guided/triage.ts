/** `triage --guided`: an interview that asks only what matters next. Everything it sends are the ordinary commands. */
import type { Facts } from '../../domain/assess/facts.ts';
import type { Status } from '../../domain/status.ts';
import { Failure } from '../../failure.ts';
import { createPrompter } from '../init/prompts.ts';
import type { Terminal } from '../io.ts';
import { show } from '../look.ts';
import { incidentIdFrom, requirePerson, withIncidents, type Session } from '../session.ts';
import { askAmounts, amountsOf } from './amounts.ts';
import { askAwareness, askFacts, askPeopleDuty, showAdvice } from './breach.ts';
import { clockWords } from './clock.ts';
import { createGuide, factsOnRecord, type Guide } from './guide.ts';
import { askSituation, type Triage } from './situation.ts';

export type Preset = { readonly triage: Triage; readonly facts?: Facts };

/** Answers so far are on the incident, never only here, so it goes on wherever and by whomever it is begun again. */
export async function triageByInterview(
  session: Session,
  typed: string,
  preset: Preset,
  openTerminal: () => Terminal,
): Promise<void> {
  const person = requirePerson(session);
  const id = incidentIdFrom(typed);
  const begin = await openIncident(session, id);
  const again = `seventytwo triage ${id} --guided --as ${person}`;
  const prompter = createPrompter(
    openTerminal(),
    (cause) => new Failure('usage', left, `the triage was left; go on: ${again}`, cause),
  );
  const guide = createGuide(session, prompter, begin);
  try {
    await hold(guide, preset);
    const { io } = session;
    const clock = clockWords(guide.status(), io.now());
    io.print(`${id}: everything is on record; ${clock}. See seventytwo show ${id}`);
  } catch (error) {
    throw explained(error, guide.status(), again);
  } finally {
    prompter.close();
  }
}

const left = 'triage-left';

/** Before anybody answers for nothing: it runs, and a worker answers. */
async function openIncident(session: Session, id: string): Promise<Status> {
  const running = await withIncidents(session, (incidents) => incidents.status(id));
  const status = running ?? (await show(session, id));
  if (running && status.phase !== 'closed') return running;
  throw new Failure('refused', 'wrong-phase', `cannot triage ${id}: it is closed; reopen it first`);
}

async function hold(guide: Guide, { triage, facts }: Preset): Promise<void> {
  const { prompter, session } = guide;
  tellRecord(guide);
  await askSituation(guide, { ...(facts && amountsOf(facts)), ...triage });
  if (facts) await guide.assess(facts);
  if (guide.status().personalData === 'no') {
    prompter.say(
      'No personal data, so nothing more is asked. Should that change: triage with --personal-data yes.',
    );
    return;
  }
  const known = await askFacts(guide);
  await askAmounts(guide, known);
  showAdvice(guide, factsOnRecord(guide.status()));
  await askAwareness(guide);
  await askPeopleDuty(guide);
  if (!guide.status().assessment) session.io.tell('note: no fact is known yet; go on when one is');
}

/** What is not asked again. */
function tellRecord({ prompter, status }: Guide): void {
  const { id, title, summary, kind, personalData } = status();
  prompter.say(`${id}  ${title}`);
  if (summary !== undefined)
    prompter.say(
      `On record: ${summary} (kind ${kind ?? 'not known'}, personal data ${personalData}). To change the words: seventytwo triage ${id} "…"`,
    );
  prompter.say('Ctrl-C leaves at any question; what was answered stays on record.\n');
}

function explained(error: unknown, { summary }: Status, again: string): unknown {
  if (!(error instanceof Failure)) return error;
  if (error.code === left)
    return summary === undefined
      ? new Failure(error.kind, left, 'the triage was left, and nothing was recorded', error)
      : new Failure(
          error.kind,
          left,
          `the triage was left; what was answered is on record. Go on: ${again}`,
          error,
        );
  if (error.kind !== 'unreachable') return error;
  return new Failure(
    error.kind,
    error.code,
    `${error.message}; the last answer may be missing, those before it are on record. Go on: ${again}`,
    error,
  );
}
