/** The digest: once a day what is open, for each person at their own hour; and which other mails may wait for it. */
import { z } from 'zod';
import { named } from './values.ts';

/** Minutes after midnight. */
const timeOfDay = z
  .string({ error: named('is not a time of day; write one such as 08:00') })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
    error: named('is not a time of day; write one such as 08:00'),
  })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

export const digest = z.strictObject({ at: timeOfDay.prefault('08:00') });

export const digestDays = z.enum(['daily', 'weekdays', 'off']).optional();

const choice = z.enum(['on', 'off']);

export const mailsOf = z
  .strictObject(
    /** That one was put in command, was given a task, that a duty has ended: told in the next digest instead. */
    { courtesy: choice.default('on') },
    {
      error: ({ code }) =>
        code === 'unrecognized_keys'
          ? 'has only the key courtesy: on or off; pages, legal duties and their reminders can never be turned off, because somebody answers in law for what they tell'
          : undefined,
    },
  )
  .optional();
