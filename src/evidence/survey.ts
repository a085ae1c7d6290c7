/** One walk over an incident's events and the chain: what every file of its evidence pack is written from, notes and mails left out. */
import type { IncidentEvent } from '../domain/events.ts';
import type { Incident } from '../domain/incident.ts';
import {
  entryOf,
  foldRegister,
  type RegisterEntry,
  type RegisterFold,
} from '../domain/register-entry.ts';
import { Failure } from '../failure.ts';
import type { Register } from '../register/database.ts';
import { incidentActs, type ErasureAct, type IncidentManifest } from '../register/erasures.ts';
import { eventsOf } from '../register/journal.ts';
import type { PolicyFiles } from '../policy/policy-files.ts';
import { chainOf, type Chain } from './chain.ts';
import { noticeRecords, type NoticeRecords } from './notice-record.ts';
import { noNames, type Names } from './names.ts';
import { policiesOf, type PolicyRecord } from './policies.ts';

export type Attached = Extract<IncidentEvent, { readonly type: 'attached' }>;

export type IncidentErasure = ErasureAct<IncidentManifest>;

export type Survey = {
  readonly incident: Incident;
  /** Absent when the incident has none in the register of breaches. */
  readonly entry?: RegisterEntry;
  readonly updatedAtMs: number;
  readonly attached: readonly Attached[];
  readonly notices: NoticeRecords;
  /** What of it was erased, by acts on the chain. */
  readonly erasures: readonly IncidentErasure[];
  /** What came after its end is not in the pack. */
  readonly chain: Chain;
  /** Oldest first. */
  readonly policies: readonly PolicyRecord[];
  readonly names: Names;
  readonly zone: string;
};

/** `current`: the policy file of today, used where the register does not keep the version that is needed. */
export async function surveyOf(
  register: Register,
  incidentId: string,
  current: { readonly version: string; readonly files: PolicyFiles },
): Promise<Survey> {
  let fold: RegisterFold | undefined;
  const attached: Attached[] = [];
  const notices = noticeRecords();
  for await (const event of eventsOf(register, incidentId)) {
    fold = foldRegister(fold, event);
    notices.add(event);
    if (event.type === 'attached') attached.push(event);
  }
  if (!fold)
    throw new Failure(
      'usage',
      'unknown-incident',
      `the register knows no incident ${incidentId}; see seventytwo list --all`,
    );
  const { incident, updatedAtMs } = fold;
  const chain = await chainOf(register.db, incidentId);
  const { first, policies } = chain;
  const versions = await policiesOf(register, {
    ...{ entries: policies, pinned: incident.policy.version, current, fromN: first },
  });
  const names = allNames(versions, incident.policy.version);
  const entry = entryOf(fold);
  const erasures = await incidentActs(register.db, incidentId);
  return {
    ...{ incident, ...(entry && { entry }), updatedAtMs, attached, notices: notices.end() },
    ...{ chain, erasures, policies: versions, names },
    zone: names.zone ?? incident.stamps.detected.zone,
  };
}

/** People come and go while an incident is open; where two versions differ, the one that the incident pins holds. */
function allNames(policies: readonly PolicyRecord[], pinned: string): Names {
  const ordered = [...policies].sort((a, b) => rank(a) - rank(b));
  return ordered.reduce<Names>(
    (all, { names }) => ({ ...all, ...names, byId: { ...all.byId, ...names?.byId } }),
    noNames,
  );
  function rank({ version }: PolicyRecord): number {
    return version === pinned ? 1 : 0;
  }
}
