/** Free TCP ports on the loopback address. */
import { createServer } from 'node:net';
import { Failure, type Progress } from '../failure.ts';

export const loopback = '127.0.0.1';

/**
 * Below the ports that systems give to whoever asks for any (Linux from 32768 on, others from 49152): else another
 * program could be given this one before it is used, seconds later.
 */
const lowestPort = 20_000;
const portCount = 12_000;
/** Processes that start one after the other begin apart, and none takes a port twice. */
let nextPort = (process.pid * 16) % portCount;

/**
 * A port for `what`: the one asked for or a Failure; else `usual`, or any free one when that is
 * taken, which is told.
 */
export async function choosePort(
  what: string,
  asked: number | undefined,
  usual: number,
  progress: Progress,
): Promise<number> {
  if (asked !== undefined) {
    if ((await bind(asked)) !== undefined) return asked;
    throw new Failure(
      'usage',
      'port-taken',
      `port ${asked} for ${what} is taken by another program; name another or leave it out`,
    );
  }
  const wanted = await bind(usual);
  if (wanted !== undefined) return wanted;
  const free = await findFree();
  if (free === undefined) throw noPort(what);
  progress(`Port ${usual} for ${what} is taken; using ${free}.`);
  return free;
}

function noPort(what: string): Failure {
  return new Failure(
    'unreachable',
    'no-port',
    `there is no free port on ${loopback} for ${what}; end a program that listens there`,
  );
}

/** Whether a program could listen there now. */
export async function isFree(port: number): Promise<boolean> {
  return (await bind(port)) !== undefined;
}

export async function freePort(): Promise<number> {
  const port = await findFree();
  if (port === undefined) throw noPort('a server');
  return port;
}

async function findFree(): Promise<number | undefined> {
  for (let tries = 0; tries < portCount; tries += 1) {
    const port = lowestPort + nextPort;
    nextPort = (nextPort + 1) % portCount;
    if (await isFree(port)) return port;
  }
  return undefined;
}

/** The port, or undefined when it is taken or not permitted. */
async function bind(port: number): Promise<number | undefined> {
  const server = createServer();
  return await new Promise((done) => {
    server.once('error', () => done(undefined));
    server.listen(port, loopback, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => done(bound));
    });
  });
}
