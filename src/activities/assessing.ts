/** Assesses facts that came with an incident: they are checked here, because a schema library is too heavy for a workflow. */
import { parseFacts } from '../assess/read.ts';
import { assess } from '../domain/assess/assess.ts';
import type { Facts } from '../domain/assess/facts.ts';
import type { AssessmentAnswer } from '../domain/assessing.ts';
import { oneLine } from '../domain/describe.ts';
import { Failure } from '../failure.ts';

/** Characters: the first faults; the command line tells them all before it sends anything. */
const longestFault = 500;
/** There are fewer rules than this, and each says it in less. It keeps the event small when rules are added. */
const mostReasons = 20;
const longestReason = 300;

export function createAssessingActivities() {
  return {
    async assessFacts({ facts }: { readonly facts: string }): Promise<AssessmentAnswer> {
      const read = tryParse(facts);
      if ('wrong' in read) return read;
      const { rulesVersion, enisa, advice, missing } = assess(read.facts);
      const { authority, people, because } = advice;
      return {
        outcome: {
          ...{ rulesVersion, score: enisa.se, level: enisa.level, authority, people },
          because: because.slice(0, mostReasons).map(({ says }) => says.slice(0, longestReason)),
          missing: missing.filter(({ changes }) => changes.length > 0),
        },
      };
    },
  };
}

/** A person's mistake is an answer: an activity that failed would be tried for ever. */
function tryParse(text: string): { readonly facts: Facts } | { readonly wrong: string } {
  try {
    return { facts: parseFacts(text, 'the text of the facts') };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { wrong: oneLine(error.message.replaceAll('\n', '; ')).slice(0, longestFault) };
  }
}
