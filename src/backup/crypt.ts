/** Encrypts for those who may read a backup and decrypts for one who may: age, https://age-encryption.org/v1 */
import { Readable } from 'node:stream';
import { Failure } from '../failure.ts';

/** The first line of every file. */
export const ageLine = 'age-encryption.org/v1\n';

export type KeyPair = {
  /** The private key: opens every backup made for the recipient. */
  readonly identity: string;
  /** The public key, for the policy file. */
  readonly recipient: string;
};

/** Loaded only by who encrypts: most commands need none of it. */
const library = () => import('age-encryption');

export async function makeKeyPair(): Promise<KeyPair> {
  // Age's usual kind, which every age program opens; its post-quantum kind is taken as a recipient all the same.
  const { generateX25519Identity, identityToRecipient } = await library();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Throws a Failure that names the first one that is not a recipient. */
export async function requireRecipients(recipients: readonly string[]): Promise<void> {
  const { Encrypter } = await library();
  for (const recipient of recipients) {
    try {
      new Encrypter().addRecipient(recipient);
    } catch (error) {
      throw new Failure(
        'usage',
        'backup-recipient',
        `backups.recipients names ${recipient.slice(0, 20)}…, which has a slip of the pen in it: its own checksum does not fit; copy it again, or make one with seventytwo backup keygen`,
        error,
      );
    }
  }
}

export async function* encrypted(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { Encrypter } = await library();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  yield* chunksOf(await encrypter.encrypt(toWeb(plain)));
}

/** Throws when none of the identities opens it, or its header is damaged; while reading, when a byte of it is. */
export async function* decrypted(
  identities: readonly string[],
  cipher: AsyncIterable<Uint8Array>,
  onOpened: () => void,
): AsyncGenerator<Uint8Array> {
  const { Decrypter } = await library();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const plain = await decrypter.decrypt(toWeb(cipher));
  onOpened();
  yield* chunksOf(plain);
}

/** As age-keygen writes them: a line each, beside comments. The lines themselves are never repeated in a message. */
export async function identitiesIn(text: string, name: string): Promise<readonly string[]> {
  const { Decrypter } = await library();
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  try {
    if (lines.length === 0) throw new Error('it is empty');
    const decrypter = new Decrypter();
    for (const line of lines) decrypter.addIdentity(line);
    return lines;
  } catch {
    // Not as a cause: its message may quote the key.
    throw new Failure(
      'usage',
      'backup-identity',
      `${name} holds no age identity that can be read; give the file that seventytwo backup keygen wrote, with its line AGE-SECRET-KEY-1…`,
    );
  }
}

function toWeb(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(source));
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of Readable.fromWeb(stream)) if (chunk instanceof Uint8Array) yield chunk;
}
