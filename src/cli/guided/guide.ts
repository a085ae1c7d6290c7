/** What every part of the guided triage works with: who is asked, what is known, and the ordinary commands. */
import { parseFacts } from '../../assess/read.ts';
import type { Facts } from '../../domain/assess/facts.ts';
import { commandShapes, type CommandFields, type CommandName } from '../../domain/commands.ts';
import { shapeFaults, type Shape } from '../../domain/shape.ts';
import type { Status } from '../../domain/status.ts';
import { Failure } from '../../failure.ts';
import { sendCommand } from '../act.ts';
import { recordFacts } from '../assess-record.ts';
import type { Choice } from '../init/search.ts';
import type { Prompter } from '../init/interview.ts';
import { withIncidents, type Session } from '../session.ts';
import { clockWords } from './clock.ts';

export type Guide = {
  readonly session: Session;
  readonly prompter: Prompter;
  /** As of the last answer. */
  readonly status: () => Status;
  /** Asks anew: somebody else may work on the incident too. */
  readonly refresh: () => Promise<Status>;
  readonly send: <N extends CommandName>(name: N, fields: CommandFields<N>) => Promise<void>;
  readonly assess: (facts: Facts) => Promise<void>;
  /** A question with the clock in front of it. */
  readonly ask: (question: string) => string;
};

export function createGuide(session: Session, prompter: Prompter, begin: Status): Guide {
  let status = begin;
  const { id } = begin;
  return {
    ...{ session, prompter },
    status: () => status,
    async refresh() {
      // A closed one has no run any more: what was known stays, and the next command tells.
      status = (await withIncidents(session, (incidents) => incidents.status(id))) ?? status;
      return status;
    },
    async send(name, fields) {
      status = await sendCommand(session, id, name, fields);
    },
    async assess(facts) {
      status = await recordFacts(session, id, facts);
    },
    ask: (question) => `${clockWords(status, session.io.now())} · ${question}`,
  };
}

/** The facts that the incident has, so that the interview goes on where anybody left it. */
export function factsOnRecord({ assessment, facts: { subjects } }: Status): Facts {
  const known = subjects === undefined ? {} : { individuals: subjects };
  if (!assessment) return known;
  try {
    return { ...known, ...parseFacts(assessment.facts, 'the facts on record') };
  } catch (error) {
    // Recorded by another version, for which they were right: they are asked again.
    if (error instanceof Failure) return known;
    throw error;
  }
}

/** What the command itself would say of the value of one of its fields; empty only where that means something. */
export function fieldCheck(name: CommandName, field: string): (text: string) => string | undefined {
  const shape: Shape = commandShapes[name];
  const only = Object.fromEntries(Object.entries(shape).filter(([key]) => key === field));
  return (text) => shapeFaults(only, { [field]: text }, () => 'it')[0];
}

const later: Choice = { value: 'later', name: 'not yet' };

/** Never for Enter alone: what is asked here has effects in law. */
export async function wants(guide: Guide, question: string, yes: string): Promise<boolean> {
  const { prompter, ask } = guide;
  const choices = [later, { value: 'yes', name: yes }];
  return (await prompter.choose({ message: ask(question), choices })) === 'yes';
}
