/** Writes files as one zip whose bytes follow from their names and contents alone, in memory of a fixed size. */
import { Zip, ZipDeflate } from 'fflate';
import { Failure } from '../failure.ts';
import type { PackFile, Part } from './file.ts';

/** What is compressed at once. Fixed, because where the blocks end shows in the bytes. */
const blockBytes = 256 * 1_024;
/** zlib's usual compromise. Fixed for the same reason; files that are compressed already cost time and gain nothing. */
const level = 6;
/** The largest numbers that a zip without the zip64 extension, which fflate does not write, has room for. */
const mostFiles = 65_535;
const mostBytes = 0xffff_ffff;

export async function* zipped(files: AsyncIterable<PackFile>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let count = 0;
  let bytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge('4 GB');
  });
  const take = (): readonly Uint8Array[] => {
    const taken = ready;
    ready = [];
    return taken;
  };
  for await (const { name, parts } of files) {
    count += 1;
    if (count > mostFiles) throw tooLarge(`${mostFiles} files`);
    const entry = new ZipDeflate(name, { level });
    zip.add(Object.assign(entry, { mtime: timestamp, os: unix, attrs: ownersAlone }));
    for await (const block of blocks(parts)) {
      entry.push(block);
      yield* take();
    }
    entry.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}

/**
 * A zip holds local times, which fflate reads with the local getters: made in local time too, this one is the same
 * everywhere. No zone skips noon. The same for all, because when a pack was made is no part of what it says.
 */
const timestamp = new Date(1980, 0, 1, 12);
const unix = 3;
/** A plain file that only its owner reads, where whoever unpacks keeps that. */
const ownersAlone = 0o100600 * 0x10000;

async function* blocks(parts: PackFile['parts']): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(blockBytes);
  let filled = 0;
  for await (const part of parts) {
    const content = toBytes(part);
    for (let from = 0; from < content.length;) {
      const piece = content.subarray(from, from + blockBytes - filled);
      block.set(piece, filled);
      filled += piece.length;
      from += piece.length;
      if (filled < blockBytes) continue;
      yield block;
      block = new Uint8Array(blockBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

export function toBytes(part: Part): Uint8Array {
  return typeof part === 'string' ? Buffer.from(part) : part;
}

function tooLarge(limit: string): Failure {
  return new Failure(
    'checkFailed',
    'pack-too-large',
    `the evidence pack has no room for more than ${limit}; take the files out one by one with seventytwo attachments, and the rest with register show, timeline and audit export`,
  );
}
