/** `seventytwo assess INC-…`: records the facts and what they come to on an incident. */
import { commandShapes } from '../domain/commands.ts';
import type { Facts } from '../domain/assess/facts.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { sendCommand } from './act.ts';
import { assessmentLines } from './assessment.ts';
import { readFields } from './fields.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, type CommonOptions, type Session } from './session.ts';

export async function runAssessRecord(
  io: Io,
  given: CommonOptions,
  typed: string,
  facts: Facts,
): Promise<void> {
  const session = await openSession(io, given);
  const status = await recordFacts(session, typed, facts);
  if (given.json) return printJson(session, { incident: status });
  io.print([`Recorded on ${status.id}:`, ...assessmentLines(status, session)].join('\n'));
}

/** Sends checked facts; throws when what they come to was not recorded. */
export async function recordFacts(session: Session, typed: string, facts: Facts): Promise<Status> {
  const status = await sendCommand(session, typed, 'assess', await factsField(session, facts));
  if (status.assessmentFault !== undefined)
    throw new Failure(
      'refused',
      'facts-not-assessed',
      `${status.id} has the facts, but the worker did not assess them: ${status.assessmentFault}; is it of the same version as this command?`,
    );
  return status;
}

/** Without the spaces that a file has, so that more facts fit. */
export async function factsField(
  session: Session,
  facts: Facts,
): Promise<Readonly<Record<string, unknown>>> {
  const fields = { facts: JSON.stringify(facts) };
  return readFields(commandShapes.assess, fields, { ...session, positional: [] });
}
