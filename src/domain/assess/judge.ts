/** One reading of the facts: which rules and reliefs hold in it. */
import { disclosureRules } from './disclosure.ts';
import type { Full } from './facts.ts';
import { effectRules, isLoss, lossRules, restored } from './loss.ts';
import { reliefs } from './relief.ts';
import type { Relief, Rule } from './rule.ts';

export type Judgement = { readonly rules: readonly Rule[]; readonly reliefs: readonly Relief[] };

export function judge(facts: Full): Judgement {
  const relieved = reliefs.filter(({ when }) => when(facts));
  const mended = isLoss(facts) && restored.when(facts) ? [restored] : [];
  const rules = [
    ...(relieved.length > 0 ? [] : disclosureRules),
    ...(mended.length > 0 ? [] : lossRules),
    ...effectRules,
  ];
  return { rules: rules.filter(({ when }) => when(facts)), reliefs: [...relieved, ...mended] };
}

/** GDPR Art. 33(1). */
export function isRisk({ rules }: Judgement): boolean {
  return rules.length > 0;
}

/** GDPR Art. 34(1). */
export function isHigh({ rules }: Judgement): boolean {
  return rules.some(({ risk }) => risk === 'high');
}
