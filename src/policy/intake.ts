/** The section of the policy about monitoring that declares incidents by itself: which sources, with which token, and what they mean. */
import { z } from 'zod';
import { personalDataAnswers } from '../domain/commands.ts';
import { severities } from '../domain/policy.ts';
import { id, named, period, secretReference, text } from './values.ts';

/** Each is looked at for every call. */
const mostSources = 20;

const severity = z.enum(severities);

/** RFC 6901, into one alert; the empty one is the alert itself. */
const pointer = z
  .string()
  .max(200, 'is longer than 200 characters')
  .regex(/^(\/([^~/]|~[01])*)*$/, {
    error: named('is not a JSON pointer; write one such as /data/alerts'),
  });

/** Labels of Prometheus, and whatever other tools call so. */
const label = text.regex(/^[^\s{}]+$/, { error: named('is not the name of a label') });

/** How the words of a source become a severity: every other key is one of its words. */
const severityMap = z
  .object({
    /** `labels.<name>`, or for JSON a pointer into the alert. */
    from: text
      .regex(/^(labels\.[^\s{}]+|\/.*)$/, {
        error: named('says not where the severity is; write labels.severity, or a JSON pointer'),
      })
      .default('labels.severity'),
    default: severity.default('high'),
  })
  .catchall(severity);

const common = {
  /** Several while one is replaced by the next. */
  token: z.union([secretReference, z.array(secretReference).min(1).max(5)]),
  /** Alerts that agree in these labels are one incident. */
  group: z.array(label).min(1, 'needs at least one label').max(20).optional(),
  severity: severityMap.prefault({}),
  /** `{{alertname}} on {{instance}}`: names of labels, nothing more. */
  title: text.optional(),
  personalData: z.enum(personalDataAnswers).default('unknown'),
  /** A playbook. */
  playbook: id.optional(),
  /** The lowest severity that declares an incident. */
  only: severity.optional(),
  /** Alerts of a group whose incident was closed no longer ago are noted on it. */
  reopenWithin: period.prefault('PT1H'),
};

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('alertmanager'), ...common }),
  z.strictObject({
    ...{ kind: z.literal('json'), ...common },
    /** Where in the payload each thing is. */
    map: z.strictObject({
      /** A list of alerts, or one alert. */
      alerts: pointer.default(''),
      /** What tells one alert from another, and its group unless labels are named. */
      key: pointer,
      title: pointer.optional(),
      status: pointer.optional(),
      startsAt: pointer.optional(),
      endsAt: pointer.optional(),
      labels: pointer.optional(),
    }),
  }),
]);

export const intake = z
  .strictObject({
    sources: z
      .record(id, source)
      .refine((all) => Object.keys(all).length <= mostSources, `holds more than ${mostSources}`),
  })
  .optional();

export type IntakeSource = z.infer<typeof source>;
