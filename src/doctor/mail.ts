/** Whether mail would get out: settings, password, and a talk with the server that sends nothing. */
import type { Config, Environment } from '../config.ts';
import { readSecret } from '../config/secret.ts';
import type { MailFault } from '../domain/events.ts';
import { classify } from '../mail/fault.ts';
import { createMailTransport } from '../mail/transport.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { SmtpSettings } from '../policy/schema.ts';
import { readRuntime } from '../server/runtime-file.ts';
import { callLimitMs, failed, ok, unknown, warning, type Finding } from './check.ts';
import { secretsOf } from '../policy/secrets.ts';

type Policy = LoadedPolicy['policy'];

export function checkMailSettings({ mail: { smtp } }: Policy): Finding {
  return smtp
    ? ok(`mail goes through ${smtp.host}:${smtp.port}, security ${smtp.security}`)
    : warning(
        'the policy names no mail server: mail stays in the inbox of this machine',
        'add mail.smtp to reach people',
      );
}

export async function checkSecrets(policy: Policy, env: Environment): Promise<Finding> {
  const references = secretsOf(policy);
  if (references.length === 0) return ok('the policy refers to no secret');
  for (const [, reference] of references) await readSecret(reference, env);
  const found = references.map(
    ([key, reference]) => `${key} can be read (from ${Object.keys(reference).join()})`,
  );
  return ok(found.join(', '));
}

const remedies: Readonly<Record<MailFault, string>> = {
  refused: "look into the mail server's log",
  'no-such-recipient': "look into the mail server's log",
  'not-authorised': 'correct mail.smtp.user and the password it refers to',
  'no-tls': 'correct mail.smtp.security, host or caFile: the connection cannot be trusted',
  timeout: 'check mail.smtp.host and port, and the firewall between',
  unreachable: 'check mail.smtp.host and port, and that the server runs',
  internal: 'check the section mail.smtp of the policy',
};

/** Connects, encrypts, logs in and leaves. */
export async function checkMailPath(
  { mail }: Policy,
  { data }: Config,
  env: Environment,
): Promise<Finding> {
  const settings = mail.smtp ?? runningInbox(data);
  if (!settings) return unknown('the inbox is there only while seventytwo up runs');
  const at = `${settings.host}:${settings.port}`;
  // An unreadable password has a check of its own, but no login can be tried without it.
  const password = settings.password && (await readSecret(settings.password, env));
  // It waits longer for a mail that matters; here somebody waits at the terminal.
  const transport = createMailTransport(settings, password, { limitMs: callLimitMs });
  try {
    await transport.verify();
    const what = mail.smtp ? 'the mail server' : 'the inbox';
    const login = settings.user === undefined ? '' : ' and takes the login';
    return ok(`${what} ${at} answers${login}; no mail was sent`);
  } catch (error) {
    const known = classify(error);
    if (!known) throw error;
    const remedy = mail.smtp ? remedies[known.fault] : 'see whether seventytwo up still runs';
    return { ...failed(`${at}: ${known.fault} (${known.detail})`, remedy), fault: known.fault };
  } finally {
    transport.close();
  }
}

/** That of `up`, while it runs. */
export function runningInbox(data: string): SmtpSettings | undefined {
  const runtime = readRuntime(data);
  return runtime?.address !== undefined && runtime.inbox
    ? { ...runtime.inbox, security: 'none' }
    : undefined;
}
