/** What one person is told in the morning: what is open and theirs, the worst first. */
import { maySee, pageOrder } from './circle.ts';
import { isOpen, type Duty, type DutyId } from './duty.ts';
import { dutiesOf, type Incident } from './incident.ts';
import type { MailKind } from './mail.ts';
import { ownerChain, ownersOf, type PersonId } from './policy.ts';
import { isOpenTask, ownerOf, type Task } from './task.ts';
import { dutyById, spokenOf } from './told.ts';

type Of<T> = T & { readonly incident: string; readonly title: string };

/** A courtesy mail that was kept back for the digest. */
export type Kept = {
  readonly incident: string;
  readonly key: string;
  readonly kind: MailKind;
  readonly atMs: number;
  readonly duty?: DutyId;
};

export type Digest = {
  readonly duties: readonly Of<{ readonly duty: Duty }>[];
  readonly tasks: readonly Of<{ readonly task: Task }>[];
  readonly unacknowledged: readonly Of<{ readonly declaredAtMs: number }>[];
  readonly drafts: readonly Of<{ readonly notice: string }>[];
  readonly kept: readonly (Kept & {
    readonly title: string;
    readonly mailDomain: string;
    readonly ended?: Duty;
  })[];
};

export const emptyDigest: Digest = {
  ...{ duties: [], tasks: [], unacknowledged: [], drafts: [], kept: [] },
};

export function isEmpty({ duties, tasks, unacknowledged, drafts, kept }: Digest): boolean {
  return duties.length + tasks.length + unacknowledged.length + drafts.length + kept.length === 0;
}

/** With what this incident adds; nothing for whom it is not to be seen by. `kept` is of this incident alone. */
export function withIncident(
  digest: Digest,
  incident: Incident,
  person: PersonId,
  kept: readonly Kept[],
): Digest {
  if (!maySee(incident, person)) return digest;
  const { id, title, phase, stamps, policy } = incident;
  const of = { incident: id, title };
  const told = kept.map((one) => {
    const duty = one.duty === undefined ? undefined : dutyById(incident, one.duty);
    return {
      ...one,
      title,
      mailDomain: policy.mailDomain,
      ...(duty && !isOpen(duty) && { ended: duty }),
    };
  });
  const heard = { ...digest, kept: [...digest.kept, ...told] };
  if (phase === 'closed') return heard;
  const isWaiting = stamps.acknowledgedAtMs === undefined && isCalled(incident, person);
  return {
    ...heard,
    duties: [...digest.duties, ...dutiesFor(incident, person).map((duty) => ({ ...of, duty }))],
    tasks: [...digest.tasks, ...tasksFor(incident, person).map((task) => ({ ...of, task }))],
    unacknowledged: [
      ...digest.unacknowledged,
      ...(isWaiting ? [{ ...of, declaredAtMs: stamps.declaredAtMs }] : []),
    ],
    drafts: [...digest.drafts, ...draftsFor(incident, person).map((notice) => ({ ...of, notice }))],
  };
}

/** What is due first stands first; what has no time stands last. */
export function worstFirst(digest: Digest): Digest {
  return {
    ...digest,
    duties: digest.duties.toSorted((a, b) => a.duty.dueAtMs - b.duty.dueAtMs),
    tasks: digest.tasks.toSorted(
      (a, b) => (a.task.due?.atMs ?? Infinity) - (b.task.due?.atMs ?? Infinity),
    ),
    unacknowledged: digest.unacknowledged.toSorted((a, b) => a.declaredAtMs - b.declaredAtMs),
  };
}

function dutiesFor(incident: Incident, person: PersonId): readonly Duty[] {
  const theirs = dutiesOf(incident).filter(
    (duty) =>
      isOpen(duty) &&
      (incident.commander === person ||
        ownersOf(incident.policy, duty.plan?.rule).includes(person)),
  );
  const spoken = new Set(theirs.map(({ id }) => spokenOf(incident, id)));
  return [...spoken].flatMap((id) => dutyById(incident, id) ?? []);
}

function tasksFor(incident: Incident, person: PersonId): readonly Task[] {
  return incident.tasks.filter((task) => isOpenTask(task) && ownerOf(incident, task) === person);
}

function isCalled(incident: Incident, person: PersonId): boolean {
  return [...pageOrder(incident), ...ownerChain(incident.policy)].includes(person);
}

/** The newest draft about each duty that is still open, and about each customer, while nobody has approved it. */
function draftsFor(incident: Incident, person: PersonId): readonly string[] {
  const { dpo, deputy, decisionMaker } = incident.policy;
  if (![dpo, deputy, decisionMaker].includes(person)) return [];
  const newest = new Map(
    incident.notices.map((notice) => [JSON.stringify(notice.about), notice] as const),
  );
  const own = [...newest.values()].filter(({ about, drafted, approved }) => {
    const duty = 'duty' in about ? incident.duties[about.duty] : undefined;
    return drafted && !approved && (!duty || isOpen(duty));
  });
  const forCustomers = Object.values(incident.customerDrafts ?? {}).filter(
    ({ drafted, approved }) => drafted && !approved,
  );
  return [...own.map(({ id }) => id), ...forCustomers.map(({ notice }) => notice)];
}
