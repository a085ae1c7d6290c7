/** The second half of the guided triage: the facts of a breach, what they come to, and what a person decides on them. */
import { parseInstant } from '../../calendar/parse.ts';
import { adviceWords } from '../../domain/assessment.ts';
import { assess } from '../../domain/assess/assess.ts';
import type { FactName, Facts } from '../../domain/assess/facts.ts';
import { Failure } from '../../failure.ts';
import { assessmentPage } from '../assess-page.ts';
import { hasPeopleDuty } from '../assessment.ts';
import { askFact, withFact } from './facts.ts';
import { factsOnRecord, fieldCheck, wants, type Guide } from './guide.ts';
import { nextFact } from './order.ts';

/** Each answer is sent as it is given, and decides what is asked next. */
export async function askFacts(guide: Guide): Promise<Facts> {
  const { prompter, ask } = guide;
  const skipped = new Set<FactName>();
  for (;;) {
    const next = nextFact(factsOnRecord(guide.status()), skipped);
    if (!next) return factsOnRecord(guide.status());
    const { fact, why } = next;
    prompter.say(why);
    const answer = await askFact(prompter, fact, ask);
    if (answer === undefined) {
      skipped.add(fact);
      continue;
    }
    const before = guide.status().assessment;
    // Newer facts replace older ones as a whole: what somebody else found out meanwhile stays.
    await guide.assess(withFact(factsOnRecord(await guide.refresh()), fact, answer));
    const now = guide.status().assessment;
    if (now && (!before || adviceWords(before) !== adviceWords(now)))
      prompter.say(`The advice so far: ${adviceWords(now)}.`);
  }
}

export function showAdvice({ session }: Guide, facts: Facts): void {
  session.io.print(`\n${assessmentPage(assess(facts), facts)}\n`);
}

/** Only a person makes the clock certain. */
export async function askAwareness(guide: Guide): Promise<void> {
  const { prompter, ask, session, status } = guide;
  if (status().aware) return;
  prompter.say(
    'The 72 hours run from awareness: reasonable certainty that personal data was compromised.',
  );
  if (!(await wants(guide, 'Declare awareness now?', 'yes, the company is aware'))) return;
  await untilTaken(guide, async () => {
    const { zone, io } = session;
    const typed = await prompter.text({
      message: ask(`Since when, such as now, -30m or 2026-11-27T18:20 (${zone})?`),
      usual: 'now',
      check: (text) => timeFault(text, zone, io.now()),
    });
    const { instant, note } = parseInstant(typed, zone, io.now());
    if (note !== undefined) prompter.say(note);
    const reason = await prompter.text({
      message: ask('What made it certain?'),
      check: fieldCheck('declareAwareness', 'reason'),
    });
    await guide.send('declareAwareness', { at: instant, reason });
  });
}

function timeFault(text: string, zone: string, nowMs: number): string | undefined {
  try {
    parseInstant(text, zone, nowMs);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message;
  }
}

/** Art. 34: the advice is shown, and the duty begins only when a person wants it. */
export async function askPeopleDuty(guide: Guide): Promise<void> {
  const { prompter, ask, status } = guide;
  const { assessment, aware, id } = status();
  if (assessment?.people !== 'communicate' || hasPeopleDuty(status())) return;
  if (!aware) {
    prompter.say(
      `Telling the people begins with awareness; then: seventytwo duty start ${id} gdpr-34 --reason "…"`,
    );
    return;
  }
  prompter.say('The advice is to tell the people concerned without undue delay (GDPR Art. 34).');
  if (!(await wants(guide, 'Start that duty (gdpr-34) now?', 'yes, its clock is to run'))) return;
  await untilTaken(guide, async () => {
    const reason = await prompter.text({
      message: ask('Why are they to be told?'),
      check: fieldCheck('startDuty', 'reason'),
    });
    await guide.send('startDuty', { rule: 'gdpr-34', reason });
  });
}

/** What a rule refuses, such as a time that is still to come, is asked again. */
async function untilTaken({ prompter }: Guide, act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'refused') throw error;
      prompter.say(`Refused: ${error.message}. Please answer again, or leave with Ctrl-C.`);
    }
  }
}
