/** How the assessment of an incident's breach looks in `show`: what it advises, whether it changed, and what it asks a person to do. */
import { formatBoth } from '../calendar/format.ts';
import { adviceWords, assessmentWords, type Assessment } from '../domain/assessment.ts';
import type { DutyStatus, Status } from '../domain/status.ts';
import { paint } from './io.ts';
import { nameOf } from './names.ts';
import type { Session } from './session.ts';

type View = Pick<Session, 'zone' | 'names'>;

export function assessmentLines(status: Status, view: View): string[] {
  const { assessment, assessing, assessmentFault } = status;
  return [
    ...(assessment ? newestLines(assessment, status, view) : []),
    ...(assessing ? [paint('warn', 'newer facts are being assessed')] : []),
    ...(assessmentFault === undefined
      ? []
      : [paint('bad', `newer facts were not assessed: ${assessmentFault}`)]),
  ];
}

function newestLines(assessment: Assessment, status: Status, { zone, names }: View): string[] {
  const { before, by, atMs, rulesVersion, people } = assessment;
  return [
    assessmentWords(assessment),
    ...(before
      ? [
          paint(
            'warn',
            `changed: before, ${formatBoth(before.atMs, zone)}, it was: ${adviceWords(before)}; no duty is touched by that`,
          ),
        ]
      : []),
    ...(people === 'communicate' && !hasPeopleDuty(status)
      ? [paint('bad', `tell the people: ${howToStart(status)}`)]
      : []),
    paint(
      'quiet',
      `facts by ${nameOf(by, names)}, ${formatBoth(atMs, zone)}, rules of ${rulesVersion}; a person decides`,
    ),
  ];
}

/** GDPR Art. 34. */
const peopleRule = 'gdpr-34';

export function hasPeopleDuty({ duties, started = {} }: Status): boolean {
  return (
    Object.hasOwn(started, peopleRule) ||
    duties.some(({ id, plan }) => id === peopleRule || plan?.rule === peopleRule)
  );
}

function howToStart({ id, aware }: Status): string {
  const start = `seventytwo duty start ${id} ${peopleRule} --reason "…" --as <person>`;
  return aware ? start : `once awareness is declared, ${start}`;
}

/** What stands beside a duty whose notice somebody speaks against while the assessment advises it. */
export function contradiction(
  { id, state, advice, withholding }: DutyStatus,
  assessment: Assessment | undefined,
): string | undefined {
  const advised =
    (id === 'gdpr-33-1' && assessment?.authority === 'notify') ||
    (id === peopleRule && assessment?.people === 'communicate');
  const isAgainst =
    advice?.recommends === 'withhold' || withholding !== undefined || state === 'withdrawn';
  if (!advised || !isAgainst || state === 'filed') return undefined;
  return paint(
    'warn',
    `the assessment advises otherwise: ${id === peopleRule ? 'tell the people' : 'notify the authority'}; a person decides`,
  );
}
