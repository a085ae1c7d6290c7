/** `vendors add`, `review` and `import`: edits of the vendors file, each on record when there is a register. */
import { dateAt } from '../calendar/date.ts';
import { Failure } from '../failure.ts';
import { readBytes, toText } from '../policy/bytes.ts';
import { faultsOf, wording } from '../policy/faults.ts';
import { loadPolicy } from '../policy/file.ts';
import { cellsOf, mergeRows, type Cells } from '../policy/table-edit.ts';
import { mostVendors, vendorRow } from '../policy/vendor.ts';
import { readVendors, vendorColumns } from '../policy/vendors-file.ts';
import { recordAct } from '../register/audit.ts';
import { flagOf } from './fields.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { replaceFile } from './replace-file.ts';
import { openSession, requirePerson, withRegister, type Session, type Given } from './session.ts';
import { shown } from './shown.ts';
import { findVendor } from './vendors.ts';
import { sha256Of } from '../sha256.ts';

export async function runVendorsAdd(
  io: Io,
  given: Given,
  [id = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  requirePerson(session);
  if (Object.hasOwn(session.policy.vendors, id))
    throw bad('vendor-exists', `${id} is a vendor already; see seventytwo vendors show ${id}`);
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...given, id }))
    if (vendorColumns.includes(name) && typeof value === 'string') cells[name] = value.trim();
  const read = vendorRow.safeParse(cells, { error: wording });
  if (!read.success) {
    const faults = read.error.issues.flatMap((issue) => faultsOf(issue, cells));
    const lines = faults.map(({ path, message }) => {
      const name = String(path[0]);
      return `${name === 'id' ? '<vendor>' : flagOf(name)} ${message}`;
    });
    throw bad('bad-input', lines.join('\n'));
  }
  await edit(session, [cells], `add ${id}`);
}

export async function runVendorsReview(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const { id } = findVendor(session, typed);
  const by = typeof given.by === 'string' ? given.by : requirePerson(session);
  if (!Object.hasOwn(session.policy.people, by))
    throw bad(
      'unknown-person',
      `--by is ${shown(by)}, which is not a person of the policy file; use one of ${Object.keys(session.policy.people).join(', ')}`,
    );
  requirePerson(session);
  const today = dateAt(io.now(), session.policy.organisation.zone);
  const on = typeof given.on === 'string' ? given.on : today;
  const isDate = vendorRow.shape.reviewedOn.safeParse(on).success;
  if (!isDate || on > today)
    throw bad(
      'bad-input',
      `--on is ${shown(on)}, which ${isDate ? `lies after today, ${today}` : 'is not a date'}; write the day of the review, such as ${today}`,
    );
  await edit(session, [{ id, reviewedOn: on }], `review ${id} ${on} by ${by}`);
}

export async function runVendorsImport(
  io: Io,
  given: Given,
  [path = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  requirePerson(session);
  const file = { path, name: `the file ${shown(path)}`, kind: 'import' } as const;
  const text = toText(await readBytes(file), file);
  const { faults } = readVendors(text);
  if (faults.length > 0)
    throw bad(
      'bad-input',
      faults.map(({ line, text: fault }) => `${shown(path)} line ${line}: ${fault}`).join('\n'),
    );
  await edit(session, cellsOf(text), 'import');
}

/** Nothing is written unless the whole file is right afterwards. */
async function edit(session: Session, records: readonly Cells[], act: string): Promise<void> {
  const { io, config, options } = session;
  const { policy, vendorsPath, files } = await loadPolicy(config.policyPath);
  if (vendorsPath === undefined || !files.vendors)
    throw bad(
      'no-vendors-file',
      `${config.policyPath} names no vendors file to write to; add the line "vendorsFile: ./vendors.csv" to it and begin that file with the line ${vendorColumns.join(',')}`,
    );
  const path = vendorsPath;
  const from = Buffer.from(files.vendors);
  const old = toText(from, { path, name: `the vendors file ${path}`, kind: 'vendors' });
  const inFile = readVendors(old).entries;
  const elsewhere = records.flatMap(({ id = '' }) =>
    Object.hasOwn(policy.vendors, id) && !Object.hasOwn(inFile, id) ? [id] : [],
  );
  if (elsewhere.length > 0)
    throw bad(
      'not-in-file',
      `${elsewhere.join(', ')} stands in ${config.policyPath} itself, not in the vendors file; change it there by hand`,
    );
  const merged = mergeRows(old, records);
  if (merged.missing)
    throw bad(
      'no-column',
      `${path} has no column ${merged.missing.join(', ')}; add it to the first line and a comma to every row`,
    );
  const { faults } = readVendors(merged.text);
  if (faults.length > 0)
    throw bad(
      'bad-input',
      `nothing is written, because ${path} would have faults:\n${faults.map(({ line, text }) => `line ${line}: ${text}`).join('\n')}`,
    );
  const { added, changed } = merged;
  const total = Object.keys(policy.vendors).length + added.length;
  if (total > mostVendors)
    throw bad('bad-input', `there would be ${total} vendors; at most ${mostVendors} are read`);
  if (added.length + changed.length > 0) {
    const mark = from.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark : Buffer.alloc(0);
    const to = Buffer.concat([mark, Buffer.from(merged.text)]);
    await replaceFile(path, { from, to }, () => record(session, act, to));
  }
  if (options.json) return printJson(session, { file: path, added, changed });
  io.print(
    added.length + changed.length === 0
      ? `${path} says so already; nothing is changed.`
      : [said('Added', added), said('Changed', changed), `${path} is written.`].join(''),
  );
}

/** Spreadsheets put it in front, and want it back. */
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function said(what: string, ids: readonly string[]): string {
  return ids.length === 0 ? '' : `${what}: ${ids.join(', ')}. `;
}

/** Where no register is, nobody runs the product yet: the file alone is enough. */
async function record(session: Session, subject: string, bytes: Buffer): Promise<void> {
  try {
    await withRegister(session, async () => {});
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-register') return;
    throw error;
  }
  const act = {
    ...{ kind: 'vendors', person: session.person, channel: 'cli', subject },
    ...{ subjectHash: sha256Of(bytes), nowMs: session.io.now() },
  };
  await withRegister(session, (register) => recordAct(register, act), 'writing');
}

function bad(code: string, sentence: string): Failure {
  return new Failure('usage', code, sentence);
}
