/** The section of the policy about watching the way of the mails from outside: a canary, a heartbeat, and another way to raise the alarm. */
import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import { email, secretReference } from './values.ts';

const units = { S: 1_000, M: 60_000, H: 3_600_000 } as const;

/** ISO 8601, in milliseconds, of at least so many. */
function every(leastMs: number) {
  return z
    .string()
    .regex(/^PT[1-9]\d{0,4}[SMH]$/, 'is not a time such as PT5M or PT1H (ISO 8601)')
    .transform((text) => {
      const unit = text.endsWith('S') ? 'S' : text.endsWith('M') ? 'M' : 'H';
      return Number(text.slice(2, -1)) * units[unit];
    })
    .refine((ms) => ms >= leastMs, `must be at least PT${leastMs / 1_000}S`);
}

/** Mail servers take a mail a minute for an attack; and less often than daily finds nothing in time. */
const canaryEvery = every(60_000).refine((ms) => ms <= 24 * units.H, 'must be at most PT24H');
const heartbeatEvery = every(10_000).refine((ms) => ms <= 24 * units.H, 'must be at most PT24H');

/** Beyond this machine only encrypted, and never with a password in the address. */
const webAddress = z.url({ protocol: /^https?$/ }).superRefine((written, context) => {
  if (!URL.canParse(written)) return;
  const { protocol, hostname, username, password } = new URL(written);
  if (protocol !== 'https:' && !isLoopback(hostname.replace(/^\[|\]$/g, '')))
    context.addIssue('is plain http beyond this machine; use https');
  if (username !== '' || password !== '')
    context.addIssue('holds a name or password; give a secret by reference instead');
});

/** `smtp` is the shape of `mail.smtp`, handed in because the schema knows it. */
export function watchdogSection<S extends z.ZodType>(smtp: S) {
  return z.strictObject({
    /** A mail to an address that somebody or something reads, through the same mail server as every other. */
    canary: z
      .strictObject({
        to: email,
        every: canaryEvery.prefault('PT1H'),
        /** A rule of that mailbox sends it on, unaltered, to `POST /intake/bounces` or `seventytwo bounce`. */
        returns: z.boolean().default(false),
      })
      .optional(),
    /** Asked for while all is well: a monitor outside raises the alarm when that stops. */
    heartbeat: z
      .strictObject({ url: webAddress, every: heartbeatEvery.prefault('PT5M') })
      .optional(),
    /** Told when mails do not go out, by another way than mails go. */
    alarm: z
      .strictObject({
        /** Trouble that lasts shorter than this is not told. */
        after: every(10_000).prefault('PT10M'),
        /** Through a second mail server, to the contact of the organisation or this address. */
        smtp: smtp.optional(),
        to: email.optional(),
        /** Posts JSON, signed as standardwebhooks does. */
        webhook: z.strictObject({ url: webAddress, secret: secretReference }).optional(),
      })
      .refine(({ smtp: server, webhook }) => server !== undefined || webhook !== undefined, {
        error: 'names neither smtp nor webhook; give at least one way',
      })
      .optional(),
  });
}
