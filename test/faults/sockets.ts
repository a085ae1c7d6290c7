/** What a process and all that it started listen on, as the kernel of Linux tells it. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Listening = {
  readonly pid: number;
  readonly program: string;
  readonly protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  readonly host: string;
  readonly port: number;
};

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
/** LISTEN of TCP; an open socket of UDP has 07. */
const listening = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' } as const;

export function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    // The program's name stands in brackets and may hold anything.
    const stat = Number.isInteger(pid) ? read(`/proc/${name}/stat`) : undefined;
    if (stat !== undefined)
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const tree = [root];
  // It grows while it is gone through.
  for (const pid of tree)
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

export function listeningSockets(pids: readonly number[]): readonly Listening[] {
  return pids.flatMap((pid) => {
    const inodes = new Set(socketsOf(pid));
    const program = (read(`/proc/${pid}/cmdline`) ?? '').split('\0').slice(0, 3).join(' ');
    return protocols.flatMap((protocol) =>
      (read(`/proc/net/${protocol}`) ?? '')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter(
          ([, , , state, , , , , , inode]) =>
            state === listening[protocol] && inodes.has(inode ?? ''),
        )
        .map(([, local = '']) => ({ pid, program, protocol, ...place(local) })),
    );
  });
}

function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [inode];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

/** `0100007F:1F90`, each four bytes in the order of the machine: little endian wherever this runs. */
function place(local: string): { host: string; port: number } {
  const [hex = '', port = ''] = local.split(':');
  const bytes = Buffer.from(hex, 'hex');
  for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  const host =
    bytes.length === 4
      ? bytes.join('.')
      : (bytes.toString('hex').match(/.{4}/g) ?? [])
          .map((group) => group.replace(/^0{1,3}/, ''))
          .join(':');
  return { host, port: Number.parseInt(port, 16) };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone meanwhile.
    return undefined;
  }
}
