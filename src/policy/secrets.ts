/** The secrets that a policy refers to, each by its key: never a secret itself. */
import type { Policy, SecretReference } from './schema.ts';

export function secretsOf({
  mail: { smtp, bounceToken },
  register: { postgres },
  monitoring: { token },
  watchdog: { alarm },
}: Policy): readonly (readonly [key: string, reference: SecretReference])[] {
  return [
    ...(smtp?.password ? [['mail.smtp.password', smtp.password] as const] : []),
    ...(bounceToken ? [['mail.bounceToken', bounceToken] as const] : []),
    ...(alarm?.smtp?.password
      ? [['watchdog.alarm.smtp.password', alarm.smtp.password] as const]
      : []),
    ...(alarm?.webhook ? [['watchdog.alarm.webhook.secret', alarm.webhook.secret] as const] : []),
    ...(postgres ? [['register.postgres.password', postgres.password] as const] : []),
    ...(token ? [['monitoring.token', token] as const] : []),
  ];
}
