/** Every command as an update and as a signal ends alike; by Temporal's own program: ways-in.prove.ts. */
import { tryWays } from './ways-in.ts';

tryWays(['an update', 'a signal']);
