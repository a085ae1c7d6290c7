/** The signature of our mails, with its key fetched from where it is kept. */
import { dkimSignature, type DkimSignature } from '../mail/dkim.ts';
import type { Policy } from '../policy/schema.ts';
import { readSecret } from './secret.ts';

/** Undefined when the policy leaves signing to the mail server. */
export async function readDkim(
  { mail: { dkim } }: Policy,
  env: Readonly<Record<string, string | undefined>>,
): Promise<DkimSignature | undefined> {
  return dkim && dkimSignature(dkim, await readSecret(dkim.key, env));
}
