/** Whether anything listens at an address of this machine: gRPC would go on trying for seconds where nothing does. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from './loopback.ts';

/** A server that is just starting again gets this often, and this long each time, before it counts as away. */
const attempts = 4;
const pauseMs = 250;

/** False only when this machine itself says that nobody listens there; another host may be slow, or behind a proxy. */
export async function mayListen(address: string): Promise<boolean> {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(at + 1));
  if (at < 0 || !isLoopback(host) || !Number.isInteger(port)) return true;
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    if (!(await isRefused(host, port))) return true;
    await sleep(pauseMs);
  }
  return !(await isRefused(host, port));
}

function isRefused(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => end(false));
    socket.once('error', (error) => end('code' in error && error.code === 'ECONNREFUSED'));
    function end(refused: boolean): void {
      socket.destroy();
      resolve(refused);
    }
  });
}
