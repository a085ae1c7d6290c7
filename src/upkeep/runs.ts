/** Incidents as the register knows them against the runs that Temporal has: open without a run, running without a record, stuck. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { dateAt } from '../calendar/date.ts';
import { defaultPace, isOfInstallation } from '../domain/trouble.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import type { Register } from '../register/database.ts';
import { listIncidents } from '../register/incidents.ts';
import { findTroubles } from '../trouble.ts';
import { incidentIdOf, workflowIdOf, workflowType } from '../workflows/messages.ts';

/** What was declared just now is on its way into the register; one that waits for longer does not get there by itself. */
const unrecordedMs = 600_000;

export async function findRuns(
  client: Client,
  register: Register,
  nowMs: number,
): Promise<readonly UpkeepFinding[]> {
  // The register first: what is closed meanwhile is then missing nowhere.
  const recorded = await listIncidents(register);
  const running = new Map<string, number>();
  const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId, startTime } of client.workflow.list({ query }))
    running.set(incidentIdOf(workflowId), startTime.getTime());
  const known = new Set(recorded.map(({ id }) => id));
  const open = recorded.filter(({ phase }) => phase !== 'closed').map(({ id }) => id);
  const found: UpkeepFinding[] = [];
  for (const id of open)
    if (!running.has(id) && !(await isRunning(client, id)))
      found.push({ kind: 'not-running', about: id, severity: 'failed', detail: '' });
  for (const [id, sinceMs] of running)
    if (!known.has(id) && nowMs - sinceMs >= unrecordedMs)
      found.push({ kind: 'not-recorded', about: id, severity: 'failed', detail: day(sinceMs) });
  for (const { kind, incidentId, sinceMs } of await findTroubles(client, [], defaultPace)) {
    // That of the installation the sentinel tells by itself.
    if (isOfInstallation(kind) || incidentId === undefined) continue;
    const detail = sinceMs === undefined ? '' : day(sinceMs);
    found.push({ kind: troubleKinds[kind], about: incidentId, severity: 'failed', detail });
  }
  return found;
}

const troubleKinds = {
  failing: 'stuck',
  waiting: 'stuck',
  ended: 'not-running',
  unwritten: 'behind',
} as const;

/** Lists lag behind by a moment; this does not. */
async function isRunning(client: Client, incidentId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowIdOf(incidentId)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function day(atMs: number): string {
  return dateAt(atMs, 'UTC');
}
