/** The chore that looks over the whole installation and tells admins what needs care. */
import { system } from '../domain/commands.ts';
import { afterUpkeep, countsOf, type UpkeepFinding } from '../domain/upkeep.ts';
import { upkeepMail } from '../mail/upkeep.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { adminsOf } from '../policy/roles.ts';
import { recordAct } from '../register/audit.ts';
import { keepUpkeep, readUpkeep, upkeepActKind } from '../register/upkeep.ts';
import { sha256Of } from '../sha256.ts';
import type { Chore } from './chores.ts';
import { mailEach } from './circular.ts';
import type { MailDeps } from './mail.ts';

export function createUpkeep(
  deps: MailDeps & {
    readonly find: (loaded: LoadedPolicy) => Promise<readonly UpkeepFinding[]>;
  },
): Chore {
  const { register, now } = deps;
  return async () => {
    const loaded = await deps.policy();
    const { policy } = loaded;
    const found = await deps.find(loaded);
    const nowMs = now();
    const { memory, news } = afterUpkeep(await readUpkeep(register.db), found, nowMs);
    const mailed =
      news &&
      (await mailEach(deps, policy, adminsOf(policy), (to) =>
        upkeepMail({ news, found, memory, nowMs }, policy, to),
      ));
    // Behind the mail: what could not be told is told at the next attempt.
    await keepUpkeep(register, memory);
    const counts = countsOf(found);
    const told = mailed ? `; told ${mailed.taken} people, ${mailed.refused} not reached` : '';
    const subject = `${counts}${told}`;
    const subjectHash = sha256Of(subject);
    await recordAct(register, {
      ...{ ...system, kind: upkeepActKind, subject, subjectHash, nowMs },
    });
    return { done: subject };
  };
}
