/** `policy history` and `policy diff`: which versions of the policy file were in force, and what changed between two. */
import { formatBoth } from '../calendar/format.ts';
import { oneLine } from '../domain/describe.ts';
import { Failure } from '../failure.ts';
import { policyDifference, writtenIn, type PolicyChange } from '../policy/difference.ts';
import { loadPolicy, type LoadedPolicy } from '../policy/file.ts';
import { readPolicyFiles } from '../register/policies.ts';
import { listVersions, type PolicyVersion } from '../register/policy-versions.ts';
import type { Register } from '../register/database.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

export async function runPolicyHistory(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const versions = await withRegister(session, (register) => listVersions(register));
  const current = session.policyVersion;
  if (given.json) return printJson(session, { file: current, versions });
  if (versions.length === 0) io.print('No version is on record yet: a worker records its policy.');
  else
    io.print(
      columns(
        ['VERSION', 'A WORKER BEGAN UNDER IT', 'ENTRY', 'INCIDENTS', 'TEXT', 'SHA-256'],
        versions.map((version) => row(version, session)),
      ),
    );
  const isKnown = versions.some(({ version }) => version === current);
  io.print(`The policy file is ${current}${isKnown ? '' : ', which no worker has run under yet'}.`);
}

function row(
  { version, since, hash, isIntact, incidents }: PolicyVersion,
  { zone }: Session,
): readonly string[] {
  const last = since.at(-1);
  const again = since.length > 1 ? ` (and ${since.length - 1} times before)` : '';
  return [
    version,
    last === undefined ? 'not on record' : `${formatBoth(last.atMs, zone)}${again}`,
    last === undefined ? '-' : String(last.n),
    String(incidents),
    textOf(isIntact),
    paint('quiet', hash ?? '-'),
  ];
}

function textOf(isIntact: boolean | undefined): string {
  if (isIntact === undefined) return 'not kept';
  return isIntact ? 'kept' : paint('bad', 'altered');
}

/** `now`: the file as it is. */
const now = 'now';

export type Side = {
  readonly name: string;
  readonly version: string;
  readonly written: unknown;
  /** Since when a worker runs under it. */
  readonly sinceMs?: number;
};

export async function runPolicyDiff(
  io: Io,
  given: Given,
  [first, second]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const { before, after } = await sidesOf(session, first, second);
  const changes = policyDifference(before.written, after.written);
  if (given.json) return printJson(session, { before: before.name, after: after.name, changes });
  io.print(
    [
      `${before.name} → ${after.name}`,
      ...(changes.length === 0 ? ['No key differs; comments do not count.'] : []),
      ...changes.map(changeText),
    ].join('\n'),
  );
}

/** The two versions to compare, as they were typed or as they are usually meant. */
export async function sidesOf(
  session: Session,
  first: string | undefined,
  second: string | undefined,
): Promise<{ readonly before: Side; readonly after: Side }> {
  const current = await loadPolicy(session.config.policyPath);
  return withRegister(session, async (register) => {
    const versions = await listVersions(register);
    const side = (typed: string): Promise<Side> =>
      sideOf(register, versions, current, typed, session.io);
    const from = first ?? usual(versions, current.version);
    return { before: await side(from), after: await side(second ?? now) };
  });
}

/** The one in force, or the one before it when the file is that one. */
function usual(versions: readonly PolicyVersion[], current: string): string {
  const kept = versions.filter(({ hash, since }) => hash !== undefined && since.length > 0);
  const other = kept.find(({ version }) => version !== current);
  if (other) return other.version;
  throw new Failure(
    'usage',
    'unknown-version',
    'the register keeps no other version than the policy file is; there is nothing to compare it with',
  );
}

async function sideOf(
  { db }: Register,
  versions: readonly PolicyVersion[],
  current: LoadedPolicy,
  typed: string,
  io: Io,
): Promise<Side> {
  if (typed === now) {
    const { version, files } = current;
    const known = versions.find((one) => one.version === version);
    return {
      ...{ version, name: `${version} (the file now)`, written: writtenIn(files) },
      ...sinceOf(known),
    };
  }
  const found = versions.filter(({ version }) => version.startsWith(typed));
  const [one, other] = found;
  if (!one || other || typed === '')
    throw new Failure(
      'usage',
      'unknown-version',
      one
        ? `${shown(typed)} may be ${found.map(({ version }) => version).join(' or ')}; give more digits`
        : `the register has no version ${shown(typed)}; see seventytwo policy history, or use ${now} for the file`,
    );
  const files = await readPolicyFiles(db, one.version);
  if (!files)
    throw new Failure(
      'usage',
      'version-not-kept',
      `the text of ${one.version} is not kept, only that it was in force; see seventytwo policy history`,
    );
  if (one.isIntact === false)
    io.tell(`note: the kept text of ${one.version} is not the one that the audit chain sealed`);
  const { version } = one;
  return { version, name: version, written: writtenIn(files), ...sinceOf(one) };
}

function sinceOf(version: PolicyVersion | undefined): { readonly sinceMs?: number } {
  const last = version?.since.at(-1);
  return last === undefined ? {} : { sinceMs: last.atMs };
}

function changeText({ what, path, before, after }: PolicyChange): string {
  const name = path === '' ? 'the file' : path;
  switch (what) {
    case 'added':
      return `${paint('good', '+')} ${name}: ${inline(after)}`;
    case 'removed':
      return `${paint('bad', '-')} ${name}: ${inline(before)}`;
    case 'changed':
      return `${paint('warn', '~')} ${name}: ${inline(before)} → ${inline(after)}`;
  }
}

/** As YAML would have it on one line. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${key}: ${inline(entry)}`)
      .join(', ')} }`;
  return oneLine(String(value));
}
