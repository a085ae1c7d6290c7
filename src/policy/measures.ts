/** Which measures are in force by the policy file alone: nothing is named that it does not ask for. */
import { measureIds, type MeasureId } from '../domain/measures.ts';
import type { Policy } from './schema.ts';

type Asked = Pick<
  Policy,
  'access' | 'audit' | 'backups' | 'hosting' | 'monitoring' | 'retention' | 'vendors'
>;

export function measuresInForce(policy: Asked): readonly MeasureId[] {
  const { access, audit, backups, hosting, monitoring, retention = {}, vendors } = policy;
  // All others are so whatever the file says: there is no setting against them.
  const asked: Partial<Readonly<Record<MeasureId, boolean>>> = {
    hosting: hosting !== undefined,
    signatures: access.signatures === 'required',
    checkpoints: audit.checkpoints !== undefined,
    figures: monitoring.listen !== undefined,
    retention: Object.keys(retention).length > 0,
    backups: backups !== undefined,
    vendors: Object.keys(vendors).length > 0,
  };
  return measureIds.filter((id) => asked[id] ?? true);
}
