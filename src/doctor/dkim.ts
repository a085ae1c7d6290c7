/** Whether receivers find the key that our mails are signed with. What the DNS says is never a failure: mail goes out all the same. */
import { Resolver } from 'node:dns/promises';
import type { Environment } from '../config.ts';
import { readSecret } from '../config/secret.ts';
import { codeOf } from '../error-code.ts';
import { dkimRecord, recordName } from '../mail/dkim.ts';
import type { Policy } from '../policy/schema.ts';
import { sender } from '../policy/snapshot.ts';
import { ok, unknown, warning, type Finding } from './check.ts';

export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>;

/** Somebody waits at the terminal; a resolver that needs longer is away. */
const waitMs = 3_000;

const resolveTxt: ResolveTxt = (name) =>
  new Resolver({ timeout: waitMs, tries: 1 }).resolveTxt(name);

export async function checkDkim(
  policy: Policy,
  env: Environment,
  resolve: ResolveTxt = resolveTxt,
): Promise<Finding> {
  const { dkim } = policy.mail;
  if (!dkim) return ok('mails are signed by the mail server, or by nobody: no mail.dkim');
  const ours = keyOf(dkimRecord(await readSecret(dkim.key, env)));
  const at = recordName(dkim);
  const address = sender(policy);
  const from = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const domain = dkim.domain.toLowerCase();
  if (from !== domain && !from.endsWith(`.${domain}`))
    return warning(
      `mails come from ${from} and are signed for ${domain}: receivers do not count that for ${from}`,
      'give mail.dkim.domain the domain of mail.from',
    );
  const publish = 'publish what seventytwo dkim record prints';
  let found: readonly (readonly string[])[];
  try {
    found = await resolve(at);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTFOUND' || code === 'ENODATA')
      return warning(`mails are signed, but there is no key at ${at}`, publish);
    return unknown(`mails are signed; the DNS did not answer for ${at} (${code ?? 'unknown'})`);
  }
  const keys = found.map((parts) => keyOf(parts.join('')));
  if (keys.includes(ours)) return ok(`mails are signed, and the key at ${at} is the one`);
  return warning(`mails are signed with another key than the one at ${at}`, publish);
}

function keyOf(record: string): string | undefined {
  return /(?:^|;)\s*p=([^;]*)/.exec(record)?.[1]?.replaceAll(/\s/g, '');
}
