/** The activity that drafts a notice from what is recorded and keeps it in the register. */
import { authorityNotice } from '../domain/authority-notice.ts';
import type { Notice } from '../domain/incident.ts';
import type { Language } from '../domain/language.ts';
import type { NoticeDraft, NoticeSource, OrganisationProfile } from '../domain/notice.ts';
import { isToPeople, peopleLetter } from '../domain/people-letter.ts';
import { processorNotice } from '../domain/processor-notice.ts';
import { catalogues } from '../language/index.ts';
import { renderJson } from '../notices/json.ts';
import { renderMarkdown } from '../notices/markdown.ts';
import { edpbTemplate } from '../notices/template.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import { organisationProfile } from '../policy/profile.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { readNotice, storeNotice, type StoredNotice } from '../register/notices.ts';
import { sha256Of } from '../sha256.ts';

export type DraftInput = {
  readonly incidentId: string;
  /** The draft's id within the incident, such as N7. */
  readonly notice: string;
  readonly about: Notice['about'];
  /** Asked for; else the policy file says which. */
  readonly language?: Language;
  readonly source: NoticeSource;
};

export type Drafted = {
  /** Of the draft's JSON, hexadecimal. */
  readonly sha256: string;
  /** Labels of the mandatory items that are not recorded. */
  readonly missing: readonly string[];
};

export type DraftManyInput = {
  readonly incidentId: string;
  readonly notices: readonly { readonly notice: string; readonly customer: string }[];
  readonly source: NoticeSource;
};

export type DraftedMany = {
  readonly notices: readonly {
    readonly notice: string;
    readonly customer: string;
    readonly sha256: string;
  }[];
  /** The same for all but for its language, which is the first one's: it follows from what is recorded of the incident. */
  readonly missing: readonly string[];
};

export type NoticeActivities = {
  /** The notices to customers, each with a text of its own. Safe to repeat as well. */
  readonly draftNotices: (input: DraftManyInput) => Promise<DraftedMany>;
  /** Safe to repeat: a draft that is stored already is not written anew. */
  readonly draftNotice: (input: DraftInput) => Promise<Drafted>;
};

export function createNoticeActivities(deps: {
  readonly register: Register;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly now: () => number;
}): NoticeActivities {
  const { register, now } = deps;
  async function draftNotice(input: DraftInput): Promise<Drafted> {
    const { incidentId, notice, about, source } = input;
    const before = await readNotice(register, incidentId, notice);
    if (before) return drafted(before);
    const { policy } = await deps.policy();
    const organisation = organisationProfile(policy);
    const language = input.language ?? languageFor(about, policy);
    const draft = write(about, source, organisation, language, now());
    const json = renderJson(draft);
    const stored = await storeNotice(register, {
      incidentId,
      notice,
      about,
      json,
      markdown: renderMarkdown(draft, organisation.zone),
      sha256: sha256Of(json),
      draftedAtMs: draft.generatedAtMs,
    });
    return drafted(stored);
  }
  return {
    draftNotice,
    async draftNotices({ incidentId, notices, source }) {
      const all: (DraftedMany['notices'][number] & Drafted)[] = [];
      for (const { notice, customer } of notices) {
        const written = await draftNotice({ incidentId, notice, about: { customer }, source });
        all.push({ notice, customer, ...written });
      }
      return {
        notices: all.map(({ notice, customer, sha256 }) => ({ notice, customer, sha256 })),
        missing: all[0]?.missing ?? [],
      };
    },
  };
}

/** A customer's own; else, and to the authority, the organisation's. */
function languageFor(about: Notice['about'], { organisation, customers }: Policy): Language {
  const isKnown = 'customer' in about && Object.hasOwn(customers, about.customer);
  return (isKnown ? customers[about.customer]?.language : undefined) ?? organisation.language;
}

function write(
  about: Notice['about'],
  source: NoticeSource,
  organisation: OrganisationProfile,
  language: Language,
  nowMs: number,
): NoticeDraft {
  const words = catalogues[language].notices;
  if ('customer' in about)
    return processorNotice(source, organisation, about.customer, nowMs, words);
  return isToPeople(source.duties[about.duty])
    ? peopleLetter(source, organisation, about.duty, nowMs, words)
    : authorityNotice(source, organisation, edpbTemplate(language), nowMs, words);
}

function drafted({ json, sha256 }: StoredNotice): Drafted {
  // oxlint-disable-next-line no-unsafe-type-assertion -- `renderJson` wrote it.
  const { missing } = JSON.parse(json) as NoticeDraft;
  return { sha256, missing };
}
