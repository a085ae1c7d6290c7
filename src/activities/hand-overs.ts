/** The chore that hands over the rota by mail: whoever begins and whoever has ended, each hand-over once. */
import { ApplicationFailure } from '@temporalio/common';
import { around } from '../calendar/rota-look.ts';
import { system } from '../domain/commands.ts';
import { handOverOf } from '../domain/hand-over.ts';
import type { PersonId } from '../domain/policy.ts';
import { handOverMail, type HandOverNews } from '../mail/hand-over.ts';
import { inForce, rotaOf } from '../on-call/rota.ts';
import type { Policy } from '../policy/schema.ts';
import { recordAct } from '../register/audit.ts';
import { handOverActs, handOverSubject, keepTold, readTold } from '../register/handed-over.ts';
import { listIncidents } from '../register/incidents.ts';
import { forgetOverrides, readOverrides } from '../register/overrides.ts';
import { sha256Of } from '../sha256.ts';
import type { Chore } from './chores.ts';
import { mailEach } from './circular.ts';
import type { MailDeps } from './mail.ts';

/** Overrides that ended lately still say who had a layer before. */
const lookBackMs = 366 * 86_400_000;

export function createHandOvers(deps: MailDeps): Chore {
  const { register, now } = deps;
  return async () => {
    const { policy } = await deps.policy();
    const rota = rotaOf(policy);
    if (!rota) return { done: 'no rota' };
    const nowMs = now();
    const overrides = inForce(policy, await readOverrides(register.db, nowMs - lookBackMs));
    const told = await readTold(register.db);
    const done: string[] = [];
    const failures: unknown[] = [];
    for (const layer of rota.layers) {
      const standing = around(rota, layer, overrides, nowMs);
      const last = told.find((one) => one.layer === layer.name);
      const handOver = handOverOf(last, standing, nowMs);
      if (!handOver) continue;
      const open = await listIncidents(register, { open: true });
      let isReached: boolean;
      try {
        isReached = await tell(deps, policy, { handOver, around: standing, open });
      } catch (error) {
        // The other layers are told all the same; this one at the next attempt.
        failures.push(error);
        continue;
      }
      // Behind the mails: what could not be told is told at the next attempt, under the same Message-ID.
      await keepTold(register, handOver.told, nowMs);
      const subject = handOverSubject(handOver.told);
      const subjectHash = sha256Of(`${subject} ${handOver.told.fromMs}`);
      const kind = isReached ? handOverActs.told : handOverActs.refused;
      await recordAct(register, { ...{ ...system, kind, subject, subjectHash, nowMs } });
      done.push(isReached ? layer.name : `${layer.name} (whoever begins was not reached)`);
    }
    if (failures.length > 0) throw failures[0];
    await forgetOverrides(register, nowMs);
    return { done: done.length === 0 ? 'nothing to do' : `handed over: ${done.join(', ')}` };
  };
}

/** Whether whoever begins has it. */
async function tell(deps: MailDeps, policy: Policy, news: HandOverNews): Promise<boolean> {
  const { begins, ends } = news.handOver;
  const isReached = !begins || (await reach(deps, policy, news, 'begins', begins.person));
  if (ends) await reach(deps, policy, news, 'ends', ends.person);
  return isReached;
}

/** False when their mail server refuses them for good. Everything else is tried again. */
async function reach(
  deps: MailDeps,
  policy: Policy,
  news: HandOverNews,
  what: 'begins' | 'ends',
  person: PersonId,
): Promise<boolean> {
  try {
    await mailEach(deps, policy, [person], (to) => handOverMail(news, what, policy, to));
    return true;
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || !error.nonRetryable) throw error;
    const { type, message } = error;
    if (type === 'no-such-recipient' || type === 'refused') return false;
    // A login that the server does not take any more is mended by somebody; until then it is not over.
    throw ApplicationFailure.create({ message, type: type ?? 'internal' });
  }
}
