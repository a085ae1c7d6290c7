/** Reads what a mail server sends back, RFC 3464: which mail it is about, and what became of it. Hostile until proved otherwise. */
import PostalMime, { type Attachment, type PostalMimeOptions } from 'postal-mime';
import { Failure } from '../failure.ts';
import { bounceTagHeader } from './bounce-tag.ts';

/** Characters. A report holds some kilobytes; one that returns a whole mail with its files is cut before it. */
export const longestReport = 1_000_000;

export type MailReport = {
  /** With its angle brackets. */
  readonly messageId: string;
  /** The proof that the mail was ours; absent where the headers did not come back. */
  readonly tag?: string;
} & (
  | { readonly what: 'report'; readonly action: string; readonly status: string; code?: string }
  /** The mail itself, sent on to us. */
  | { readonly what: 'mail' }
);

/** As many as fit, of 50 characters: half a million empty ones, or parts of one line, would keep the parser busy for five seconds. */
const mostOfAll = 20_000;

/** A report nests twice: the report, and the headers in it. */
const nesting: PostalMimeOptions = {
  ...{ forceRfc822Attachments: true, attachmentEncoding: 'utf8' },
  ...{ maxNestingDepth: 8, maxHeadersSize: 262_144 },
};

/** Throws a Failure for whatever is neither a report about one mail nor a mail with a Message-ID. */
export async function readReport(raw: string): Promise<MailReport> {
  if (raw.length > longestReport)
    throw notOne(`is longer than ${longestReport} characters, which no report needs`);
  if (raw.split('\n', mostOfAll + 1).length > mostOfAll)
    throw notOne(`has more than ${mostOfAll} lines, which no report needs`);
  const mail = await PostalMime.parse(raw, nesting).catch((error: unknown) => {
    throw notOne('cannot be read as a mail', error);
  });
  const status = mail.attachments.filter(({ mimeType }) => mimeType === 'message/delivery-status');
  const [first] = status;
  if (!first) {
    const messageId = idFrom(mail.messageId);
    if (messageId === undefined) throw notOne('holds no delivery status and bears no Message-ID');
    const own = mail.headers.find(({ key }) => key === bounceTagHeader.toLowerCase())?.value;
    return { what: 'mail', messageId, ...tagged(own) };
  }
  const type = mail.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (!/^multipart\/report\b/i.test(type) || status.length > 1)
    throw notOne('is no multipart/report with one delivery status (RFC 3464)');
  return { ...reportedIn(textOf(first)), ...returnedIn(mail.attachments, textOf(first)) };
}

function reportedIn(status: string) {
  const [, ...recipients] = blocksOf(status);
  const [one, ...others] = recipients.filter((fields) => fields.has('final-recipient'));
  // Each of our mails has one recipient.
  if (!one || others.length > 0) throw notOne('does not tell of exactly one recipient');
  const action = one.get('action')?.toLowerCase() ?? '';
  const [state = ''] = /^[245]\.\d{1,3}\.\d{1,3}/.exec(one.get('status') ?? '') ?? [];
  const code = /^smtp;\s*([45]\d\d)\b/i.exec(one.get('diagnostic-code') ?? '')?.[1];
  return { what: 'report', action, status: state, ...(code !== undefined && { code }) } as const;
}

/** The headers that came back prove more than the id of the envelope, which is all that some servers return. */
function returnedIn(attachments: readonly Attachment[], status: string) {
  const [envelope] = blocksOf(status);
  const byEnvelope = idFrom(`<${unescaped(envelope?.get('original-envelope-id') ?? '')}>`);
  const returned = attachments.find(({ mimeType }) =>
    ['text/rfc822-headers', 'message/rfc822', 'message/rfc822-headers'].includes(mimeType),
  );
  const [headers] = returned ? blocksOf(textOf(returned)) : [];
  const byHeaders = idFrom(headers?.get('message-id'));
  if (byHeaders !== undefined && byEnvelope !== undefined && byHeaders !== byEnvelope)
    throw notOne('names two mails');
  const messageId = byHeaders ?? byEnvelope;
  if (messageId === undefined) throw notOne('does not name the mail that it is about');
  return { messageId, ...tagged(headers?.get(bounceTagHeader.toLowerCase())) };
}

function tagged(tag: string | undefined): { readonly tag?: string } {
  return tag === undefined ? {} : { tag: tag.trim() };
}

/** Of its headers; a report with more lines than this is none. */
const mostLines = 2_000;

/** Blocks of fields, a name once: the first counts. */
function blocksOf(text: string): readonly ReadonlyMap<string, string>[] {
  const lines = text.split(/\r?\n/, mostLines);
  const blocks: Map<string, string>[] = [new Map<string, string>()];
  let last: string | undefined;
  for (const line of lines) {
    const block = blocks.at(-1) ?? new Map<string, string>();
    const [, name, value] = /^([!-9;-~]{1,80}):[ \t]*(.*)$/.exec(line) ?? [];
    if (line.trim() === '') {
      if (block.size > 0) blocks.push(new Map());
      last = undefined;
    } else if (/^[ \t]/.test(line) && last !== undefined)
      block.set(last, `${block.get(last) ?? ''} ${line.trim()}`);
    else if (name !== undefined && value !== undefined) {
      last = block.has(name.toLowerCase()) ? undefined : name.toLowerCase();
      if (last !== undefined) block.set(last, value.trim());
    }
  }
  return blocks.filter(({ size }) => size > 0);
}

function idFrom(text: string | undefined): string | undefined {
  return /^<[A-Za-z0-9.-]{1,120}@[A-Za-z0-9.-]{1,120}>$/.exec(text?.trim() ?? '')?.[0];
}

/** The xtext of RFC 3461 section 4. */
function unescaped(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

/** Says nothing of what stands in it: it may name people, or be made to be quoted. */
function notOne(what: string, cause?: unknown): Failure {
  return new Failure(
    'refused',
    'no-report',
    `this ${what}; hand over one unaltered message of a mail server (RFC 3464)`,
    cause,
  );
}
