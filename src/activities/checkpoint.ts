/** The activities that mail a checkpoint of the audit chain and record what became of the mail. */
import { recordAct } from '../register/audit.ts';
import { makeCheckpoint } from '../register/audit-checkpoint.ts';
import { system } from '../domain/commands.ts';
import { checkpointMail, checkpointMessageId } from '../mail/checkpoint.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import type { CheckpointInput, CheckpointMailed } from '../workflows/messages.ts';
import { envelope } from '../mail/envelope.ts';
import { deliver, failed, type MailDeps } from './mail.ts';
import { sha256Of } from '../sha256.ts';

/** `key`: the same for every attempt. */
type Keyed = CheckpointInput & { readonly key: string };

export type CheckpointActivities = {
  /** Throws a failure of type `MailFault`. */
  readonly mailCheckpoint: (input: Keyed) => Promise<CheckpointMailed>;
  readonly recordCheckpointMail: (
    input: Keyed & { readonly mailed?: CheckpointMailed; readonly fault?: string },
  ) => Promise<void>;
};

export function createCheckpointActivities(
  deps: MailDeps & { readonly folder: string },
): CheckpointActivities {
  const { register, folder, now } = deps;
  return {
    async mailCheckpoint({ key, person }) {
      const { policy, version } = await deps.policy();
      const id = checkpointMessageId(key, mailDomainOf(policy));
      const { checkpoints } = policy.audit;
      if (!checkpoints) throw failed(id, 'no-such-recipient', 'not-in-policy', true);
      const made = await makeCheckpoint(register, { ...by(person, now()), folder });
      const { attachments, ...composed } = checkpointMail(made, policy, id);
      // The address is the policy's: no name is known, and none is needed.
      const recipient = { name: '', email: checkpoints.to };
      const message = {
        ...envelope(composed, recipient, policy, { kind: 'checkpoint' }),
        attachments: [...attachments],
      };
      const { messageId, detail } = await deliver(deps.transport, id, message, false);
      const { n } = made.checkpoint;
      return { n, sha256: sha256Of(made.text), policyVersion: version, messageId, detail };
    },

    async recordCheckpointMail({ key, person, mailed, fault }) {
      const { version } = await deps.policy();
      const actor = by(person, now());
      // The address is named by where it stands: it may be a person's, and this entry is for ever.
      await recordAct(
        register,
        mailed
          ? {
              ...{ ...actor, kind: 'checkpointMailed', subjectHash: mailed.sha256 },
              subject: `entry ${mailed.n} to audit.checkpoints.to of policy ${mailed.policyVersion}`,
            }
          : {
              ...{ ...actor, kind: 'checkpointUnmailed', subjectHash: sha256Of(key) },
              subject: `${fault} to audit.checkpoints.to of policy ${version}`,
            },
      );
    },
  };
}

function by(person: string | undefined, nowMs: number) {
  return person === undefined ? { ...system, nowMs } : { person, channel: 'cli', nowMs };
}
