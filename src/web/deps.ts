/** What the web needs of the rest. */
import type { Incidents } from '../client.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';

export type WebDeps = {
  readonly policy: () => Promise<LoadedPolicy>;
  readonly incidents: Incidents;
  readonly register: Register;
  /** The data folder. */
  readonly data: string;
  readonly now: () => number;
  /** What went wrong, for the log: no names, no addresses, no secrets. */
  readonly tell: (sentence: string) => void;
};
