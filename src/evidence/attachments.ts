/** The files of an incident in its evidence pack, and the log of who had them. */
import type { AuditEntry } from '../domain/audit-entry.ts';
import { oneLine } from '../domain/describe.ts';
import { readAttachment } from '../register/attachments.ts';
import type { Register } from '../register/database.ts';
import { csvLine } from './csv.ts';
import { safeName, type PackFile } from './file.ts';
import type { Attached, Survey } from './survey.ts';
import { isoOf, type View } from './view.ts';
import { sha256Of } from '../sha256.ts';

/** One in memory at a time. `fault` hears of what is not as it was attached. */
export async function* attachmentFiles(
  register: Register,
  { attached, erasures }: Pick<Survey, 'attached' | 'erasures'>,
  fault: (sentence: string) => void,
): AsyncGenerator<PackFile> {
  for (const file of attached) {
    // Given up: another incident may still have the same bytes.
    if (isErased(file, erasures)) continue;
    const content = await readAttachment(register, file.sha256);
    if (!content) {
      fault(`the register does not hold the bytes of ${file.attachment} any more`);
      continue;
    }
    if (sha256Of(content) !== file.sha256)
      fault(`the bytes of ${file.attachment} are not those that were attached`);
    yield { name: placeOf(file), parts: [content] };
  }
}

function isErased({ seq, sha256 }: Attached, erasures: Survey['erasures']): boolean {
  return erasures.some(({ manifest }) => manifest.upTo >= seq && manifest.files.includes(sha256));
}

/** Its id and hash make it unique, and keep every reserved name away from the front. */
function placeOf({ attachment, sha256, name }: Attached): string {
  return `attachments/${attachment}-${sha256.slice(0, 16)}-${safeName(name)}`;
}

const columns = [
  ...['attachment', 'name', 'bytes', 'sha256', 'what', 'utc', 'who', 'who_name', 'channel'],
  ...['note', 'event', 'audit_entry', 'file_in_this_pack', 'sha256_of_what_left'],
];

/** Who added each file, and every time that it left the register. */
export function custodyFile(
  { attached, erasures, chain: { exports } }: Survey,
  view: View,
): PackFile {
  const parts = attached.flatMap((file) => {
    const about = [file.attachment, oneLine(file.name), file.bytes, file.sha256] as const;
    const { person, channel } = file.actor;
    const added = ['attached', isoOf(file.atMs), person, view.nameOf(person), channel] as const;
    const place = isErased(file, erasures) ? 'erased' : placeOf(file);
    const left = exports.filter((entry) => hasTaken(entry, file));
    return [
      csvLine([
        ...about,
        ...added,
        file.note && oneLine(file.note),
        file.seq,
        undefined,
        place,
        undefined,
      ]),
      ...left.map(({ n, atMs, who, channel: way, subject, subjectHash }) =>
        csvLine([
          ...[...about, isPack(subject) ? 'left in an evidence pack' : 'left'],
          ...[isoOf(atMs), who, view.nameOf(who), way, undefined, undefined, n],
          ...[place, subjectHash],
        ]),
      ),
    ];
  });
  return { name: 'custody.csv', parts: [csvLine(columns), ...parts] };
}

/** `attachment INC-K7F3Q A1`, or `evidence INC-K7F3Q` with all that were there. */
function hasTaken({ subject, atMs }: AuditEntry, { attachment, atMs: fromMs }: Attached): boolean {
  return isPack(subject) ? atMs >= fromMs : subject?.split(' ')[2] === attachment;
}

function isPack(subject: string | null): boolean {
  return subject?.startsWith('evidence ') ?? false;
}
