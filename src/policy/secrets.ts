/** The secrets that a policy refers to, each by its key: never a secret itself. */
import type { Policy, SecretReference } from './schema.ts';

export function secretsOf({
  mail: { smtp },
  register: { postgres },
  monitoring: { token },
  web,
}: Policy): readonly (readonly [key: string, reference: SecretReference])[] {
  return [
    ...(smtp?.password ? [['mail.smtp.password', smtp.password] as const] : []),
    ...(postgres ? [['register.postgres.password', postgres.password] as const] : []),
    ...(web.oidc ? [['web.oidc.clientSecret', web.oidc.clientSecret] as const] : []),
    ...(token ? [['monitoring.token', token] as const] : []),
  ];
}
