/** Every command by Temporal's own program ends as an update does: a process a command, half a minute. */
import { tryWays } from './ways-in.ts';

tryWays(['an update', "an update by Temporal's program", "a signal by Temporal's program"]);
