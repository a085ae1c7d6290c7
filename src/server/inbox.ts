/** A mail server of our own on loopback: every mail becomes a file, so that nothing is sent before somebody configured where to. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { Failure } from '../failure.ts';
import { fileName } from './mail-file.ts';

export type Inbox = {
  readonly host: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
};

/** Bytes. Our own mails are below 100 KB; what is larger did not come from us. */
const largestMail = 10 * 1024 * 1024;
/** Our own worker keeps idle connections open: nothing is lost by cutting them soon. */
const closeTimeoutMs = 500;
/** Loopback only: there is neither encryption nor login. */
const host = '127.0.0.1';
const unfinished = '.unfinished-';

/** Port 0 takes any free port. */
export async function startInbox(options: { folder: string; port?: number }): Promise<Inbox> {
  const { folder, port = 0 } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Never answered with 250, so their sender still has them.
  for (const name of await readdir(folder))
    if (name.startsWith(unfinished)) await rm(join(folder, name));

  let count = 0;
  const server = new SMTPServer({
    banner: 'seventytwo inbox',
    logger: false,
    size: largestMail,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: closeTimeoutMs,
    onData(stream, _session, done) {
      count += 1;
      void answer(keep(folder, count, stream), done);
    },
  });
  // A sender that hangs up is no fault of ours; a fault of the port is thrown below.
  server.on('error', () => undefined);
  await listen(server, port);
  const address = addressOf(server);
  return {
    host,
    port: address.port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** 250 when the mail is kept; an error without a reply code becomes 450, so that the sender tries again. */
async function answer(kept: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await kept;
  } catch (error) {
    done(error instanceof Error ? error : new Error('the mail could not be kept'));
    return;
  }
  done();
}

/** The name appears only when all of the mail is on the disk, and 250 is said only after that. */
async function keep(folder: string, count: number, stream: SMTPServerDataStream): Promise<void> {
  const temporary = join(folder, `${unfinished}${randomUUID()}`);
  const chunks: Buffer[] = [];
  const content: AsyncIterable<Buffer> = stream;
  for await (const chunk of content) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw refusal(552, 'the mail is too large');
  const mail = Buffer.concat(chunks);
  try {
    await writeDurably(temporary, mail);
    await rename(temporary, join(folder, fileName(new Date(), count, mail)));
  } catch (error) {
    // A full disk must not fill further with halves.
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name itself must survive a power cut. Windows cannot open folders and needs no sync. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

async function listen(server: SMTPServer, port: number): Promise<void> {
  const failed = new AbortController();
  try {
    server.listen(port, host);
    await Promise.race([
      once(server.server, 'listening', { signal: failed.signal }),
      once(server.server, 'error', { signal: failed.signal }).then(([error]) => {
        throw error;
      }),
    ]);
  } catch (error) {
    throw new Failure(
      'unreachable',
      'inbox-port',
      `the inbox cannot listen on ${host}:${port}; choose another port or stop what uses it`,
      error,
    );
  } finally {
    failed.abort();
  }
}

function addressOf(server: SMTPServer): AddressInfo {
  const address = server.server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the inbox listens on no port');
  return address;
}
