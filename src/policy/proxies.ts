/** The proxies before the board, as the policy names them: addresses and networks, never names, which somebody else could answer for. */
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { named } from './values.ts';

/** More are a mistake: a company has one or two, a service before them some dozen networks. */
const most = 100;
const widest = { 4: 32, 6: 128 } as const;

type Network = {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly bits: number;
};

/** What is wrong with an entry, as the end of a sentence; undefined when nothing is. */
function fault(written: string): string | undefined {
  const network = read(written);
  if (!network)
    return 'is no address and no network; write one such as 127.0.0.1, 10.0.5.0/24 or 2001:db8::/48';
  if (/^::ffff:/i.test(network.address)) return 'is an IPv4 address in IPv6; write it as IPv4';
  return network.bits === 0 ? 'trusts everybody; name the proxies alone' : undefined;
}

function read(written: string): Network | undefined {
  const [address = '', bits, ...more] = written.split('/');
  const version = isIP(address);
  // A zone is of one machine alone, and no list holds it.
  if ((version !== 4 && version !== 6) || address.includes('%') || more.length > 0)
    return undefined;
  if (bits !== undefined && !/^(0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  const count = bits === undefined ? widest[version] : Number(bits);
  if (count > widest[version]) return undefined;
  return { address, family: version === 6 ? 'ipv6' : 'ipv4', bits: count };
}

export const proxies = z
  .array(
    z
      .string({ error: named('is no address and no network; write one such as 127.0.0.1') })
      .check((context) => {
        const why = fault(context.value);
        if (why === undefined) return;
        const { value: input } = context;
        context.issues.push({ code: 'custom', input, message: named(why)({ input }) });
      }),
  )
  .max(most, `has more than ${most} entries; name networks`);

const lists = new WeakMap<readonly string[], BlockList>();

/** Made once for each reading of the policy file. */
export function proxyList(written: readonly string[]): BlockList {
  const known = lists.get(written);
  if (known) return known;
  const list = new BlockList();
  for (const entry of written) {
    const network = read(entry);
    if (network) list.addSubnet(network.address, network.bits, network.family);
  }
  lists.set(written, list);
  return list;
}
