/** The policy file: the company's own rules as data. Everything a person may write in it is checked here. */
import { z } from 'zod';
import { defaultLadder, levels } from '../domain/ladder.ts';
import { severities } from '../domain/policy.ts';
import { longText, shortText } from '../domain/shape.ts';

const msPerUnit = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `48h`, `15m`, `30s`: elapsed time, never days, because a day is not always 24 hours. */
const duration = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})(s|m|h)$/, 'write a duration such as 48h, 15m or 30s')
  .transform((text) => {
    const unit = text.endsWith('s') ? 's' : text.endsWith('m') ? 'm' : 'h';
    return Number(text.slice(0, -1)) * msPerUnit[unit];
  });

/** The shortest wait between two pages or reminders: below it mails would only pile up. */
const positiveDuration = duration.refine((ms) => ms >= 1_000, 'must be at least 1s');

/** Ids stand in events and Temporal's histories: plain, and not an address or a name with spaces. */
const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and hyphens, such as anna');

const text = z.string().trim().min(1, 'must not be empty').max(shortText);
const email = z.email('is not an e-mail address');

const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /\//.test(name) || name === 'UTC';
  } catch {
    return false;
  }
}, 'is not an IANA time zone such as Europe/Berlin');

/** A secret is never written here, only where it is kept. Exactly one of the four. */
const secretReference = z
  .strictObject({
    file: text.optional(),
    env: text.optional(),
    credential: text.optional(),
    command: text.optional(),
  })
  .refine(
    (reference) => Object.values(reference).filter((value) => value !== undefined).length === 1,
    'give exactly one of file, env, credential (systemd) or command',
  );
export type SecretReference = z.infer<typeof secretReference>;

const person = z.strictObject({ name: text, email, zone: zone.optional() });

const customer = z.strictObject({
  name: text,
  /** Where the Art. 33(2) notice goes. */
  email,
  zone: zone.optional(),
});

const smtp = z.strictObject({
  host: text,
  port: z.int().min(1).max(65_535).default(587),
  /** `tls` from the first byte (465), `starttls` required (587), `none` only on loopback. */
  security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
  user: text.optional(),
  password: secretReference.optional(),
  /** A PEM file with the authority that signed the server's certificate, when it is a private one. */
  caFile: text.optional(),
});
export type SmtpSettings = z.infer<typeof smtp>;

const rung = z.strictObject({ before: duration, to: z.enum(levels) });

const ladder = z
  .strictObject({
    reminders: z.array(rung).min(1, 'needs at least one reminder').max(50),
    overdueEvery: positiveDuration.default(defaultLadder.overdueEveryMs),
  })
  .transform(({ reminders, overdueEvery }) => ({
    rungs: reminders
      .map(({ before, to }) => ({ beforeMs: before, level: to }))
      .sort((a, b) => b.beforeMs - a.beforeMs),
    overdueEveryMs: overdueEvery,
  }))
  .refine(
    ({ rungs }) => new Set(rungs.map(({ beforeMs }) => beforeMs)).size === rungs.length,
    'names the same time before twice',
  );

const acknowledgeWithin = z.strictObject(
  Object.fromEntries(severities.map((severity) => [severity, positiveDuration])) as Record<
    (typeof severities)[number],
    typeof positiveDuration
  >,
);

const shape = z.strictObject({
  organisation: z.strictObject({
    name: text,
    address: z.string().max(longText).optional(),
    /** The one contact address, in every mail and notice. */
    contact: email,
    zone,
    /** The competent supervisory authority, an id of the directory such as IE or DE-BY. */
    authority: text,
  }),
  people: z.record(id, person),
  roles: z.strictObject({ dpo: id, deputy: id, decisionMaker: id }),
  onCall: z.strictObject({ order: z.array(id).min(1, 'needs at least one person').max(50) }),
  acknowledgeWithin: acknowledgeWithin.default({
    critical: 5 * 60_000,
    high: 15 * 60_000,
    medium: 60 * 60_000,
    low: 4 * 3_600_000,
  }),
  ladder: ladder.default({
    rungs: defaultLadder.rungs.map((entry) => ({ ...entry })),
    overdueEveryMs: defaultLadder.overdueEveryMs,
  }),
  customers: z.record(id, customer).default({}),
  mail: z
    .strictObject({
      from: email.optional(),
      smtp: smtp.optional(),
    })
    .default({}),
});

/** The id under which the product itself acts; see `system` in the domain. */
const reservedId = 'seventytwo';

/** Names that point at people must point at somebody. */
export const policySchema = shape.superRefine((policy, context) => {
  const known = Object.keys(policy.people);
  const check = (who: string, path: (string | number)[]): void => {
    if (!Object.hasOwn(policy.people, who))
      context.addIssue({
        code: 'custom',
        path,
        message: `${who} is not one of the people; use one of ${known.join(', ')}`,
      });
  };
  check(policy.roles.dpo, ['roles', 'dpo']);
  check(policy.roles.deputy, ['roles', 'deputy']);
  check(policy.roles.decisionMaker, ['roles', 'decisionMaker']);
  policy.onCall.order.forEach((who, n) => check(who, ['onCall', 'order', n]));
  if (Object.hasOwn(policy.people, reservedId))
    context.addIssue({
      code: 'custom',
      path: ['people', reservedId],
      message: 'is the id of the product itself; choose another',
    });
  if (new Set(policy.onCall.order).size < policy.onCall.order.length)
    context.addIssue({
      code: 'custom',
      path: ['onCall', 'order'],
      message: 'names somebody twice',
    });
});

/** A policy file that passed every check. Durations are in milliseconds. */
export type Policy = z.infer<typeof policySchema>;
export type Person = Policy['people'][string];
export type Customer = Policy['customers'][string];
