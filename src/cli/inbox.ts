/** Reads what the embedded inbox has kept, so that the demo can show a mail as its reader sees it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { Failure } from '../failure.ts';

export type ShownMail = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

/** Longest wait for a mail that is on its way; the reminder of the demo is seconds away. */
const mailDeadlineMs = 45_000;
const everyMs = 200;

/** The first mail whose subject holds `words`. */
export async function waitForMail(folder: string, words: string): Promise<ShownMail> {
  const read = new Set<string>();
  const deadline = Date.now() + mailDeadlineMs;
  while (Date.now() < deadline) {
    const names = existsSync(folder) ? readdirSync(folder).sort() : [];
    for (const name of names) {
      if (read.has(name) || !name.endsWith('.eml')) continue;
      read.add(name);
      const mail = await readMail(readFileSync(join(folder, name)));
      if (mail.subject.includes(words)) return mail;
    }
    await wait(everyMs);
  }
  throw new Failure(
    'checkFailed',
    'no-mail',
    `no mail about "${words}" came to ${folder} within ${mailDeadlineMs / 1_000} s`,
  );
}

async function readMail(eml: Buffer): Promise<ShownMail> {
  const { from, to, subject, text } = await PostalMime.parse(eml);
  return {
    from: shown(from),
    to: (to ?? []).map(shown).join(', '),
    subject: subject ?? '',
    text: text ?? '',
  };
}

function shown(
  address: { readonly name: string; readonly address?: string | undefined } | undefined,
): string {
  return address ? `${address.name} <${address.address ?? ''}>` : '';
}
