/** The rules that are shipped, in the order in which they are listed. */
import { cra } from './cra.ts';
import { dora } from './dora.ts';
import { eidas } from './eidas.ts';
import { elsewhere } from './elsewhere.ts';
import { gdpr, omnibus } from './gdpr.ts';
import { nis2 } from './nis2.ts';
import type { LegalRule } from './rule.ts';

const shipped = { ...gdpr, ...nis2, ...dora, ...cra, ...eidas, ...elsewhere, ...omnibus };
export type LegalRuleId = keyof typeof shipped;
export const law: Readonly<Record<LegalRuleId, LegalRule>> = shipped;
export const lawIds: readonly string[] = Object.keys(shipped);
