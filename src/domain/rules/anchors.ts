/** The instants that clocks run from, as one person gave them, and whether they can all be true. */
import { stageIds, stageName, type AnchorKind, type AnchorOf, type StageId } from './rule.ts';

export type Anchors = {
  /** Epoch milliseconds. */
  readonly at: Readonly<Partial<Record<AnchorKind, number>>>;
  /** When each stage was submitted; several times when it was updated. */
  readonly submitted: Readonly<Partial<Record<StageId, readonly number[]>>>;
};

export function anchorAtMs(anchor: AnchorOf, { at, submitted }: Anchors): number | undefined {
  if (anchor.kind !== 'submission') return at[anchor.kind];
  const all = (submitted[anchor.of] ?? []).toSorted((a, b) => a - b);
  return anchor.which === 'first' ? all[0] : all.at(-1);
}

/** The second cannot come before the first. Detection may follow awareness: a vendor may have told us. */
const orders: readonly (readonly [AnchorKind, AnchorKind])[] = [
  ['incident-start', 'awareness'],
  ['incident-start', 'detection'],
  ['incident-start', 'resolution'],
  ['detection', 'determination'],
  ['detection', 'resolution'],
];

/** How an instant is called where it was typed. */
type NameOf = (what: AnchorKind | { readonly submitted: StageId }) => string;

/** One sentence for each pair that cannot both be true: a slip of the pen here would move a legal limit. */
export function contradictions(anchors: Anchors, nameOf: NameOf): string[] {
  const { at } = anchors;
  const faults = orders.flatMap(([first, second]) =>
    precedes(at[second], at[first])
      ? [`${nameOf(second)} lies before ${nameOf(first)}; correct one of them, or leave one out`]
      : [],
  );
  const submissions = stageIds.flatMap((stage) => {
    const atMs = firstOf(anchors, stage);
    return atMs === undefined ? [] : [{ stage, atMs }];
  });
  for (const { stage, atMs } of submissions) {
    const what = { submitted: stage };
    if (precedes(atMs, at['incident-start']))
      faults.push(
        `${nameOf(what)} lies before ${nameOf('incident-start')}; correct one of them, or leave one out`,
      );
    for (const earlier of stagesBefore[stage])
      if (precedes(atMs, firstOf(anchors, earlier)))
        faults.push(
          `${nameOf(what)} lies before the ${stageName(earlier)} was submitted; correct one of them, or leave one out`,
        );
  }
  return faults;
}

export type Doubt = { readonly atMs: number; readonly note: string };

/**
 * What is odd and can still be true: several regimes share one awareness here. An incident may be major (DORA),
 * material (SEC) or reported (NIS2) before anybody knows that personal data was compromised.
 */
export function doubts(anchors: Anchors, nameOf: NameOf): Doubt[] {
  const { awareness } = anchors.at;
  const judged = (['classification', 'determination'] as const).map((kind) => ({
    what: kind,
    atMs: anchors.at[kind],
  }));
  const submitted = stageIds.map((stage) => ({
    what: { submitted: stage },
    atMs: firstOf(anchors, stage),
  }));
  return [...judged, ...submitted].flatMap(({ what, atMs }) =>
    atMs !== undefined && precedes(atMs, awareness)
      ? [
          {
            atMs,
            note: `${nameOf(what)} lies before ${nameOf('awareness')}: counted as given; check both.`,
          },
        ]
      : [],
  );
}

const stagesBefore: Readonly<Record<StageId, readonly StageId[]>> = {
  'early-warning': [],
  initial: [],
  notification: ['early-warning'],
  intermediate: ['initial', 'early-warning'],
  'end-of-impact': ['early-warning'],
  final: ['initial', 'early-warning', 'notification', 'intermediate', 'end-of-impact'],
};

function firstOf(anchors: Anchors, of: StageId): number | undefined {
  return anchorAtMs({ kind: 'submission', of, which: 'first' }, anchors);
}

function precedes(second: number | undefined, first: number | undefined): boolean {
  return second !== undefined && first !== undefined && second < first;
}
