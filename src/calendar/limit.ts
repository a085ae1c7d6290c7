/** Which limit of a stage governs: one anchor and amount, or the earlier of two (DORA's initial notification). */
import { hourMs } from '../domain/ladder.ts';
import { anchorAtMs, type Anchors } from '../domain/rules/anchors.ts';
import {
  describeAmount,
  describeAnchor,
  type AnchorOf,
  type EntityKind,
  type Stage,
} from '../domain/rules/rule.ts';
import { latestEndMs, strictEndMs, type Count, type Counted } from './period.ts';

export type Limit = {
  readonly anchor: AnchorOf;
  readonly anchorMs?: number;
  readonly dueAtMs?: number;
  readonly latestMs?: number;
  /** The period that governs; absent for a duty without a number. */
  readonly amount?: Counted;
  readonly notes: readonly string[];
};

export function limitOf(
  stage: Stage,
  anchors: Anchors,
  entities: readonly EntityKind[],
  count: Count,
): Limit {
  const { anchor, cap, forEntity } = stage;
  const special = forEntity !== undefined && entities.includes(forEntity.entity);
  const amount = special ? forEntity.amount : stage.amount;
  const anchorMs = anchorAtMs(anchor, anchors);
  if (amount.unit === 'none')
    return { anchor, ...(anchorMs !== undefined && { anchorMs }), notes: [] };
  const main = period(anchor, anchorMs, amount, count);
  if (cap === undefined) return main;
  const outer = period(
    cap.anchor,
    anchorAtMs(cap.anchor, anchors),
    { unit: 'hours', count: cap.hours },
    count,
  );
  if (outer.anchorMs === undefined)
    return main.anchorMs === undefined
      ? main
      : {
          ...main,
          notes: [
            `No time of ${describeAnchor(cap.anchor)} is given: ${cap.hours} h after it may be earlier.`,
          ],
        };
  if (main.anchorMs === undefined)
    return {
      ...outer,
      notes: [
        `Provisional: no ${describeAnchor(anchor)} is given. ${describeAmount(amount)} after it count as soon as that is earlier than ${cap.hours} h after ${describeAnchor(cap.anchor)}, or when it comes later than those.`,
      ],
    };
  return governing(main, outer, cap.hours);
}

/** The earlier of both; but a first anchor that lies behind the outer limit leaves only its own (RTS 2025/301 Art. 5(2)). */
function governing(main: Limit, outer: Limit, hours: number): Limit {
  if ((main.anchorMs ?? 0) > (outer.anchorMs ?? 0) + hours * hourMs)
    return {
      ...main,
      notes: [
        `${capitalised(describeAnchor(main.anchor))} came later than ${hours} h after ${describeAnchor(outer.anchor)}: only ${main.amount ? describeAmount(main.amount) : ''} after it count.`,
      ],
    };
  const first = (main.dueAtMs ?? 0) <= (outer.dueAtMs ?? 0) ? main : outer;
  if (main.latestMs === undefined || outer.latestMs === undefined) return first;
  return { ...first, latestMs: Math.min(main.latestMs, outer.latestMs) };
}

function period(
  anchor: AnchorOf,
  anchorMs: number | undefined,
  amount: Counted,
  count: Count,
): Limit {
  if (anchorMs === undefined) return { anchor, amount, notes: [] };
  const latestMs = latestEndMs(anchorMs, amount, count);
  return {
    ...{ anchor, anchorMs, amount, dueAtMs: strictEndMs(anchorMs, amount, count), notes: [] },
    ...(latestMs !== undefined && { latestMs }),
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
