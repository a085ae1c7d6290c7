/** The section of the policy about whom an incident pages, level by level, and what follows when nobody answers. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { severities, type ChainLevel, type Escalation } from '../domain/policy.ts';
import type { Policy } from './schema.ts';
import { id, idPattern, named, zone } from './values.ts';

/** They stand in every incident: five chains of this size are 10 KB. */
const [mostLevels, mostTargets] = [10, 10];
const dayMs = 24 * 3_600_000;

/** ISO 8601 `PT5M`, `PT1H30M`, `PT30S`: hours, minutes and seconds. */
const within = z
  .string({ error: named('is not an ISO 8601 duration; write one such as PT5M') })
  .regex(/^PT(?=\d)(\d{1,3}H)?(\d{1,4}M)?(\d{1,5}S)?$/, {
    error: named(
      'is not an ISO 8601 duration of hours, minutes and seconds; write one such as PT5M',
    ),
  })
  .transform((written) => Temporal.Duration.from(written).total('milliseconds'))
  .refine((ms) => ms >= 1_000 && ms <= dayMs, 'must be PT1S at least, PT24H at most');

const level = z.strictObject({
  /** People, and layers of the rota: all of them at once. */
  page: z
    .array(id)
    .min(1, 'needs at least one person or layer of the rota')
    .max(mostTargets, `names more than ${mostTargets}`)
    .refine((all) => new Set(all).size === all.length, 'names somebody twice; keep one'),
  within,
});

const levels = z
  .array(level)
  .min(1, 'needs at least one level')
  .max(mostLevels, `has more than ${mostLevels} levels`);

const onlyLow =
  'must be left out: quiet hours hold back pages of severity low only, everything graver is paged at any hour';

const timeOfDay = z
  .string({ error: named('is not a time of day; write one such as "22:00"') })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
    error: named('is not a time of day; write one such as "22:00"'),
  });

const quietHours = z
  .strictObject({
    from: timeOfDay,
    until: timeOfDay,
    /** Default: the organisation's. */
    zone: zone.optional(),
    /** For those who want to read it: nothing else can stand here. */
    severities: z.array(z.literal('low', { error: named(onlyLow) })).optional(),
  })
  .refine(({ from, until }) => from !== until, {
    path: ['until'],
    error: 'is the time at which they begin; quiet hours around the clock would page nobody',
  });

export const escalation = z.strictObject({
  critical: levels.optional(),
  high: levels.optional(),
  medium: levels.optional(),
  low: levels.optional(),
  /** Of the severities that have no levels of their own. */
  default: levels.optional(),
  /** How often the levels are gone through before, and again after, it is told that nobody could be reached. */
  rounds: z.int().min(1).max(10).default(1),
  /** Who is told then; default: everybody. */
  fallback: z.array(id).min(1, 'needs at least one person').max(50).optional(),
  /** How long whoever acknowledged may be silent before containment. */
  progressWithin: z
    .strictObject({
      critical: within.optional(),
      high: within.optional(),
      medium: within.optional(),
      low: within.optional(),
    })
    .optional(),
  quietHours: quietHours.optional(),
});

// What cannot be read here is reported elsewhere.
const readable = z.object({
  people: z.record(z.string(), z.unknown()).catch({}),
  rota: z
    .object({ layers: z.array(z.object({ name: z.string().catch('') }).catch({ name: '' })) })
    .catch({ layers: [] }),
  escalation: z.record(z.string(), z.unknown()).catch({}),
});

type Report = {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void;
};

/** Every name must be that of one person or of one layer, and of nothing else. */
export function escalationReferences(written: unknown, report: Report): void {
  const read = readable.safeParse(written);
  if (!read.success) return;
  const people = Object.keys(read.data.people);
  const layers = read.data.rota.layers.map(({ name }) => name);
  const section = read.data.escalation;
  const fault = (path: PropertyKey[], message: string): void =>
    report.addIssue({ code: 'custom', path: ['escalation', ...path], message });
  const check = (who: unknown, known: readonly string[], what: string, path: PropertyKey[]) => {
    if (typeof who !== 'string' || !idPattern.test(who) || people.length === 0) return;
    if (!known.includes(who)) fault(path, `${who} is not ${what}; use one of ${known.join(', ')}`);
    else if (people.includes(who) && layers.includes(who) && path[0] !== 'fallback')
      fault(path, `${who} is both a person and a layer of the rota; rename the layer`);
  };
  const either = [...layers, ...people];
  const what = layers.length > 0 ? 'one of the people or layers of the rota' : 'one of the people';
  for (const key of [...severities, 'default'])
    listOf(section[key]).forEach((one, n) => {
      const page = z.object({ page: z.array(z.unknown()) }).safeParse(one).data?.page ?? [];
      page.forEach((who, m) => check(who, either, what, [key, n, 'page', m]));
    });
  listOf(section['fallback']).forEach((who, n) =>
    check(who, people, 'one of the people', ['fallback', n]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What an incident pins of it: ids and milliseconds. Undefined: one level for each of `onCall.order`. */
export function pinnedEscalation(policy: Policy): Escalation | undefined {
  const { escalation: written, onCall, acknowledgeWithin } = policy;
  const layers = (policy.rota?.layers ?? []).map(({ name }) => name);
  if (!written && layers.length === 0) return undefined;
  const byTurns = [...layers, ...onCall.order].map((name) => ({ page: [name] }));
  const pin = ({ page, within: withinMs }: z.infer<typeof level>): ChainLevel => ({
    page: page.map((name) => (layers.includes(name) ? { layer: name } : { person: name })),
    withinMs,
  });
  const chains = severities.map((severity) => {
    const usual = byTurns.map((one) => ({ ...one, within: acknowledgeWithin[severity] }));
    return [severity, (written?.[severity] ?? written?.default ?? usual).map(pin)] as const;
  });
  const { fallback, progressWithin = {} } = written ?? {};
  const progress = Object.entries(progressWithin).filter(([, ms]) => ms !== undefined);
  return {
    levels: Object.fromEntries(chains),
    rounds: written?.rounds ?? 1,
    ...(fallback && { fallback: [...new Set(fallback)] }),
    ...(progress.length > 0 && { progressWithinMs: Object.fromEntries(progress) }),
  };
}
