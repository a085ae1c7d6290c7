/** A rule as one country's law has it: stages and notes after its national differences. */
import type { LegalRule, NationalDifference, Stage } from './rule.ts';

export type NationalRule = { readonly stages: readonly Stage[]; readonly notes: readonly string[] };

/** `country` may name a region (`DE-BY`); `on` is an ISO date, absent when no instant is known. */
export function inCountry(rule: LegalRule, country?: string, on?: string): NationalRule {
  const code = country?.split('-')[0];
  const difference = rule.national?.find((candidate) => candidate.country === code);
  if (difference === undefined) return { stages: rule.stages, notes: [] };
  const { from, note, source } = difference;
  if (from !== undefined && on !== undefined && on < from)
    return {
      stages: rule.stages,
      notes: [
        `The national act (${source.text}) applies from ${from}: before it the times of the directive are shown, and an older national rule may have held.`,
      ],
    };
  return {
    stages: merged(rule.stages, difference),
    notes: [`${note} (${source.text}; not read in the act itself.)`],
  };
}

function merged(stages: readonly Stage[], { stages: changed, adds }: NationalDifference): Stage[] {
  const all = stages.map((stage) => ({ ...stage, ...changed?.[stage.id] }));
  // What a country adds comes before the report that ends the matter.
  return [...all.slice(0, -1), ...(adds ?? []), ...all.slice(-1)];
}
