/** What is said beside a limit: weekend relief, days off, and the readings that are contested. */
import type { EntityKind, Stage } from '../domain/rules/rule.ts';
import type { Limit } from './limit.ts';
import { dayOf, lastDay, noonOfNextWorkingDayMs, type Count } from './period.ts';
import { dayOff, workingDaysBetween } from './working-days.ts';

export type Reading = { readonly latestMs?: number; readonly notes: readonly string[] };

/** The latest arguable end with the relief that the rule itself gives, and why. */
export function readingOf(
  limit: Limit,
  stage: Stage,
  entities: readonly EntityKind[],
  count: Count,
): Reading {
  const { dueAtMs, latestMs } = limit;
  const plain = latestMs === undefined ? {} : { latestMs };
  if (dueAtMs === undefined) return { notes: [] };
  const off = dayOff(dayOf(dueAtMs, count.zone), count.holidays);
  if (stage.weekendRelief !== undefined) {
    const gaps = count.holidays.gaps;
    if (off === undefined) return { ...plain, notes: gaps };
    const excluded = entities.find((entity) => stage.weekendRelief?.except.includes(entity));
    if (excluded !== undefined)
      // Not even the hour reading: on such a day these entities have nothing but the strict limit to rely on.
      return {
        notes: [
          `The limit falls on ${off}, but the relief of Art. 5(4) is not for this report of a ${excluded} (Art. 5(5)): nothing later can be argued.`,
        ],
      };
    return {
      latestMs: noonOfNextWorkingDayMs(dueAtMs, count),
      notes: [
        `The limit falls on ${off}: it may be met by noon of the next working day (Art. 5(4)), unless Art. 5(5) excludes the entity or the authority has withdrawn the relief (Art. 5(6)).`,
        ...gaps,
      ],
    };
  }
  return {
    ...plain,
    notes: [...dayNotes(limit, count), ...contested(limit, count), ...doubtful(count)],
  };
}

function dayNotes({ anchorMs, amount }: Limit, { zone, holidays, counting }: Count): string[] {
  if (anchorMs === undefined || amount === undefined || amount.unit === 'hours') return [];
  if (counting === 'contract') return amount.unit === 'working-days' ? [...holidays.gaps] : [];
  if (counting === 'edgar')
    return [
      'Working days of the SEC, counted in America/New_York with the federal holidays of date-holidays; the filing desk closes at 17:30 there.',
    ];
  const last = lastDay(dayOf(anchorMs, zone), amount, holidays);
  const off = dayOff(last, holidays);
  const moved =
    off === undefined
      ? []
      : [
          `The last day, ${last.toString()}, is ${off}: by Reg. 1182/71 Art. 3(4) the period ends with the next working day.`,
        ];
  return [...moved, ...holidays.gaps];
}

/** Art. 3(5): for periods of two days or more, and by two published authorities not for hours at all. */
function contested({ anchorMs, dueAtMs, amount }: Limit, count: Count): string[] {
  if (count.counting !== 'reg-1182-71' || amount?.unit !== 'hours' || amount.count < 48) return [];
  if (anchorMs === undefined || dueAtMs === undefined) return [];
  const [from, to] = [dayOf(anchorMs, count.zone), dayOf(dueAtMs, count.zone)];
  if (workingDaysBetween(from, to, count.holidays) >= 2) return [];
  return [
    'Contested, and not used: Reg. 1182/71 Art. 3(5) asks for two working days in a period of two days or more, and there are fewer whole ones here. Two authorities (LDI NRW, BayLfD) say that it does not concern hours; weekends and holidays count.',
  ];
}

function doubtful({ counting }: Count): string[] {
  return counting === 'uk'
    ? [
        'Whether the hour reading of Reg. 1182/71 still counts in the United Kingdom was not verified.',
      ]
    : [];
}
