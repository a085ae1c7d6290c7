/** What surrounds the workflows of the rig: activities that keep what they were told, and fail when a test wants it. */
import assert from 'node:assert/strict';
import type { WorkflowClient } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { createAbsorb } from '../../src/absorb.ts';
import { createAssessingActivities } from '../../src/activities/assessing.ts';
import type { Activities } from '../../src/activities/index.ts';
import type { AccessRole, Presented, Verdict } from '../../src/domain/access.ts';
import { replay } from '../../src/domain/apply.ts';
import type { IncidentEvent, MailFault } from '../../src/domain/events.ts';
import { handledBy } from '../../src/domain/handled.ts';
import { messageId, type Mail } from '../../src/domain/mail.ts';
import type { OnCallNow } from '../../src/domain/on-call.ts';
import type { PolicySnapshot } from '../../src/domain/policy.ts';
import { policySnapshot } from './policy.ts';

export type World = {
  policy: PolicySnapshot;
  /** The register: events by incident. */
  readonly journal: Map<string, IncidentEvent[]>;
  /** While true, the register cannot be reached. */
  journalDown: boolean;
  /** While true, no draft comes to an end. */
  draftsDown: boolean;
  /** Every mail that an attempt was made to send, in order, with the server's time. */
  readonly sent: { mail: Mail; messageId: string; attempt: number }[];
  /** How the mail server treats somebody: a permanent fault, or failing for ever. */
  readonly faults: Map<string, MailFault | 'flaky'>;
  /** Every list of commands whose senders were to be checked, one an attempt. */
  readonly checked: (readonly Presented[])[];
  /** So many checks fail before one answers. */
  failingChecks: number;
  /** How long a check takes, in milliseconds. */
  checkTakesMs: number;
  /** Who is on call; throws when nobody can say. Default: the policy has no rota. */
  onCall: (atMs: number) => OnCallNow;
  /** Every instant for which it was asked who is on call. */
  readonly asked: number[];
  /** Who is somebody else than the command says, or has other roles than everybody. */
  verdict: (presented: Presented) => Verdict | undefined;
};

/** What no test has changed yet. */
function calm() {
  return {
    ...{ policy: policySnapshot(), journalDown: false, draftsDown: false },
    ...{ failingChecks: 0, checkTakesMs: 0, verdict: () => undefined, onCall: noRota },
  } satisfies Partial<World>;
}

export function emptyWorld(): World {
  return {
    ...calm(),
    ...{ journal: new Map(), sent: [], faults: new Map(), checked: [], asked: [] },
  };
}

/** For the next test; the register stays. */
export function renew(world: World): void {
  Object.assign(world, calm());
  for (const list of [world.sent, world.checked, world.asked]) list.length = 0;
  world.faults.clear();
}

const noRota = (atMs: number): OnCallNow => ({ atMs, layers: [] });

/** Typed as the real ones, so that a change of theirs is a change here. */
export function createStubs(world: World, client: WorkflowClient): Activities {
  return {
    absorb: createAbsorb(client),
    async authenticate(presented) {
      world.checked.push(presented);
      if (world.checkTakesMs > 0) await new Promise((done) => setTimeout(done, world.checkTakesMs));
      if (world.failingChecks > 0) {
        world.failingChecks -= 1;
        throw new Error('the policy file cannot be read');
      }
      return presented.map(
        (each) => world.verdict(each) ?? { accepted: true, roles: rolesOf(world.policy, each) },
      );
    },
    async readPolicy() {
      return world.policy;
    },
    async whoIsOnCall({ atMs }) {
      world.asked.push(atMs);
      return world.onCall(atMs);
    },
    async journal({ incidentId, events }) {
      if (world.journalDown) throw new Error('the register cannot be reached');
      const kept = world.journal.get(incidentId) ?? [];
      // As the real one: a gap is tried again soon.
      if ((events[0]?.seq ?? 0) > kept.length + 1)
        throw ApplicationFailure.create({ message: 'a gap', nextRetryDelay: 200 });
      for (const event of events) {
        const same = kept[event.seq - 1];
        if (same) assert.deepEqual(event, same);
        else kept.push(event);
      }
      world.journal.set(incidentId, kept);
      return { upTo: kept.at(-1)?.seq ?? 0 };
    },
    async loadIncident({ incidentId }) {
      const events = world.journal.get(incidentId) ?? [];
      const incident = replay(events);
      if (!incident) throw ApplicationFailure.nonRetryable('not known', 'unknown-incident');
      return { incident, handled: handledBy(events) };
    },
    async sendMail({ mail, subject, mailDomain }) {
      const id = messageId(subject.id, mail.key, mailDomain);
      const attempt = world.sent.filter(({ messageId: other }) => other === id).length + 1;
      world.sent.push({ mail, messageId: id, attempt });
      const fault = world.faults.get(mail.to);
      if (fault === 'flaky')
        throw ApplicationFailure.retryable('try later', 'unreachable', { detail: '' });
      if (fault) throw ApplicationFailure.nonRetryable('no', fault, { detail: '550' });
      return { messageId: id, detail: '250' };
    },
    ...createAssessingActivities(),
    async planRule() {
      return { stages: [], waiting: [] };
    },
    async planRules(inputs) {
      return inputs.map(() => ({ stages: [], waiting: [] }));
    },
    async draftNotices({ notices }) {
      return {
        notices: notices.map((asked) => ({ ...asked, sha256: 'f'.repeat(64) })),
        missing: ['Approximate number of records'],
      };
    },
    async draftNotice({ language }) {
      if (world.draftsDown) throw new Error('no draft today');
      const label = language === 'de' ? 'Ungefähre Zahl' : 'Approximate number of records';
      return { sha256: 'f'.repeat(64), missing: [label] };
    },
  };
}

/** As in a company that limits nobody. */
function rolesOf(policy: PolicySnapshot, { actor: { person } }: Presented): readonly AccessRole[] {
  if (!Object.hasOwn(policy.people, person)) return [];
  const isOfficer = person === policy.dpo || person === policy.deputy;
  return [
    ...(['reporter', 'responder', 'commander'] as const),
    ...(isOfficer ? (['dpo'] as const) : []),
    ...(person === policy.decisionMaker ? (['decision-maker'] as const) : []),
  ];
}
