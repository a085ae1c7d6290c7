/** The tar archive inside of a backup: plain files alone, so that any tar unpacks it without us. */
import { Header, Parser, Pax, type ReadEntry } from 'tar';

export type TarFile = {
  readonly name: string;
  readonly bytes: number;
  readonly content: () => AsyncIterable<Uint8Array>;
};

const blockBytes = 512;

/** Not by the library's Pack: broken off, it leaves the file open that it reads, and its room is not free until the worker ends. */
export async function* tarred(files: Iterable<TarFile>, atMs: number): AsyncGenerator<Uint8Array> {
  const mtime = new Date(Math.floor(atMs / 1_000) * 1_000);
  for (const { name, bytes, content } of files) {
    // Of user and group 0: who unpacks it becomes the owner.
    const header = new Header({ path: name, size: bytes, type: 'File', mode: 0o600, mtime });
    // What the block has no room for stands in one before it.
    if (header.encode()) yield new Pax({ path: name, size: bytes, mtime }).encode();
    if (!header.block) throw new Error(`${name} has no header`);
    yield header.block;
    let written = 0;
    for await (const chunk of content()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== bytes) throw new Error(`${name} has ${written} bytes and had ${bytes} before`);
    yield Buffer.alloc(-bytes & (blockBytes - 1));
  }
  // The end of an archive.
  yield Buffer.alloc(2 * blockBytes);
}

export type TarEntry = {
  readonly name: string;
  readonly bytes: number;
  /** Anything else is a link, a folder or a device. */
  readonly isFile: boolean;
  readonly content: () => AsyncGenerator<Uint8Array>;
};

export type TarReader = {
  /** Undefined at the end. The one before must have been read to its end. */
  readonly next: () => Promise<TarEntry | undefined>;
  /** The whole may be no longer than this, whatever is in it: throws at once or as soon as it is. */
  readonly limit: (bytes: number) => void;
};

/** Reads only as much as is asked for, so that no more than a chunk of the source is in memory. */
export function tarReader(source: AsyncIterable<Uint8Array>): TarReader {
  const iterator = source[Symbol.asyncIterator]();
  const waiting: ReadEntry[] = [];
  let fault: Error | undefined;
  let isOver = false;
  let [read, most] = [0, Number.POSITIVE_INFINITY];
  // It would unpack what is packed a second time: nothing of ours is, and a bomb would be.
  const parser = new Parser({ strict: true, maxDecompressionRatio: 1 });
  parser.on('error', (error: Error) => (fault ??= error));
  parser.on('entry', (entry: ReadEntry) => waiting.push(entry));
  parser.on('ignoredEntry', ({ type }: ReadEntry) => {
    fault ??= new Error(`there is a ${type} in it`);
  });

  function requireBelow(): void {
    if (read > most) throw new Error('there is more in it than its manifest lists');
  }

  /** False at the end. */
  async function more(): Promise<boolean> {
    if (isOver) return false;
    const got = await iterator.next();
    if (got.done === true) {
      isOver = true;
      parser.end();
    } else {
      read += got.value.length;
      requireBelow();
      parser.write(got.value);
    }
    if (fault) throw fault;
    return !isOver;
  }

  async function* content(entry: ReadEntry): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = entry.read();
      if (piece) yield piece;
      else if (entry.emittedEnd || !(await more())) return;
    }
  }

  return {
    async next() {
      while (waiting.length === 0) if (!(await more())) break;
      const entry = waiting.shift();
      if (!entry) return undefined;
      const { path: name, size: bytes, type } = entry;
      return { name, bytes, isFile: type === 'File', content: () => content(entry) };
    },
    limit(bytes) {
      most = bytes;
      requireBelow();
    },
  };
}
