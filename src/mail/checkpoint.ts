/** The mail that brings a checkpoint of the audit chain to whoever keeps it outside: what it is, and how it is used. */
import { formatBoth } from '../calendar/format.ts';
import { threadId } from '../domain/mail.ts';
import type { Policy } from '../policy/schema.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import type { MadeCheckpoint } from '../register/audit-checkpoint.ts';
import { headers, longestSubject, type Composed } from './compose.ts';
import { renderHtml, type Frame } from './frame.ts';
import { paragraph, type Letter } from './letter.ts';
import { oneLine } from './line.ts';
import { renderText } from './text.ts';

type Attached = {
  readonly filename: string;
  readonly content: string;
  readonly contentType: string;
};

/** Only what RFC 5322 allows there. */
export function checkpointMessageId(key: string, mailDomain: string): string {
  return `<${key.replace(/[^A-Za-z0-9.-]/g, '.')}@${mailDomain}>`;
}

export function checkpointMail(
  made: MadeCheckpoint,
  policy: Policy,
  messageId: string,
): Composed & { readonly attachments: readonly Attached[] } {
  const { organisation } = policy;
  const { checkpoint, text } = made;
  const filename = `checkpoint-${checkpoint.n}.json`;
  const letter = checkpointLetter(made, organisation, filename);
  const frame: Frame = {
    letter,
    eyebrow: `${oneLine(organisation.name, 120)} · audit chain`,
    insteadOf: undefined,
    language: 'en',
    footer: [
      `${oneLine(organisation.name, 120)}. Contact: ${organisation.contact}`,
      'Sent by seventytwo, which keeps the record of incidents. It never asks for a password.',
    ],
  };
  return {
    subject: oneLine(`[audit] ${letter.subject}`, longestSubject),
    text: renderText(frame),
    html: renderHtml(frame),
    messageId,
    references: threadId('audit', mailDomainOf(policy)),
    headers: headers(letter.tone),
    attachments: [{ filename, content: `${text}\n`, contentType: 'application/json' }],
  };
}

/** Never the one in this mail: who forges the mail forges the key with it. */
const told = '"the key you were told"';

function checkpointLetter(
  { checkpoint, text }: MadeCheckpoint,
  { name, zone }: Policy['organisation'],
  filename: string,
): Letter {
  const { n, hash, atMs, installation, key } = checkpoint;
  const company = oneLine(name, 120);
  return {
    subject: `Please keep: checkpoint of the record of incidents, entry ${n}`,
    heading: 'Please keep this mail',
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(
        `${company} keeps a record of its security incidents in which every entry carries the hash of the one before. This checkpoint says how far that record reached. While you hold it, nobody can shorten or rewrite the record up to entry ${n} unseen, not even ${company}.`,
      ),
      paragraph(
        'There is nothing to do but to keep it. Keep the earlier ones too: a newer one does not replace them. It holds no personal data.',
      ),
      {
        kind: 'rows',
        rows: [
          { label: 'Entry', value: String(n) },
          { label: 'Made', value: formatBoth(atMs, zone) },
          { label: 'Hash', value: hash },
          { label: 'Installation', value: installation },
          { label: 'Public key', value: key },
        ],
      },
      { kind: 'heading', text: 'How it is used' },
      {
        kind: 'list',
        numbered: true,
        items: [
          `Save the attachment ${filename}, or the line below as a file of that name.`,
          'On the machine that keeps the record, or with an export of it on any machine with Node, give one of the commands below.',
          'The key that must have signed it is the one you were told on another way, by seventytwo audit key: who can forge this mail can forge the key in it.',
        ],
      },
      {
        kind: 'command',
        label: 'Against the record itself',
        command: `seventytwo audit verify --checkpoint ${filename} --key ${told}`,
      },
      {
        kind: 'command',
        label: 'Against an export of it, offline',
        command: `node verify-audit.mjs chain.jsonl --checkpoint ${filename} --key ${told}`,
      },
      { kind: 'command', label: 'The checkpoint', command: text },
    ],
  };
}
