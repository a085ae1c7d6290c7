/** What a draft says of where the notice goes and how a person files it: the texts of one language. */
import type { Authority } from './authority.ts';
import type { Place } from './countries.ts';
import type { NoticePhase } from './notice-state.ts';

export type FilingWords = {
  readonly heading: string;
  readonly labels: {
    readonly authority: string;
    readonly portal: string;
    readonly due: string;
    readonly website: string;
    readonly proposed: string;
    readonly differs: string;
    readonly concerned: string;
    readonly people: string;
    readonly unread: string;
    readonly separately: string;
    readonly why: string;
    readonly check: string;
  };
  readonly notYet: string;
  readonly differsFrom: (authority: string) => string;
  readonly usual: (countries: string) => string;
  /** An address with the day on which the directory was checked. */
  readonly checked: (address: string, asOf: string) => string;
  readonly unchecked: (address: string, asOf: string) => string;
  readonly unverified: (address: string, asOf: string) => string;
  readonly place: (place: Place) => string;
  /** In place of its name. */
  readonly whichIsOpen: (place: string) => string;
  /** The sentences of a proposal and their sources, by the English ones. */
  readonly proposal: (english: string) => string;
  readonly steps: StepWords;
};

/** Addresses stand at the end of a step, so that no full stop becomes a part of them. */
type StepWords = {
  readonly check: (incident: string) => string;
  readonly wait: Readonly<Record<NoticePhase['state'], string>>;
  readonly differs: string;
  readonly people: (incident: string, field: number) => string;
  readonly land: string;
  readonly authority: (n: number, of: number, name: string, remark: string | undefined) => string;
  readonly configured: string;
  readonly separately: string;
  readonly noAuthority: string;
  readonly open: (entry: Authority | undefined) => string;
  readonly down: string;
  readonly downOf: (name: string) => string;
  readonly portalDown: (entry: Authority | undefined) => string;
  readonly stale: (months: number) => string;
  readonly copy: string;
  readonly keep: string;
  readonly record: (incident: string, stage: string) => string;
  readonly recordUk: (incident: string) => string;
  readonly recordSeveral: (incident: string, stage: string, count: number) => string;
};
