/** Whether the register opens, and how far it is behind the incidents that run. */
import { isGrpcServiceError } from '@temporalio/client';
import { Failure } from '../failure.ts';
import { openRegister, type Register } from '../register/database.ts';
import type { RegisterPlace } from '../config/register.ts';
import { countPlain } from '../register/plain.ts';
import { listIncidents } from '../register/incidents.ts';
import {
  incidentIdOf,
  statusQuery,
  workflowType,
  type StatusAnswer,
} from '../workflows/messages.ts';
import { createClient } from '../temporal-client.ts';
import { callLimitMs, ok, warning, type Finding } from './check.ts';
import type { Reached } from './temporal.ts';

/** Asking an incident costs its worker a step: a sample shows whether the register keeps up. */
const sampleSize = 5;
/** Incidents listed: more open ones at once, and the company has other troubles. */
const listLimit = 200;

/** Without `place`, which the policy names, it is looked for in the data folder. */
export async function checkRegister(
  data: string,
  place: RegisterPlace,
  reached: Reached | undefined,
): Promise<Finding> {
  let register: Register;
  try {
    register = await openRegister(data, { ...place, readOnly: true });
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'no-register')) throw error;
    const { host, port, database } = place.postgres ?? {};
    const where = host === undefined ? data : `${host}:${port}/${database}`;
    return warning(`there is no register in ${where} yet`, 'the worker makes it when it starts');
  }
  try {
    const kept = new Set((await listIncidents(register)).map(({ id }) => id));
    const plain = await countPlain(register);
    if (plain > 0)
      return warning(
        `${plain} rows of ${register.path} are from before the register was sealed: who has the file reads them`,
        'seventytwo register seal',
      );
    const opens = `${await register.describe()} opens and is up to date, ${kept.size} incidents`;
    if (!reached) return ok(`${opens}; how far it is behind only Temporal knows`);
    return await compare(opens, kept, reached);
  } finally {
    await register.close();
  }
}

async function compare(
  opens: string,
  kept: ReadonlySet<string>,
  { connection, settings }: Reached,
): Promise<Finding> {
  const client = createClient(connection, settings);
  const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
  const remedy = 'see the log of the worker: it writes again by itself once the register opens';
  // One deadline for all of it: a query waits for a worker that may be dead.
  return connection.withDeadline(Date.now() + callLimitMs, async () => {
    const open: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query, pageSize: listLimit })) {
      open.push(workflowId);
      if (open.length >= listLimit) break;
    }
    const missing = open.filter((id) => !kept.has(incidentIdOf(id)));
    if (missing.length > 0)
      return warning(`${opens}; ${missing.length} running ones are not in it yet`, remedy);
    try {
      const asked = await Promise.all(
        open
          .slice(0, sampleSize)
          .map((id) => client.workflow.getHandle(id).query<StatusAnswer>(statusQuery)),
      );
      const behind = asked.reduce((sum, status) => sum + (status?.unjournaled ?? 0), 0);
      const sample = `of ${asked.length} running incidents`;
      return behind > 0
        ? warning(`${opens}; ${behind} events ${sample} are not in it yet`, remedy)
        : ok(asked.length === 0 ? opens : `${opens}; every event ${sample} is in it`);
    } catch (error) {
      // DEADLINE_EXCEEDED, or FAILED_PRECONDITION when no worker was seen for long.
      const grpc =
        error instanceof Error ? [error, error.cause].find(isGrpcServiceError) : undefined;
      if (grpc === undefined || ![1, 4, 9].includes(grpc.code)) throw error;
      return ok(`${opens}; how far it is behind only a worker could say, and none answers`);
    }
  });
}
