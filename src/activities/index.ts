/** All activities, made from what they depend on. */
import type { LinkBook } from '../links/book.ts';
import type { KeyRing } from '../access/ring.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import type { MailTransport } from '../mail/transport.ts';
import type { Absorbed, AbsorbInput } from '../workflows/messages.ts';
import { createAuthenticateActivities } from './authenticate.ts';
import { createAssessingActivities } from './assessing.ts';
import { createJournalActivities } from './journal.ts';
import { createMailActivities } from './mail.ts';
import { createMergeActivities } from './merge.ts';
import { createNoticeActivities } from './notices.ts';
import { createOnCallActivities } from './on-call.ts';
import { createPlanningActivities } from './planning.ts';
import { createPolicyActivities } from './policy.ts';

export type ActivityDeps = {
  readonly register: Register;
  readonly transport: MailTransport;
  /** The policy file as it is now; read again when it changes. */
  readonly policy: () => Promise<LoadedPolicy>;
  /** The keys of people, with which their commands are signed. */
  readonly keys: KeyRing;
  readonly now: () => number;
  /** Makes and checks the links in mails; without it mails carry none. */
  readonly links?: LinkBook;
  readonly bounceTag?: (messageId: string) => string;
  /** Tells another incident; its answer. */
  readonly absorb: (input: AbsorbInput) => Promise<Absorbed>;
};

/** What a command waits for before it is decided. */
export function createCheckActivities(
  deps: Pick<ActivityDeps, 'policy' | 'keys' | 'now' | 'register'>,
) {
  return { ...createAuthenticateActivities(deps), ...createOnCallActivities(deps) };
}

export function createActivities(deps: ActivityDeps) {
  return {
    ...createCheckActivities(deps),
    ...createPolicyActivities(deps),
    ...createJournalActivities(deps),
    ...createMailActivities(deps),
    ...createNoticeActivities(deps),
    ...createMergeActivities(deps),
    ...createPlanningActivities(deps),
    ...createAssessingActivities(),
  };
}

export type Activities = ReturnType<typeof createActivities>;
