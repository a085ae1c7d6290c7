/** The sentinel's activities: the look at all incidents, and the mails about what it found. */
import type { PersonId } from '../domain/policy.ts';
import type { AlarmMail, Pace, Trouble } from '../domain/trouble.ts';
import { alarmId, alarmRequest, composeAlarm } from '../mail/alarm.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { envelope } from '../mail/envelope.ts';
import { rolesOf } from '../policy/roles.ts';
import { deliver, failed, type MailDeps, type SentMail } from './mail.ts';

export type Looked = {
  readonly troubles: readonly Trouble[];
  /** Whom to tell, by the policy file as it is now. */
  readonly people: readonly PersonId[];
  /** Who runs the installation; absent from looks of before. */
  readonly admins?: readonly PersonId[];
};

export type SentinelActivities = {
  readonly findTrouble: (input: {
    /** Incidents that were in trouble at the last look. */
    readonly known: readonly string[];
    readonly pace: Pace;
  }) => Promise<Looked>;
  readonly sendAlarm: (mail: AlarmMail) => Promise<SentMail>;
};

export function createSentinelActivities(
  deps: MailDeps & {
    readonly troubles: (known: readonly string[], pace: Pace) => Promise<readonly Trouble[]>;
  },
): SentinelActivities {
  return {
    async findTrouble({ known, pace }) {
      const { policy } = await deps.policy();
      const troubles = await deps.troubles(known, pace);
      return { troubles, people: everybody(policy), admins: adminsOf(policy) };
    },

    async sendAlarm(mail) {
      const { policy } = await deps.policy();
      const request = alarmRequest(mail, policy, deps.now());
      const id = alarmId(mail, policy);
      if (!request) throw failed(id, 'no-such-recipient', 'not-in-policy', true);
      const message = envelope(composeAlarm(request), request.recipient, policy, mail);
      return deliver(deps.transport, id, message, false);
    },
  };
}

/** All who are paged or answer for a duty, each once. */
function everybody({ onCall, roles }: LoadedPolicy['policy']): readonly PersonId[] {
  const { dpo, deputy, decisionMaker } = roles;
  return [...new Set([...onCall.order, dpo, deputy, decisionMaker])];
}

/** Where nobody is named, whoever decides knows who runs it. */
function adminsOf(policy: LoadedPolicy['policy']): readonly PersonId[] {
  const named = Object.keys(policy.people).filter((id) => rolesOf(policy, id).includes('admin'));
  return named.length > 0 ? named : [policy.roles.decisionMaker];
}
