/** Reads what the embedded inbox has kept: plain enough for the demo to show a mail as its reader sees it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../failure.ts';

export type ShownMail = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

/** Longest wait for a mail that is on its way; the 48-hour reminder of the demo is 12 s away. */
const mailDeadlineMs = 45_000;

/** The newest mail whose file name holds `slug`. */
export async function waitForMail(folder: string, slug: string): Promise<ShownMail> {
  const deadline = Date.now() + mailDeadlineMs;
  while (Date.now() < deadline) {
    const name = existsSync(folder)
      ? readdirSync(folder)
          .sort()
          .findLast((file) => file.includes(slug) && file.endsWith('.eml'))
      : undefined;
    if (name !== undefined) return readMail(readFileSync(join(folder, name), 'utf8'));
    await wait(200);
  }
  throw new Failure(
    'checkFailed',
    'no-mail',
    `no mail with ${slug} came to ${folder} within ${mailDeadlineMs / 1_000} s`,
  );
}

/** The headers and the first text part of a mail of our own making. */
export function readMail(eml: string): ShownMail {
  const source = eml.replaceAll('\r\n', '\n');
  const [head = ''] = source.split('\n\n', 1);
  const headers = head.replaceAll(/\n[ \t]+/g, ' ');
  const header = (name: string): string =>
    decodeWords(new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '');
  const part = /Content-Type: text\/plain[^\n]*\n((?:[^\n]+\n)*)\n([\s\S]*?)\n--/i.exec(source);
  const encoding = /Content-Transfer-Encoding: (\S+)/i.exec(part?.[1] ?? '')?.[1]?.toLowerCase();
  return {
    from: header('From'),
    to: header('To'),
    subject: header('Subject'),
    text: decodeBody(part?.[2] ?? '', encoding),
  };
}

function decodeBody(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll(/=\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** RFC 2047 words, as nodemailer writes them. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, word: string) =>
      decodeBody(word.replaceAll('_', ' '), 'quoted-printable'),
    )
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => decodeBody(word, 'base64'));
}
