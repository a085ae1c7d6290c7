/** What may be erased when: the company's own limits, what Art. 33(5) GDPR keeps from them, and what a hold stops. */
import type { IncidentEvent } from './events.ts';

/** Kinds of data with a limit of their own. None of these limits is from a law: each is the company's choice, Art. 5(1)(e). */
export const retentionKinds = [
  /** Closed incidents that were no personal data breach: all of their content. */
  'incidents',
  /** Those that were one: without this limit the record of Art. 33(5) is never erased by itself. */
  'breaches',
  /** Bytes of attached files. */
  'attachments',
  /** Drafts of notices that a newer one replaced before anybody used them. */
  'drafts',
  /** Versions of the policy file that no incident pins. */
  'policyVersions',
  /** Mails that `up` keeps as files. */
  'inbox',
] as const;
export type RetentionKind = (typeof retentionKinds)[number];

/** ISO 8601 periods such as `P2Y`; a kind without one is kept. */
export type Limits = { readonly [K in RetentionKind]?: string | undefined };

/** What of an incident an erasure takes: everything, the bytes of its files, or its superseded drafts. */
export const scopes = ['content', 'attachments', 'drafts'] as const;
export type Scope = (typeof scopes)[number];

/** What its events tell of a closed incident, as far as retention needs it. */
export type Keepable = {
  readonly id: string;
  readonly closedAtMs: number;
  readonly isBreach: boolean;
  readonly isHeld: boolean;
  /** Files whose bytes it has not given up yet, and drafts that are superseded and still there. */
  readonly files: number;
  readonly drafts: number;
};

export type Due = {
  readonly scope: Scope;
  readonly kind: RetentionKind;
  readonly limit: string;
  /** From then on it may go. */
  readonly dueAtMs: number;
};

/** `endOf`: the end of a period that began at an instant. The earliest comes first. */
export function duesOf(
  { closedAtMs, isBreach, files, drafts }: Keepable,
  limits: Limits,
  endOf: (fromMs: number, limit: string) => number,
): readonly Due[] {
  const wanted: readonly (readonly [Scope, RetentionKind, boolean])[] = [
    ['content', isBreach ? 'breaches' : 'incidents', true],
    ['attachments', 'attachments', files > 0],
    ['drafts', 'drafts', drafts > 0],
  ];
  const found = wanted.flatMap(([scope, kind, isThere]): Due[] => {
    const limit = limits[kind];
    if (limit === undefined || !isThere) return [];
    return [{ scope, kind, limit, dueAtMs: endOf(closedAtMs, limit) }];
  });
  // What goes with the whole needs no turn of its own.
  const wholeAtMs = found.find(({ scope }) => scope === 'content')?.dueAtMs ?? Infinity;
  return found
    .filter(({ scope, dueAtMs }) => scope === 'content' || dueAtMs < wholeAtMs)
    .toSorted((a, b) => a.dueAtMs - b.dueAtMs);
}

/** Whether the record of Art. 33(5) is exempt from every limit: the policy names none for breaches. */
export function isExempt({ isBreach }: Pick<Keepable, 'isBreach'>, limits: Limits): boolean {
  return isBreach && limits.breaches === undefined;
}

/**
 * Whether an event makes its incident one that was, or was treated as, a personal data breach. Once is enough: what was
 * corrected to "no" later stays documented as a breach is. A provisional clock that only the open question started does
 * not: it ends with a reasoned "no", or else the incident is never closed.
 */
export function tellsOfBreach(event: IncidentEvent): boolean {
  switch (event.type) {
    case 'declared':
    case 'triaged':
    case 'absorbed':
      return event.personalData === 'yes';
    case 'awarenessDeclared':
    case 'dutyStarted':
    case 'filed':
    case 'withholdingProposed':
      return true;
    default:
      return false;
  }
}
