/** Random incidents for the properties: people do anything at any time, mails arrive or fail, workers sleep. */
import fc from 'fast-check';
import { commandNames, type CommandName } from '../../src/domain/commands.ts';
import type { OnCallNow } from '../../src/domain/on-call.ts';
import type { ChainLevel, Target } from '../../src/domain/policy.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import {
  accepts,
  ask,
  declared,
  fails,
  given,
  givenWith,
  next,
  policy,
  startMs,
  type CommandStep,
  type Story,
} from '../support/incidents.ts';
import { payloads } from './samples.ts';

const seconds = 1_000;
const move = fc.record({
  gapMs: fc.oneof(
    fc.integer({ min: 0, max: 600 * seconds }),
    fc.integer({ min: 0, max: 100 * 3600 * seconds }),
  ),
  name: fc.constantFrom(...commandNames),
  by: fc.constantFrom('anna', 'ben', 'dora', 'dirk', 'clara', 'nobody'),
  answer: fc.constantFrom('unknown', 'yes', 'no', undefined),
  stage: fc.constantFrom('initial', 'follow-up', 'complete', undefined),
  agoMs: fc.integer({ min: -600 * seconds, max: 100 * 3600 * seconds }),
  mail: fc.constantFrom('accepted', 'failed', 'waits'),
  which: fc.nat(),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const tell = fc.record({
  personalData: fc.constantFrom('unknown', 'yes', 'no'),
  severity: fc.constantFrom('critical', 'high', 'medium', 'low'),
  isLayered: fc.boolean(),
  moves: fc.array(move, { maxLength: 40 }),
});

const level = (within: number, ...page: readonly Target[]): ChainLevel => ({
  page,
  withinMs: within * seconds,
});
/** Layers with gaps, nights that are quiet, hours in which nobody can say who is on call. */
const layered = {
  inForce: {
    ...policy,
    escalation: {
      levels: {
        critical: [
          level(60, { layer: 'primary' }),
          level(90, { layer: 'second' }, { person: 'ben' }),
          level(120, { person: 'clara' }),
        ],
        low: [level(300, { layer: 'primary' })],
      },
      rounds: 2,
      fallback: ['dirk'],
      progressWithinMs: { critical: 600 * seconds, low: 3600 * seconds },
    },
  },
  onCall: (atMs: number): OnCallNow | undefined => {
    const hour = Math.floor(atMs / (3600 * seconds)) % 24;
    if (hour === 5) return undefined;
    const layer = { layer: 'primary', untilMs: atMs };
    return {
      atMs,
      layers: [
        hour % 3 === 0 ? layer : { ...layer, person: hour > 12 ? 'anna' : 'gone' },
        { layer: 'second', untilMs: atMs, person: 'dora' },
      ],
      ...(hour < 4 && { quietUntilMs: atMs + (4 - hour) * 3600 * seconds }),
    };
  },
};

/** Every prefix of a random life, oldest first. */
export const lives: fc.Arbitrary<readonly Story[]> = tell.map(({ moves, isLayered, ...fields }) => {
  const stories = [isLayered ? givenWith(layered, declared(fields)) : given(declared(fields))];
  for (const one of moves) {
    const last = stories.at(-1);
    if (last) stories.push(live(last, one));
  }
  return stories;
});

/** The end of a random life. */
export const stories: fc.Arbitrary<Story> = lives.map((life) => life.at(-1) ?? given(declared()));

function live(story: Story, { gapMs, by, mail, which, ...rest }: Move): Story {
  const at = story.nowMs + gapMs;
  const awake = { ...next(story, { wakesAt: at }), nowMs: at };
  const step = stepOf(at, by, rest);
  const decision = ask(awake, step);
  const after = isRefusal(decision)
    ? next(awake, {
        at,
        event: {
          ...{ type: 'commandRefused', command: step.name },
          ...{ code: decision.refused, message: decision.message },
        },
      })
    : next(awake, step);
  const chosen = after.incident.mails[which % Math.max(1, after.incident.mails.length)];
  if (!chosen || mail === 'waits') return after;
  return next(after, mail === 'accepted' ? accepts(chosen, at) : fails(chosen, at));
}

function stepOf(
  at: number,
  by: string,
  { name, answer, stage, agoMs }: Pick<Move, 'name' | 'answer' | 'stage' | 'agoMs'>,
): CommandStep {
  const then = { atMs: Math.max(startMs, at - agoMs), zone: 'Europe/Vienna' };
  const when = { at, by };
  const { personalData: _answer, ...triage } = payloads.triage;
  const { stage: _stage, ...filing } = payloads.fileDuty;
  switch (name) {
    case 'triage':
      return {
        ...{ ...when, name },
        fields: { ...triage, ...(answer !== undefined && { personalData: answer }) },
      };
    case 'declareAwareness':
      return { ...when, name, fields: { at: then, reason: 'the log' } };
    case 'fileDuty':
      return {
        ...{ ...when, name },
        fields: { ...filing, at: then, ...(stage !== undefined && { stage }) },
      };
    default:
      return plain(name, when);
  }
}

function plain<N extends CommandName>(name: N, when: { at: number; by: string }): CommandStep {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the table keeps name and fields together.
  return { ...when, name, fields: payloads[name] } as unknown as CommandStep;
}
