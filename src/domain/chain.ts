/** Whom an incident pages, level by level, and whom a level comes to at one instant. */
import { maySee, pageOrder, type Circle } from './circle.ts';
import type { Incident } from './incident.ts';
import type { OnCallNow } from './on-call.ts';
import type { Skipped } from './paging-events.ts';
import { isAtLeast, type ChainLevel, type PersonId, type Target } from './policy.ts';

/** What is known of an incident when somebody is to be paged for it. */
export type Summoning = Circle & Pick<Incident, 'severity'>;

export type Resolved = {
  readonly people: readonly PersonId[];
  readonly skipped: readonly Skipped[];
};

/** `onCall` absent or without layers: nobody could say who is on call, so the order that the incident pinned counts. */
export function chainOf(incident: Summoning, onCall?: OnCallNow): readonly ChainLevel[] {
  const { policy, restrictedTo } = incident;
  if (!isAtLeast(policy, 4)) return oneByOne(incident, pageOrder(incident));
  const written = writtenChain(incident);
  const isAnswered = onCall !== undefined && onCall.layers.length > 0;
  const isLayered = written.some(({ page }) => page.some((target) => 'layer' in target));
  const chain = isLayered && !isAnswered ? oneByOne(incident, policy.onCall) : written;
  if (!restrictedTo || chain.some((level) => resolve(incident, level, onCall).people.length > 0))
    return chain;
  return oneByOne(incident, restrictedTo);
}

/** As the policy has it, whoever may be on call. */
export function writtenChain(incident: Summoning): readonly ChainLevel[] {
  const { policy, severity } = incident;
  return policy.escalation?.levels[severity] ?? oneByOne(incident, policy.onCall);
}

/** One level for each, with the time that the severity gives. */
function oneByOne({ policy, severity }: Summoning, people: readonly PersonId[]) {
  const withinMs = policy.ackTimeoutMs[severity];
  return people.map((person): ChainLevel => ({ page: [{ person }], withinMs }));
}

export function resolve(incident: Summoning, { page }: ChainLevel, onCall?: OnCallNow): Resolved {
  const people = new Set<PersonId>();
  const skipped: Skipped[] = [];
  for (const target of page) {
    const found = lookUp(incident, target, onCall);
    if (found.person !== undefined) people.add(found.person);
    else skipped.push({ target: nameOfTarget(target), why: found.why });
  }
  return { people: [...people], skipped };
}

function nameOfTarget(target: Target): string {
  return 'layer' in target ? target.layer : target.person;
}

type Found =
  { readonly person: PersonId } | { readonly person?: undefined; readonly why: Skipped['why'] };

function lookUp(incident: Summoning, target: Target, onCall: OnCallNow | undefined): Found {
  if (!('layer' in target)) return admitted(incident, target.person);
  const layer = onCall?.layers.find(({ layer: name }) => name === target.layer);
  if (!layer) return { why: 'unknown' };
  if (layer.person !== undefined) return admitted(incident, layer.person);
  return { why: layer.insteadOf === undefined ? 'gap' : 'away' };
}

/** Who came to the company after the incident began can give it no command. */
function admitted(incident: Summoning, person: PersonId): Found {
  if (!Object.hasOwn(incident.policy.people, person)) return { why: 'unknown' };
  return maySee(incident, person) ? { person } : { why: 'outside-circle' };
}
