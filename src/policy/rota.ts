/** The rota of the policy file: layers of people who take turns, and who of them is away when. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { weekdays } from '../domain/rota.ts';
import { id, named, text, zone } from './values.ts';

const date = z.iso.date({ error: named('is not a date; write one such as 2026-11-02') });

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: named('is not a time of day; write one such as "09:00"'),
});

/** A date, or a date and a time of day, on the clocks of the team. */
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d)?$/, {
    error: named('is not a date such as 2026-12-24, or with a time 2026-12-24T18:00'),
  })
  .refine((written) => isOnCalendar(written.slice(0, 10)), {
    error: named('is not on any calendar'),
  })
  .transform((written) => written.replace(' ', 'T'));

function isOnCalendar(written: string): boolean {
  return z.iso.date().safeParse(written).success;
}

/** A longer turn is no rotation. */
const mostDays = 366;

/** In days: turns change at a time of day, so that hours would drift over a change of the clocks. */
const every = z
  .string()
  .regex(/^(week|day|P(?=\d)(\d{1,3}W)?(\d{1,3}D)?)$/, {
    error: named('is not how often people change; write week, day, or days such as P3D or P2W'),
  })
  .transform((written) => {
    if (written === 'day') return 1;
    if (written === 'week') return 7;
    const { weeks, days } = Temporal.Duration.from(written);
    return weeks * 7 + days;
  })
  .refine((days) => days >= 1 && days <= mostDays, `must be P1D at least, P${mostDays}D at most`);

const layer = z.strictObject({
  /** Stands in ids, on the audit chain and in the levels of an escalation. */
  name: id,
  people: z.array(id).min(1, 'needs at least one person').max(50),
  every,
  /** The day on which the first of `people` begins. */
  from: date,
  at: wallTime,
  /** The days on which the layer is active; default: all. */
  on: z.array(z.enum(weekdays)).min(1, 'needs at least one day').max(7).optional(),
  /** The hours of these days; an end before the beginning is on the day after. */
  between: z
    .strictObject({ from: wallTime, until: wallTime })
    .refine((hours) => hours.from !== hours.until, {
      path: ['until'],
      error: 'is the time at which it begins; leave between out for whole days',
    })
    .optional(),
});

const absence = z
  .strictObject({ person: id, from: moment, until: moment, reason: text.optional() })
  .refine(({ from, until }) => from.padEnd(16, 'T00:00') < until.padEnd(16, 'T24:00'), {
    path: ['until'],
    error: named('is not behind from'),
  });

export const rota = z
  .strictObject({
    zone: zone.optional(),
    layers: z.array(layer).min(1, 'needs at least one layer').max(20),
    away: z.array(absence).max(1_000).default([]),
  })
  .superRefine(({ layers }, report) => {
    layers.forEach(({ name, people }, n) => {
      const fault = (path: PropertyKey[], message: string): void =>
        report.addIssue({ code: 'custom', path: ['layers', n, ...path], message });
      if (layers.findIndex((other) => other.name === name) < n)
        fault(['name'], `${name} is the name of two layers; give each its own`);
      people.forEach((who, m) => {
        if (people.indexOf(who) < m) fault(['people', m], `${who} stands twice`);
      });
    });
  });
