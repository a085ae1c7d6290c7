/** Open incidents and their duties as figures, read from the register; only what has changed is read anew. */
import { openDuties } from '../domain/gates.ts';
import type { Phase } from '../domain/incident.ts';
import type { Severity } from '../domain/policy.ts';
import { law } from '../domain/rules/index.ts';
import { openAlerts } from '../register/alert-reading.ts';
import { headOf } from '../register/audit.ts';
import type { Register } from '../register/database.ts';
import { readIncident } from '../register/journal.ts';
import type { Metrics } from './metrics.ts';

type Line = {
  readonly seq: number;
  readonly phase: Phase;
  readonly severity: Severity;
  readonly duties: readonly { readonly rule: string; readonly dueAtMs: number }[];
};

const hourMs = 3_600_000;

/** Sets the gauges that tell of the register. Those of a register that does not answer are taken back: old figures mislead. */
export function createBook(register: Register, metrics: Metrics, now: () => number) {
  let lines = new Map<string, Line>();
  let alerts: Awaited<ReturnType<typeof openAlerts>> = [];

  async function read(): Promise<number> {
    const rows = await register.db
      .selectFrom('incident')
      .select(['id', 'last_seq'])
      .where('phase', '!=', 'closed')
      .execute();
    const next = new Map<string, Line>();
    for (const { id, last_seq: seq } of rows) {
      const known = lines.get(id);
      const line = known?.seq === seq ? known : await lineOf(id);
      if (line) next.set(id, line);
    }
    lines = next;
    alerts = await openAlerts(register);
    return (await headOf(register.db))?.n ?? 0;
  }

  async function lineOf(id: string): Promise<Line | undefined> {
    const incident = await readIncident(register, id);
    if (!incident) return undefined;
    const { seq, phase, severity } = incident;
    const duties = openDuties(incident).map((duty) => ({
      rule: ruleLabel(duty.plan?.rule ?? 'gdpr-33-1'),
      dueAtMs: duty.dueAtMs,
    }));
    return { seq, phase, severity, duties };
  }

  return async (): Promise<void> => {
    const { incidents, duties, overdue, hoursLeft, auditHead, registerUp } = metrics;
    const head = await read().catch(() => undefined);
    for (const gauge of [incidents, duties, overdue, hoursLeft, metrics.alerts]) gauge.reset();
    registerUp.set(head === undefined ? 0 : 1);
    if (head === undefined) return auditHead.reset();
    auditHead.set(head);
    const nearest = new Map<string, number>();
    for (const { phase, severity, duties: open } of lines.values()) {
      incidents.inc({ phase, severity });
      for (const { rule, dueAtMs } of open) {
        duties.inc({ rule });
        overdue.inc({ rule }, dueAtMs < now() ? 1 : 0);
        nearest.set(rule, Math.min(nearest.get(rule) ?? Infinity, dueAtMs));
      }
    }
    for (const [status, count] of alerts) metrics.alerts.set({ status }, count);
    for (const [rule, dueAtMs] of nearest) hoursLeft.set({ rule }, (dueAtMs - now()) / hourMs);
  };
}

const legal: ReadonlySet<string> = new Set(Object.values(law).map(({ id }) => id));

/** The id of a contract's rule is the company's own word, and may be the name of a customer. */
function ruleLabel(rule: string): string {
  return legal.has(rule) ? rule : 'contract';
}
