/** The activity that drafts a notice from what is recorded and keeps it in the register. */
import { createHash } from 'node:crypto';
import { authorityNotice } from '../domain/authority-notice.ts';
import type { Notice } from '../domain/incident.ts';
import type { NoticeDraft, NoticeSource, OrganisationProfile } from '../domain/notice.ts';
import { processorNotice } from '../domain/processor-notice.ts';
import { renderJson } from '../notices/json.ts';
import { renderMarkdown } from '../notices/markdown.ts';
import { findAuthority } from '../policy/authorities.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { readNotice, storeNotice, type StoredNotice } from '../register/notices.ts';

export type DraftInput = {
  readonly incidentId: string;
  /** The draft's id within the incident, such as N7. */
  readonly notice: string;
  readonly about: Notice['about'];
  readonly source: NoticeSource;
};

export type Drafted = {
  /** Of the draft's JSON, hexadecimal. */
  readonly sha256: string;
  /** Labels of the mandatory items that are not recorded. */
  readonly missing: readonly string[];
};

export type NoticeActivities = {
  /** Safe to repeat: a draft that is stored already is not written anew. */
  readonly draftNotice: (input: DraftInput) => Promise<Drafted>;
};

export function createNoticeActivities(deps: {
  readonly register: Register;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly now: () => number;
}): NoticeActivities {
  const { register, now } = deps;
  return {
    async draftNotice({ incidentId, notice, about, source }) {
      const before = await readNotice(register, incidentId, notice);
      if (before) return drafted(before);
      const { policy } = await deps.policy();
      const organisation = organisationProfile(policy);
      const draft =
        'duty' in about
          ? authorityNotice(source, organisation, now())
          : processorNotice(source, organisation, about.customer, now());
      const json = renderJson(draft);
      const stored = await storeNotice(register, {
        incidentId,
        notice,
        about,
        json,
        markdown: renderMarkdown(draft, organisation.zone),
        sha256: createHash('sha256').update(json).digest('hex'),
        draftedAtMs: draft.generatedAtMs,
      });
      return drafted(stored);
    },
  };
}

function drafted({ json, sha256 }: StoredNotice): Drafted {
  // oxlint-disable-next-line no-unsafe-type-assertion -- `renderJson` wrote it.
  const { missing } = JSON.parse(json) as NoticeDraft;
  return { sha256, missing };
}

/** A customer who left the policy since keeps a place in the draft, by id. */
function organisationProfile(policy: Policy): OrganisationProfile {
  const { name, address, contact, zone, authority } = policy.organisation;
  const dpo = policy.people[policy.roles.dpo];
  const hint = findAuthority(authority);
  return {
    name,
    contact,
    zone,
    ...(address !== undefined && { address }),
    // The schema makes sure that the role names a person.
    dpoName: dpo?.name ?? policy.roles.dpo,
    dpoEmail: dpo?.email ?? contact,
    ...(hint && { authority: hint }),
    personNames: Object.fromEntries(
      Object.entries(policy.people).map(([id, person]) => [id, person.name]),
    ),
    customerNames: Object.fromEntries(
      Object.entries(policy.customers).map(([id, customer]) => [id, customer.name]),
    ),
  };
}
