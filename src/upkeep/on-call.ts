/** Layers of the rota in which nobody will be on call within the fortnight. */
import { dateAt } from '../calendar/date.ts';
import { shiftsOf } from '../calendar/rota.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import { gapsIn } from '../on-call/outlook.ts';
import { inForce, rotaOf } from '../on-call/rota.ts';
import type { Policy } from '../policy/schema.ts';
import type { Register } from '../register/database.ts';
import { readOverrides } from '../register/overrides.ts';

const aheadMs = 14 * 86_400_000;

/** One a layer, the first: who mends it sees the others in `oncall lint`. */
export async function findGaps(
  { db }: Pick<Register, 'db'>,
  policy: Policy,
  nowMs: number,
): Promise<readonly UpkeepFinding[]> {
  const rota = rotaOf(policy);
  if (!rota) return [];
  const overrides = inForce(policy, await readOverrides(db, nowMs));
  const span = { fromMs: nowMs, untilMs: nowMs + aheadMs };
  const byLayer = rota.layers.map((layer) => shiftsOf(rota, layer, overrides, span));
  const gaps = gapsIn(byLayer, span);
  return rota.layers.flatMap(({ name }): UpkeepFinding[] => {
    const gap = gaps.find(({ layer }) => layer === name);
    if (!gap) return [];
    const { beginsAtMs = nowMs, endsAtMs = nowMs } = gap;
    const isWhole = gaps.some(
      (one) =>
        one.kind === 'nobody' &&
        (one.beginsAtMs ?? 0) < endsAtMs &&
        beginsAtMs < (one.endsAtMs ?? 0),
    );
    const severity = isWhole ? 'failed' : 'warning';
    return [{ kind: 'on-call-gap', about: name, severity, detail: dateAt(beginsAtMs, rota.zone) }];
  });
}
