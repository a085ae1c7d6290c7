/** The secrets that a policy refers to, each by its key: never a secret itself. */
import type { IntakeSource } from './intake.ts';
import type { Policy, SecretReference } from './schema.ts';

type Named = readonly [key: string, reference: SecretReference];

export function secretsOf({
  mail: { smtp, bounceToken, dkim },
  register: { postgres },
  monitoring: { token },
  web,
  intake,
  watchdog: { alarm },
}: Policy): readonly Named[] {
  return [
    ...(smtp?.password ? [['mail.smtp.password', smtp.password] as const] : []),
    ...(bounceToken ? [['mail.bounceToken', bounceToken] as const] : []),
    ...(alarm?.smtp?.password
      ? [['watchdog.alarm.smtp.password', alarm.smtp.password] as const]
      : []),
    ...(alarm?.webhook ? [['watchdog.alarm.webhook.secret', alarm.webhook.secret] as const] : []),
    ...(dkim ? [['mail.dkim.key', dkim.key] as const] : []),
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
