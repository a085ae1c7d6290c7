/** Mail that a command hands over itself, while somebody watches: to the server of the policy, else to the inbox of `up`. */
import type { SendMailOptions } from 'nodemailer';
import { readDkim } from '../config/dkim.ts';
import { readSecret } from '../config/secret.ts';
import { runningInbox } from '../doctor/mail.ts';
import { Failure } from '../failure.ts';
import { classify } from '../mail/fault.ts';
import { createMailTransport } from '../mail/transport.ts';
import type { Session } from './session.ts';

/** Longer than a server that scans mails needs, shorter than anybody's patience. */
const limitMs = 20_000;

export type Outgoing = {
  /** The name of the fault and the reply code when the server did not take it. */
  readonly send: (message: SendMailOptions) => Promise<string | undefined>;
  readonly close: () => void;
};

export async function openOutgoing({ policy, config, io }: Session): Promise<Outgoing> {
  const { smtp } = policy.mail;
  const settings = smtp ?? runningInbox(config.data);
  if (!settings)
    throw new Failure(
      'unreachable',
      'no-mail-server',
      `${config.policyPath} names no mail server, and the inbox of seventytwo up does not run; add mail.smtp, or start it`,
    );
  const password = smtp?.password && (await readSecret(smtp.password, io.env));
  const transport = createMailTransport(settings, password, {
    ...{ limitMs, dkim: await readDkim(policy, io.env) },
  });
  return {
    async send(message) {
      try {
        await transport.sendMail(message);
        return undefined;
      } catch (error) {
        const known = classify(error);
        if (!known) throw error;
        return `${known.fault}, ${known.detail}`;
      }
    },
    close: () => transport.close(),
  };
}
