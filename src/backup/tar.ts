/** The tar archive inside of a backup (POSIX.1-1988 ustar): plain files alone, so that any tar unpacks it without us. */

export type TarFile = {
  readonly name: string;
  readonly bytes: number;
  readonly content: () => AsyncIterable<Uint8Array>;
};

const blockBytes = 512;
/** What the field of the name holds; the prefix field would hold more, and none of our names needs it. */
export const longestName = 100;
/** What eleven octal digits hold; beyond it the size is written as a binary number, as GNU tar began it and all read it. */
const mostOctal = 0o77777777777;

export async function* tarred(files: Iterable<TarFile>, atMs: number): AsyncGenerator<Uint8Array> {
  for (const { name, bytes, content } of files) {
    yield headerOf(name, bytes, atMs);
    let written = 0;
    for await (const chunk of content()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== bytes) throw new Error(`${name} has ${written} bytes and had ${bytes} before`);
    yield Buffer.alloc(padding(bytes));
  }
  // The end of an archive.
  yield Buffer.alloc(2 * blockBytes);
}

function headerOf(name: string, bytes: number, atMs: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, longestName, 'utf8');
  block.write('0000600\0', 100);
  // Of user and group 0: who unpacks it becomes the owner.
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  writeSize(block, bytes);
  block.write(`${octal(Math.floor(atMs / 1_000), 11)}\0`, 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(`${octal(sumOf(block), 6)}\0 `, 148);
  return block;
}

function writeSize(block: Buffer, bytes: number): void {
  if (bytes <= mostOctal) {
    block.write(`${octal(bytes, 11)}\0`, 124);
    return;
  }
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(bytes), 128);
}

export type TarHeader = {
  readonly name: string;
  readonly bytes: number;
  /** Anything else is a link, a folder or a device. */
  readonly isFile: boolean;
};

/** Undefined for the block of zeros at the end; throws when it is no header. */
export function readHeader(block: Buffer): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const sum = Number.parseInt(block.toString('latin1', 148, 154), 8);
  const blank = Buffer.from(block);
  blank.write('        ', 148);
  if (sum !== sumOf(blank)) throw new Error('the archive inside of it is damaged');
  const name = block.toString('utf8', 0, longestName).replace(/\0.*$/su, '');
  return { name, bytes: readSize(block), isFile: block[156] === 0x30 };
}

function readSize(block: Buffer): number {
  if (block[124] === 0x80) return Number(block.readBigUInt64BE(128));
  return Number.parseInt(block.toString('latin1', 124, 135), 8);
}

/** Zeros up to the next block. */
export function padding(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}

function sumOf(block: Uint8Array): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
