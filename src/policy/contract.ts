/** Rules of contracts in the policy file: how they are written, and as the dated data that all rules are. */
import { z } from 'zod';
import { anchorKinds, type Amount, type LegalRule } from '../domain/rules/rule.ts';
import { id, text } from './values.ts';

/** A year and a half in hours: beyond it a period is a slip of the pen. */
const count = z.int().min(1).max(13_000).optional();
const date = z.iso.date('is not a date; write one such as 2026-01-31').optional();

export const contractRule = z
  .strictObject({
    title: text,
    /** Where it stands in the contract. */
    clause: text.optional(),
    addressee: text,
    anchor: z.enum(anchorKinds).default('awareness'),
    hours: count,
    days: count,
    months: count,
    workingDays: count,
    validFrom: date,
    validUntil: date,
    /** To whom it is owed, ids of the section `customers`. */
    customers: z.array(id).max(500).default([]),
  })
  .refine((rule) => amounts(rule).length === 1, {
    error: 'must give exactly one of hours, days, months or workingDays',
  })
  .refine(
    ({ validFrom, validUntil }) =>
      validFrom === undefined || validUntil === undefined || validFrom <= validUntil,
    { path: ['validUntil'], error: 'lies before validFrom' },
  );
type ContractRule = z.infer<typeof contractRule>;

/** `version` is that of the policy file: an incident pins it with the rule. */
export function contractRules(
  rules: Readonly<Record<string, ContractRule>>,
  version: string,
): LegalRule[] {
  return Object.entries(rules).flatMap(([ruleId, rule]) => {
    const { title, clause, addressee, anchor, customers, validFrom, validUntil } = rule;
    const article = clause ?? 'contract';
    return amounts(rule).map((amount) => ({
      ...{ id: ruleId, version, title, regime: 'contract', article, addressee, customers },
      ...(validFrom !== undefined && { validFrom }),
      ...(validUntil !== undefined && { validUntil }),
      enabled: true,
      binds: ['party to a contract' as const],
      stages: [{ id: 'notification' as const, title, article, anchor: { kind: anchor }, amount }],
      counting: 'contract' as const,
      ladder: 'policy' as const,
      sources: [{ text: `policy file, rules.${ruleId}`, mark: 'primary' as const }],
      verified: true,
    }));
  });
}

function amounts({ hours, days, months, workingDays }: ContractAmounts): Amount[] {
  const given = [
    ['hours', hours],
    ['days', days],
    ['months', months],
    ['working-days', workingDays],
  ] as const;
  return given.flatMap(([unit, value]) => (value === undefined ? [] : [{ unit, count: value }]));
}

type ContractAmounts = {
  readonly [K in 'hours' | 'days' | 'months' | 'workingDays']?: number | undefined;
};
