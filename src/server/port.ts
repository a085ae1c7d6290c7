/** Free TCP ports on the loopback address. */
import { createServer } from 'node:net';
import { Failure, type Progress } from '../failure.ts';

export const loopback = '127.0.0.1';

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
  const free = await bind(0);
  if (free === undefined)
    throw new Failure(
      'unreachable',
      'no-port',
      `there is no free port on ${loopback} for ${what}; end a program that listens there`,
    );
  progress(`Port ${usual} for ${what} is taken; using ${free}.`);
  return free;
}

/** Whether a program could listen there now. */
export async function isFree(port: number): Promise<boolean> {
  return (await bind(port)) !== undefined;
}

export async function freePort(): Promise<number> {
  return await choosePort('a server', undefined, 0, () => {});
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
