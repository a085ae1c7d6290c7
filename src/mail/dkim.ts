/** DKIM (RFC 6376): the key that signs our mails, and the record that lets receivers check it. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Failure } from '../failure.ts';
import type { DkimSettings } from '../policy/dkim.ts';

/** What nodemailer signs with. */
export type DkimSignature = {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
  readonly headerFieldNames: string;
};

/** Everything that says from whom, to whom, about what and in which thread: nobody on the way can change it unseen. */
const signedFields = [
  ...['From', 'To', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References', 'Reply-To'],
  ...['List-Id', 'List-Unsubscribe', 'Auto-Submitted', 'MIME-Version', 'Content-Type'],
  ...['Importance', 'Thread-Topic'],
].join(':');

/** RFC 8301: less is to be refused by receivers. */
const leastBits = 2_048;

/** Throws a Failure where the key is none that nodemailer can sign with: it would send unsigned and say nothing. */
export function dkimSignature(
  { domain, selector }: DkimSettings,
  pem: string,
  what = 'mail.dkim.key',
): DkimSignature {
  readKey(pem, what);
  return {
    ...{ domainName: domain, keySelector: selector, privateKey: pem },
    headerFieldNames: signedFields,
  };
}

/** The text of the TXT record at `recordName`. */
export function dkimRecord(pem: string, what = 'mail.dkim.key'): string {
  const der = createPublicKey(readKey(pem, what)).export({ type: 'spki', format: 'der' });
  return `v=DKIM1; k=rsa; p=${der.toString('base64')}`;
}

export function recordName({ domain, selector }: DkimSettings): string {
  return `${selector}._domainkey.${domain}`;
}

/** As a zone file has it: one string of a TXT record holds 255 characters. */
export function zoneLine(settings: DkimSettings, record: string): string {
  const strings = record.match(/.{1,255}/g) ?? [];
  return `${recordName(settings)}. IN TXT ( ${strings.map((part) => `"${part}"`).join(' ')} )`;
}

function readKey(pem: string, what: string): KeyObject {
  const key = parsed(pem, what);
  const { asymmetricKeyType: type, asymmetricKeyDetails } = key;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (type === 'rsa' && bits >= leastBits) return key;
  const found = type === 'rsa' ? `an RSA key of ${bits} bits` : `a key of the kind ${type}`;
  throw new Failure(
    'usage',
    'bad-key',
    `${what} is ${found}; mails are signed with RSA of ${leastBits} bits at least, as seventytwo dkim keygen makes it`,
  );
}

function parsed(pem: string, what: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's words are left out: nothing of what was read is to be told.
    throw new Failure(
      'usage',
      'bad-key',
      `${what} is not a private key in PEM; make one with seventytwo dkim keygen`,
    );
  }
}
