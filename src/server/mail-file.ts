/** Names for mails kept as files: they sort by time and tell what is inside. */
import { decodeWords } from 'postal-mime';

/** `20261122T150405123Z-001-inc-k7f3q-24-h-left-notify.eml` */
export function fileName(at: Date, count: number, mail: Buffer): string {
  const stamp = at.toISOString().replace(/[-:.]/g, '');
  return `${stamp}-${String(count).padStart(3, '0')}-${slug(subjectOf(mail))}.eml`;
}

/** Bytes of a mail that are searched for its subject: headers come first and are short. */
const headerBytes = 32_768;
/** Characters; file systems allow 255 for the whole name. */
const longestSlug = 80;

function subjectOf(mail: Buffer): string {
  const [headers = ''] = mail
    .subarray(0, headerBytes)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1);
  const unfolded = headers.replace(/\r?\n[ \t]+/g, ' ');
  return decodeWords(/^subject:[ \t]*(.*)$/im.exec(unfolded)?.[1] ?? '');
}

/** Plain letters, digits and hyphens: safe on every file system and in every shell. */
function slug(subject: string): string {
  const plain = subject.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').slice(0, longestSlug);
  return words.replace(/^-+|-+$/g, '') || 'mail';
}
