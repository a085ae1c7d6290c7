/** What can be wrong with an audit chain or with what it seals, each told in one sentence. */
import type { AuditEntry } from '../domain/audit-entry.ts';

export type Broken =
  | 'missing-entry'
  | 'altered-entry'
  | 'order'
  | 'missing-event'
  | 'altered-event'
  | 'unsealed-event'
  | 'altered-history'
  | 'missing-notice'
  | 'altered-notice'
  | 'missing-attachment'
  | 'altered-attachment'
  | 'missing-policy'
  | 'altered-policy'
  | 'missing-key'
  | 'altered-key'
  | 'unsealed-key'
  | 'missing-erasure'
  | 'altered-erasure'
  | 'unfinished-erasure'
  | 'missing-hold'
  | 'altered-hold'
  | 'missing-line'
  | 'altered-line'
  | 'unknown-key'
  | 'other-installation'
  | 'truncated'
  | 'rewritten';

export type Fault = {
  readonly broken: Broken;
  /** The entry at which it shows. */
  readonly n?: number;
  readonly incident?: string;
  readonly seq?: number;
  readonly sentence: string;
};

export function missing(n: number): Fault {
  return { broken: 'missing-entry', n, sentence: `entry ${n} is missing from the chain` };
}

export function altered({ n }: Pick<AuditEntry, 'n'>): Fault {
  return {
    ...{ broken: 'altered-entry', n },
    sentence: `entry ${n} was altered: its content and its hash do not fit`,
  };
}
