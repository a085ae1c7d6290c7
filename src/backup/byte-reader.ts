/** Reads a stream of bytes piece by piece, each of a length that is known before. */

export type ByteReader = {
  /** Exactly so many, as they come. Throws when the stream ends before. */
  readonly take: (bytes: number) => AsyncGenerator<Uint8Array>;
  /** Exactly so many, in one piece. */
  readonly exactly: (bytes: number) => Promise<Buffer>;
  /** Reads on to the end and throws when there is more than this. */
  readonly end: (mostBytes: number) => Promise<void>;
};

export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);

  async function more(): Promise<boolean> {
    const next = await iterator.next();
    if (next.done === true) return false;
    rest = next.value;
    return true;
  }

  async function* take(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0;) {
      if (rest.length === 0) {
        if (!(await more())) throw new Error('it ends too early');
        continue;
      }
      const piece = rest.subarray(0, left);
      rest = rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  return {
    take,
    async exactly(bytes) {
      const pieces: Uint8Array[] = [];
      for await (const piece of take(bytes)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    async end(mostBytes) {
      let left = mostBytes - rest.length;
      while (left >= 0 && (await more())) left -= rest.length;
      if (left < 0) throw new Error('there is more in it than its manifest lists');
    },
  };
}
