/** `attach` and `attachments`: files go into the register, their hash onto the incident. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatBoth } from '../calendar/format.ts';
import { commandShapes } from '../domain/commands.ts';
import type { Attachment } from '../domain/incident.ts';
import type { Status } from '../domain/status.ts';
import { safeName } from '../evidence/file.ts';
import { Failure } from '../failure.ts';
import { mostBytes } from '../sending/attaching.ts';
import { sendCommand } from './act.ts';
import { readFields } from './fields.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { show } from './look.ts';
import { nameOf } from './names.ts';
import { writeNewFile } from './new-file.ts';
import {
  incidentIdFrom,
  openSession,
  toCliCommand,
  withRegister,
  type Given,
  type Session,
} from './session.ts';
import { shown } from './shown.ts';
import { signedFor } from './signed.ts';
import { size } from './size.ts';
import { sha256Of } from '../sha256.ts';

export async function runAttach(
  io: Io,
  given: Given,
  [typed = '', path = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const content = await readWhole(path);
  const own = { sha256: sha256Of(content), bytes: content.byteLength };
  const name = typeof given.fileName === 'string' ? given.fileName : basename(path);
  const fields = await readFields(
    commandShapes.attach,
    { ...given, fileName: name, ...own, bytes: String(own.bytes) },
    { ...session, positional: [] },
  );
  const id = incidentIdFrom(typed);
  const status = session.remote
    ? await session.remote.attach(
        id,
        await signedFor(session, toCliCommand(session, 'attach', fields), id),
        content,
      )
    : await storeWhile(session, id, content, () => sendCommand(session, typed, 'attach', fields));
  if (given.json) return printJson(session, { incident: status });
  const file = status.attachments?.find((one) => one.sha256 === own.sha256 && one.name === name);
  io.print(`Attached to ${status.id} as ${file?.id ?? name}: ${name}, ${size(own.bytes)}.`);
}

async function storeWhile(
  session: Session,
  incidentId: string,
  content: Uint8Array,
  send: () => Promise<Status>,
): Promise<Status> {
  // Loaded only here: the list of files needs none of it.
  const { storeWhile: store } = await import('../sending/attaching.ts');
  const file = { incidentId, content, nowMs: session.io.now() };
  return withRegister(session, (register) => store(register, file, send), 'writing');
}

async function readWhole(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const fault = (why: string, cause?: unknown): Failure =>
    new Failure('usage', 'bad-file', `<file> ${shown(path)} ${why}`, cause);
  const stats = await stat(path).catch((error: unknown) => {
    throw fault('cannot be read; check the path and its permissions', error);
  });
  if (!stats.isFile()) throw fault('is not a file; attach one file, or an archive of several');
  if (stats.size === 0) throw fault('is empty; attach a file that holds something');
  if (stats.size > mostBytes)
    throw fault(
      `has ${size(stats.size)}; at most ${size(mostBytes)} are kept, so store it elsewhere and attach its hash in a note`,
    );
  return readFile(path).catch((error: unknown) => {
    throw fault('cannot be read; check its permissions', error);
  });
}

export async function runAttachments(
  io: Io,
  given: Given,
  [typed = '', wanted]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const { id, attachments = [] } = await show(session, typed);
  if (wanted === undefined) {
    if (given.json) return printJson(session, { attachments });
    if (attachments.length === 0) return io.print(`${id} has no files.`);
    for (const file of attachments) io.print(line(file, session));
    return;
  }
  const file = findFile(id, attachments, wanted);
  const folder = typeof given.out === 'string' ? given.out : '.';
  const path = await save(session, id, file, { folder, force: given.force === true });
  if (given.json) return printJson(session, { attachment: file, file: path });
  io.print(`Written to ${path}, SHA-256 ${file.sha256} checked.`);
}

/** Shorter beginnings of a hash are ids and names that happen to look so. */
const leastDigits = 8;

/** By its id, its name where one file alone has it, or its hash, of which the beginning will do. */
function findFile(id: string, attachments: readonly Attachment[], wanted: string): Attachment {
  const isHash = wanted.length >= leastDigits && /^[0-9a-f]+$/i.test(wanted);
  const found =
    attachments.find((one) => one.id === wanted.toUpperCase()) ??
    attachments.find(({ sha256 }) => isHash && sha256.startsWith(wanted.toLowerCase()));
  const named = attachments.filter(({ name }) => name === wanted);
  if (found) return found;
  const [only, ...more] = named;
  if (only && more.length === 0) return only;
  throw new Failure(
    'usage',
    'unknown-attachment',
    only
      ? `${id} has ${named.length} files ${shown(wanted)}; name one by its id: ${named.map((one) => one.id).join(', ')}`
      : `${id} has no file ${shown(wanted)}; see seventytwo attachments ${id}`,
  );
}

/** Under its own id, because the name came from outside; on record before the file has its name. */
async function save(
  session: Session,
  incidentId: string,
  file: Attachment,
  { folder, force }: { readonly folder: string; readonly force: boolean },
): Promise<string> {
  const content = await contentOf(session, incidentId, file);
  if (!content)
    throw new Failure(
      'checkFailed',
      'attachment-missing',
      `the register ${session.config.data} does not hold the bytes of ${file.id}; look in its backups for SHA-256 ${file.sha256}`,
    );
  if (sha256Of(content) !== file.sha256)
    throw new Failure(
      'checkFailed',
      'attachment-altered',
      `the bytes of ${file.id} in the register are not those that were attached (SHA-256 ${file.sha256}); look in its backups`,
    );
  const path = join(folder, `${file.id}-${safeName(file.name)}`);
  // Loaded only here: attaching needs none of it.
  const { settleExport } = await import('./audit.ts');
  // What cannot be made is told by the writing.
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  await writeNewFile(path, { force }, [content], async (done) => {
    // Elsewhere it went on record when it was taken.
    if (!session.remote) await settleExport(session, `attachment ${incidentId} ${file.id}`, done);
  });
  return path;
}

async function contentOf(
  session: Session,
  incidentId: string,
  { id, sha256 }: Attachment,
): Promise<Uint8Array | undefined> {
  if (session.remote) return session.remote.attachment(incidentId, id);
  const { readAttachment } = await import('../register/attachments.ts');
  return withRegister(session, (register) => readAttachment(register, sha256));
}

function line({ id, name, bytes, sha256, by, atMs }: Attachment, session: Session): string {
  const who = nameOf(by, session.names);
  return `${id.padEnd(4)} ${name}, ${size(bytes)}, by ${who}, ${formatBoth(atMs, session.zone)}, SHA-256 ${sha256}`;
}
