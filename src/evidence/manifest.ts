/** The manifest of an evidence pack: every file with its size and hash, and the installation's signature over it. */
import { createHash, sign, type KeyObject } from 'node:crypto';
import { publicKeyOf } from '../register/audit-key.ts';
import { jsonFile, type PackFile, type Part } from './file.ts';
import { toBytes } from './zip.ts';
import { sha256Of } from '../sha256.ts';

/** Of the pack as a whole: raised when a reader of the one before would go wrong. Since 2 the chain begins with the incident. */
export const formatVersion = 2;
/** Of packs that lack something because it was erased: a verifier of before would call that missing. */
export const erasedVersion = 3;

export type Listed = { readonly name: string; readonly bytes: number; readonly sha256: string };

/** Hands the files on and lists what went through: each is measured when it has been read to its end. */
export async function* measured(
  files: AsyncIterable<PackFile>,
  listed: Listed[],
): AsyncGenerator<PackFile> {
  for await (const { name, parts } of files) {
    const hash = createHash('sha256');
    let bytes = 0;
    async function* measuring(): AsyncGenerator<Part> {
      for await (const part of parts) {
        const content = toBytes(part);
        hash.update(content);
        bytes += content.length;
        yield content;
      }
    }
    yield { name, parts: measuring() };
    listed.push({ name, bytes, sha256: hash.digest('hex') });
  }
}

/** The manifest, its SHA-256, and the file with the signature. */
export function sealed(about: object, files: readonly Listed[], key: KeyObject) {
  const text = `${JSON.stringify({ ...about, files }, null, 2)}\n`;
  // Ed25519: the same text and key give the same signature.
  const signature = sign(null, Buffer.from(text), key).toString('base64');
  return {
    sha256: sha256Of(text),
    files: [
      { name: 'manifest.json', parts: [text] },
      jsonFile('manifest-signature.json', { key: publicKeyOf(key), signature }),
    ] satisfies readonly PackFile[],
  };
}
