/** The single values of a policy file: durations, ids, addresses, zones and references to secrets. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isZone } from '../calendar/zone.ts';
import { languages } from '../domain/language.ts';
import { shortText } from '../domain/shape.ts';

/** The value in front of the sentence. Only for values that are never secret nor anybody's address. */
export function named(sentence: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => {
    const value = JSON.stringify(input) ?? 'nothing';
    return `${value.length > 60 ? `${value.slice(0, 57)}...` : value} ${sentence}`;
  };
}

const msPerUnit = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `48h`, `15m`, `30s`: elapsed time, never days, because a day is not always 24 hours. */
export const duration = z
  .string({ error: named('is not a duration; write one such as 48h, 15m or 30s') })
  .regex(/^(0|[1-9]\d{0,5})(s|m|h)$/, {
    error: named('is not a duration; write one such as 48h, 15m or 30s (days are not used)'),
  })
  .transform((text) => {
    const unit = text.endsWith('s') ? 's' : text.endsWith('m') ? 'm' : 'h';
    return Number(text.slice(0, -1)) * msPerUnit[unit];
  });

/** The shortest wait between two pages or reminders: below it mails would only pile up. */
export const positiveDuration = duration.refine((ms) => ms >= 1_000, 'must be at least 1s');

const dayMs = 24 * msPerUnit.h;
/** More often than hourly mails are noise; after more than a year nobody would miss the next one. */
const [leastPeriodMs, mostPeriodMs] = [msPerUnit.h, 366 * dayMs];

/** ISO 8601 `P7D`, `P2W`, `PT12H`: for what comes again and again. Months and years are not all of one length. */
export const period = z
  .string({ error: named('is not an ISO 8601 duration; write one such as P7D or PT12H') })
  .regex(/^P(?=[\dT])(\d{1,4}W)?(\d{1,4}D)?(T\d{1,5}H)?$/, {
    error: named('is not an ISO 8601 duration of weeks, days and hours; write one such as P7D'),
  })
  .transform((text) => {
    const { weeks, days, hours } = Temporal.Duration.from(text);
    return (weeks * 7 + days) * dayMs + hours * msPerUnit.h;
  })
  .refine(
    (ms) => ms >= leastPeriodMs && ms <= mostPeriodMs,
    'must be PT1H at least, P366D at most',
  );

/** What is looked at less often than every five years is not looked at. */
const mostMonths = 60;
/** ISO 8601 `P12M`, `P1Y`: a number of months of the calendar. */
export const months = z
  .string({ error: named('is not an ISO 8601 duration; write one such as P12M') })
  .regex(/^P(?=\d)(\d{1,2}Y)?(\d{1,2}M)?$/, {
    error: named('is not an ISO 8601 duration of years and months; write one such as P12M'),
  })
  .transform((written) => {
    const { years, months: rest } = Temporal.Duration.from(written);
    return years * 12 + rest;
  })
  .refine((count) => count >= 1 && count <= mostMonths, 'must be P1M at least, P5Y at most');

/** Ids stand in events and Temporal's histories: plain, and not an address or a name with spaces. */
export const idPattern = /^[a-z][a-z0-9-]{0,39}$/;
export const id = z.string().regex(idPattern, {
  error: named('is not an id; use up to 40 lower-case letters, digits and hyphens, such as anna'),
});

/** One line: a line break in a name would reach mail headers and terminals. */
export const text = z
  .string()
  .trim()
  .min(1, 'is empty; say something')
  .max(shortText, `is longer than ${shortText} characters`)
  .regex(/^\P{Cc}*$/u, 'holds a line break or control character; keep it to one line');

/** 254 characters: the longest address that SMTP can carry (RFC 5321). */
export const email = z
  .email('is not an e-mail address; write only the address, such as anna@example.eu')
  .max(254, 'is longer than 254 characters');

export const zone = z
  .string()
  .refine(isZone, { error: named('is not an IANA time zone; use one such as Europe/Berlin') });

/** A secret is never written here, only where it is kept. Exactly one of the four. */
export const secretReference = z
  .strictObject(
    {
      file: text.optional(),
      env: text
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of an environment variable')
        .optional(),
      credential: text
        .regex(/^[A-Za-z0-9._-]+$/, 'is not the name of a systemd credential')
        .optional(),
      command: text.optional(),
    },
    {
      // The value is not repeated: it may be the secret itself.
      error: ({ code }) =>
        code === 'invalid_type'
          ? 'must say where the secret is kept, such as { file: /run/secrets/smtp }; the secret itself must not stand in this file: if it does, remove it and change it'
          : undefined,
    },
  )
  .refine(
    (reference) => Object.values(reference).filter((value) => value !== undefined).length === 1,
    'must give exactly one of file, env, credential (systemd) or command',
  );

export const language = z.enum(languages);
