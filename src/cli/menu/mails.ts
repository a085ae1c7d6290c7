/** The commands about the mails themselves: their signature, and what the next digest says. */
import type { Io } from '../io.ts';
import type { Add } from './add.ts';

export function addMails(add: Add, io: Io): void {
  add(
    'dkim record',
    'the TXT record to publish, so that receivers can check who signed a mail; needs no server',
    ['seventytwo dkim record', 'seventytwo dkim record --json'],
    async (given) => (await import('../dkim.ts')).runDkimRecord(io, given),
  );
  add(
    'dkim keygen',
    'make the pair of keys: the private one to a file, the record for the DNS',
    ['seventytwo dkim keygen --out /etc/seventytwo/dkim.pem'],
    async (given) => (await import('../dkim.ts')).runDkimKeygen(io, given),
  ).option('--out <file>', 'where to write the private key (required)');
  add(
    'digest',
    'what the next digest tells somebody: open duties, tasks, what nobody acknowledged, drafts to approve',
    ['seventytwo digest --as dora', 'seventytwo digest --as dora --json'],
    async (given) => (await import('../digest.ts')).runDigest(io, given),
  ).option('--as <person>', 'whose digest, an id of the policy file (SEVENTYTWO_AS)');
}
