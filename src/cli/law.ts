/** The rules that `clock` and `rules` know: those of the law, and those of contracts when there is a policy file. */
import { existsSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { defaultLadder, type Ladder } from '../domain/ladder.ts';
import { law, lawIds } from '../domain/rules/index.ts';
import type { LegalRule } from '../domain/rules/rule.ts';
import { Failure } from '../failure.ts';
import type { Io } from './io.ts';
import { shown } from './shown.ts';

export type Law = {
  readonly rules: readonly LegalRule[];
  readonly ladder: Ladder;
  /** Of the organisation; absent without a policy file. */
  readonly zone?: string;
  readonly notes: readonly string[];
};

const shipped: Law = { rules: Object.values(law), ladder: defaultLadder, notes: [] };

/** A policy file that was named must be right; one that merely lies in the data folder must not stop a calculation. */
export async function loadLaw(
  io: Io,
  given: { readonly data?: string; readonly policy?: string },
): Promise<Law> {
  const { policyPath } = readConfig(io.env, given);
  const isNamed = Boolean(given.policy || io.env.SEVENTYTWO_POLICY);
  if (!isNamed && !existsSync(policyPath)) return shipped;
  // Loaded only here: the schema costs more than the whole rest of the command.
  const [{ loadPolicy }, { contractRules }] = await Promise.all([
    import('../policy/file.ts'),
    import('../policy/contract.ts'),
  ]);
  try {
    const { policy, version } = await loadPolicy(policyPath);
    return {
      rules: [...shipped.rules, ...contractRules(policy.rules, version)],
      ladder: policy.ladder,
      zone: policy.organisation.zone,
      notes: [],
    };
  } catch (error) {
    if (isNamed || !(error instanceof Failure)) throw error;
    return { ...shipped, notes: [`Without the contracts' rules: ${error.message}`] };
  }
}

export function findRule({ rules }: Law, id: string): LegalRule {
  const found = rules.find((rule) => rule.id === id);
  if (found) return found;
  const near = similar(
    id,
    rules.map((rule) => rule.id),
  );
  const remedy =
    near.length > 0 ? `did you mean ${near.join(', ')}?` : `use one of ${lawIds.join(', ')}`;
  throw new Failure('usage', 'unknown-rule', `${shown(id)} is not a rule; ${remedy}`);
}

/** Ids that begin alike, or share most pairs of letters with what was typed; the nearest first, at most three. */
function similar(typed: string, ids: readonly string[]): string[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted.length < 2) return [];
  return ids
    .map((id) => ({ id, likeness: id.startsWith(wanted) ? 1 : likeness(wanted, id) }))
    .filter((candidate) => candidate.likeness >= 0.5)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({ id }) => id);
}

/** Dice's coefficient over pairs of letters: 0 to 1. */
function likeness(a: string, b: string): number {
  const [ours, theirs] = [pairs(a), pairs(b)];
  const shared = [...ours].filter((pair) => theirs.has(pair)).length;
  return (2 * shared) / (ours.size + theirs.size);
}

function pairs(word: string): Set<string> {
  return new Set(Array.from({ length: word.length - 1 }, (_, n) => word.slice(n, n + 2)));
}
