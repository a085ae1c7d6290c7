/** `seventytwo assess`: severity of a breach and advice on it, from a file of facts. Without an incident it needs no server and no policy. */
import { parseFacts, readFactsFile } from '../assess/read.ts';
import { factsJsonSchema } from '../assess/schema.ts';
import { assess, type Assessment } from '../domain/assess/assess.ts';
import type { Facts } from '../domain/assess/facts.ts';
import { asks } from '../domain/assess/questions.ts';
import { cite } from '../domain/assess/sources.ts';
import { Failure } from '../failure.ts';
import { assessmentPage } from './assess-page.ts';
import type { Io } from './io.ts';
import type { Given } from './session.ts';

export async function runAssess(
  io: Io,
  given: Given,
  [incident]: readonly string[],
): Promise<void> {
  if (given['schema'] === true) return io.print(JSON.stringify(factsJsonSchema(), null, 2));
  const facts = await readFacts(io, given['facts']);
  // Loaded only for an incident: reckoning alone needs none of it.
  if (incident !== undefined)
    return (await import('./assess-record.ts')).runAssessRecord(io, given, incident, facts);
  const assessment = assess(facts);
  io.print(
    given['json'] === true
      ? JSON.stringify(toJson(assessment), null, 2)
      : assessmentPage(assessment, facts),
  );
}

/** Every fault is told before anything is sent. */
export async function readFacts(io: Io, path: unknown): Promise<Facts> {
  if (typeof path !== 'string' || path === '')
    throw new Failure(
      'usage',
      'no-facts',
      '--facts is missing; give a JSON file, or - for standard input; `seventytwo assess --schema` prints what may stand in it',
    );
  return path === '-'
    ? parseFacts(await io.readInput(), 'standard input')
    : parseFacts(await readFactsFile(path), path);
}

function toJson({ rulesVersion, enisa, range, factors, advice, missing }: Assessment): object {
  const { document, authority, people, because } = advice;
  return {
    enisa,
    advice: {
      ...{ document, authority, people },
      because: because.map(({ says, sources }) => `${says} [${cite(sources)}]`),
    },
    missing: missing.map(({ fact, changes }) => ({ fact, asks: asks[fact], changes })),
    factors,
    range,
    rulesVersion,
    decides: 'a person; this is not legal advice',
  };
}
