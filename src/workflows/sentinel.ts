/** The sentinel: looks every half minute whether incidents can go on, and has everybody told when one cannot. */
import {
  ActivityFailure,
  condition,
  defineQuery,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { SentinelActivities } from '../activities/sentinel.ts';
import {
  afterLook,
  defaultPace,
  emptyWatch,
  knownIncidents,
  withoutMail,
  type AlarmMail,
} from '../domain/trouble.ts';
import { createEffects } from './effects.ts';
import { watchQuery, type SentinelInput, type WatchAnswer } from './messages.ts';
import { goOn } from './opened.ts';
import { alarmOptions, lookOptions } from './options.ts';

const { findTrouble } = proxyActivities<SentinelActivities>(lookOptions);
const { sendAlarm } = proxyActivities<SentinelActivities>(alarmOptions);

/** A dozen events a look: a run lasts about an hour and a half. */
const defaultHistoryLimit = 2_000;
/** Before continue-as-new: longer than one attempt, so that mails are not sent twice for it. */
const drainMs = 60_000;

export async function sentinel(input: SentinelInput = {}): Promise<void> {
  const { historyLimit = defaultHistoryLimit } = input;
  const pace = { ...defaultPace, ...input.pace };
  let watch = input.carried ?? emptyWatch;
  let bug: { error: unknown } | undefined;
  const effects = createEffects((error) => {
    bug = { error };
  });
  setHandler(defineQuery<WatchAnswer>(watchQuery), () => watch);

  async function send(mail: AlarmMail): Promise<void> {
    const { kind, to } = mail;
    try {
      await sendAlarm.executeWithOptions({ summary: `${kind} to ${to}` }, [mail]);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      // Everybody else was told too, and while it lasts there is a next one.
      log.warn('an alarm was given up', { key: mail.key });
    }
    watch = withoutMail(watch, mail.key);
  }

  for (;;) {
    const found = await findTrouble({ known: knownIncidents(watch), pace });
    watch = afterLook(watch, found.troubles, found.people, Date.now(), pace, found.admins);
    effects.reconcile(new Map(watch.mails.map((mail) => [mail.key, () => send(mail)])));
    if (workflowInfo().historyLength >= historyLimit || workflowInfo().continueAsNewSuggested) {
      await condition(() => effects.running().length === 0 || bug !== undefined, drainMs);
      if (!bug) await goOn<SentinelInput>({ ...input, carried: watch });
    }
    await sleep(pace.lookEveryMs, { summary: 'until the next look' });
    // A plain throw fails the workflow task, which is retried until the bug is fixed.
    if (bug) throw bug.error;
  }
}
