/** A finder looks at one thing and tells what needs care; one that cannot look is a finding itself, and hides no other. */
import { upkeepKey, type UpkeepFinding, type UpkeepSeverity } from '../domain/upkeep.ts';
import { Failure } from '../failure.ts';

export type Finder = {
  /** What it looks at, in one word. */
  readonly name: string;
  readonly find: () => Promise<readonly UpkeepFinding[]>;
};

/** All beside each other; the worst first, otherwise in the order of the finders. */
export async function findAll(finders: readonly Finder[]): Promise<readonly UpkeepFinding[]> {
  const found = await Promise.all(finders.map(runOne));
  const each = new Map(found.flat().map((finding) => [upkeepKey(finding), finding]));
  return [...each.values()].toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

const rank: Readonly<Record<UpkeepSeverity, number>> = { failed: 0, warning: 1 };

async function runOne({ name, find }: Finder): Promise<readonly UpkeepFinding[]> {
  try {
    return await find();
  } catch (error) {
    // A message may hold paths and addresses: the code of a failure is from a closed set, and a bug is in the log.
    const detail = error instanceof Failure ? error.code : nameOf(error);
    return [{ kind: 'not-looked-at', about: name, severity: 'failed', detail }];
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
