/** `intake test`: what a payload of a source would do, without doing it. */
import { readFile } from 'node:fs/promises';
import { ZodError } from 'zod';
import { codeOf } from '../error-code.ts';
import { Failure } from '../failure.ts';
import { alertmanagerSample } from '../intake/sample.ts';
import {
  declarationOf,
  firingIn,
  groupsOf,
  isWorth,
  mostAnHour,
  severityOf,
} from '../intake/meaning.ts';
import { readCall } from '../intake/read.ts';
import type { IntakeSource } from '../policy/intake.ts';
import { playbooksOf } from '../policy/playbooks.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requireHere, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

export async function runIntakeTest(
  io: Io,
  given: Given,
  [id = '', place]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const source = sourceOf(session, id);
  const call = readAs(id, source, await payloadOf(io, source, place));
  const groups = groupsOf(call, source).map((group) => {
    const firing = firingIn(group);
    const severity = severityOf(firing, source);
    const declares = severity !== undefined && isWorth(severity, source);
    return {
      ...{ group: group.hash.slice(0, 12), alerts: group.alerts.length, firing: firing.length },
      declares,
      ...(declares && { declaration: declarationOf(id, source, firing, { nowMs: io.now() }) }),
    };
  });
  const playbook = unknownPlaybook(session, source);
  if (given.json)
    return printJson(session, { groups, isCut: call.isCut, ...(playbook && { fault: playbook }) });
  for (const { group, alerts, firing, declares, declaration } of groups) {
    io.print(`Group ${group}: ${alerts} ${alerts === 1 ? 'alert' : 'alerts'}, ${firing} firing`);
    io.print(
      declaration
        ? `  declares ${paint('strong', declaration.title)}, severity ${declaration.severity}, personal data ${declaration.personalData}, unless its group has an open incident`
        : `  declares nothing: ${firing === 0 ? 'none of them fires' : 'none is as bad as only'}${declares ? '' : '; they are recorded where the group has an incident'}`,
    );
  }
  if (groups.filter(({ declares }) => declares).length > mostAnHour)
    io.print(
      paint(
        'bad',
        `A source begins ${mostAnHour} incidents an hour at most: the others would be one together. Name labels to group by in intake.sources.${id}.group`,
      ),
    );
  if (playbook) io.print(paint('bad', playbook));
  io.print('Nothing was sent or recorded.');
}

function sourceOf(session: Session, id: string): IntakeSource {
  requireHere(session, 'intake.sources of the policy file');
  const { policy } = session;
  const sources = policy.intake?.sources ?? {};
  const source = Object.hasOwn(sources, id) ? sources[id] : undefined;
  if (source) return source;
  const known = Object.keys(sources);
  throw new Failure(
    'usage',
    'unknown-source',
    known.length === 0
      ? 'the policy file has no intake.sources; see docs/intake.md'
      : `${shown(id)} is not a source of the intake; use one of ${known.join(', ')}`,
  );
}

async function payloadOf(io: Io, source: IntakeSource, place?: string): Promise<unknown> {
  if (place === undefined) {
    if (source.kind === 'alertmanager') return alertmanagerSample(io.now());
    throw new Failure(
      'usage',
      'no-payload',
      'what a source of kind json sends is its own; give a file with one payload, or - for standard input',
    );
  }
  const text = place === '-' ? await io.readInput() : await textOf(place);
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure('checkFailed', 'no-json', `${shown(place)} holds no JSON: ${error.message}`);
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(
      'usage',
      'no-file',
      `the file ${shown(path)} cannot be read (${codeOf(error) ?? 'for no known reason'}); check the path`,
      error,
    );
  }
}

function readAs(id: string, source: IntakeSource, body: unknown) {
  const unfit = (why: string): Failure =>
    new Failure('checkFailed', 'unfit-payload', `this is no payload of the source ${id}: ${why}`);
  try {
    const call = readCall(body, source);
    if (call) return call;
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const told = error.issues.slice(0, 3);
    throw unfit(told.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  }
  throw unfit('it holds no alert at intake.sources.<id>.map.alerts, or one without a key');
}

function unknownPlaybook({ policy }: Session, { playbook }: IntakeSource): string | undefined {
  if (playbook === undefined || Object.hasOwn(playbooksOf(policy.playbooks), playbook))
    return undefined;
  return `The playbook ${playbook} is not known, and incidents would be declared without it; see seventytwo playbook list`;
}
