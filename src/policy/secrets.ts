/** The secrets that a policy refers to, each by its key: never a secret itself. */
import type { Policy, SecretReference } from './schema.ts';

export function secretsOf({
  mail: { smtp, dkim },
  register: { postgres },
  monitoring: { token },
}: Policy): readonly (readonly [key: string, reference: SecretReference])[] {
  return [
    ...(smtp?.password ? [['mail.smtp.password', smtp.password] as const] : []),
    ...(dkim ? [['mail.dkim.key', dkim.key] as const] : []),
    ...(postgres ? [['register.postgres.password', postgres.password] as const] : []),
    ...(token ? [['monitoring.token', token] as const] : []),
  ];
}
