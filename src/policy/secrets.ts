/** The secrets that a policy refers to, each by its key: never a secret itself. */
import type { IntakeSource } from './intake.ts';
import type { Policy, SecretReference } from './schema.ts';

type Named = readonly [key: string, reference: SecretReference];

export function secretsOf({
  mail: { smtp },
  register: { postgres },
  monitoring: { token },
  web,
  intake,
}: Policy): readonly Named[] {
  return [
    ...(smtp?.password ? [['mail.smtp.password', smtp.password] as const] : []),
    ...(postgres ? [['register.postgres.password', postgres.password] as const] : []),
    ...(web.oidc ? [['web.oidc.clientSecret', web.oidc.clientSecret] as const] : []),
    ...(token ? [['monitoring.token', token] as const] : []),
    ...Object.entries(intake?.sources ?? {}).flatMap(([id, source]) =>
      tokensOf(source).map((one): Named => [`intake.sources.${id}.token`, one]),
    ),
  ];
}

/** Of one source: any of them opens. */
export function tokensOf({ token }: Pick<IntakeSource, 'token'>): readonly SecretReference[] {
  return Array.isArray(token) ? token : [token];
}
