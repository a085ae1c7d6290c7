/** `watchdog`: how it stands, and a test of the alarm by every way. */
import { formatBoth } from '../calendar/format.ts';
import { exitCodes, Failure } from '../failure.ts';
import { readMarks, type Mark } from '../register/watchdog.ts';
import { raise, waysOf } from '../watchdog/alarm.ts';
import { standingOf, type Standing } from '../watchdog/standing.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';
import { shown } from './shown.ts';

export async function runWatchdog(
  io: Io,
  given: Given,
  [what]: readonly string[],
): Promise<number> {
  const session = await openSession(io, given);
  if (what !== undefined && what !== 'test')
    throw new Failure(
      'usage',
      'bad-input',
      `${shown(what)} is nothing that the watchdog does; leave it out, or say test`,
    );
  return what === 'test' ? test(session) : state(session);
}

async function state(session: Session): Promise<number> {
  const { io, policy, options } = session;
  const marks = await withRegister(session, ({ db }) => readMarks(db));
  const standing = standingOf(policy, marks, io.now());
  const isBad = standing.canary?.troubleSinceMs !== undefined || standing.alarms.length > 0;
  if (options.json) printJson(session, { watchdog: standing });
  else io.print(rendered(standing, session.zone));
  return isBad ? exitCodes.checkFailed : exitCodes.done;
}

function rendered({ canary, heartbeat, ways, alarms }: Standing, zone: string): string {
  const at = (mark: Mark | undefined, what: string): string[] =>
    mark ? [`${what} ${formatBoth(mark.atMs, zone)} (${mark.detail})`] : [];
  const lines = [
    ...(canary
      ? [
          ...at(canary.accepted, 'canary     taken'),
          ...(canary.returned
            ? [`canary     came back ${formatBoth(canary.returned.atMs, zone)}`]
            : []),
          ...at(canary.failed, paint('bad', 'canary     failed')),
          ...(canary.accepted || canary.failed ? [] : [paint('warn', 'canary     none yet')]),
          ...(canary.troubleSinceMs === undefined
            ? []
            : [paint('bad', `trouble    since ${formatBoth(canary.troubleSinceMs, zone)}`)]),
        ]
      : ['canary     none: watchdog.canary of the policy']),
    heartbeat
      ? heartbeat.last
        ? `heartbeat  ${formatBoth(heartbeat.last.atMs, zone)}${heartbeat.isLate ? paint('bad', ' late') : ''}`
        : paint('warn', 'heartbeat  none yet')
      : 'heartbeat  none: watchdog.heartbeat of the policy',
    ways.length > 0
      ? `alarm      by ${ways.join(' and ')}`
      : paint('warn', 'alarm      none: watchdog.alarm of the policy'),
    ...alarms.map((trouble) => paint('bad', `told now   ${trouble}`)),
  ];
  return lines.join('\n');
}

async function test(session: Session): Promise<number> {
  const { io, policy, options } = session;
  const ways = waysOf(policy);
  if (ways.length === 0)
    throw new Failure(
      'usage',
      'not-set-up',
      'the policy names no way of an alarm; add watchdog.alarm.smtp or watchdog.alarm.webhook (docs/delivery.md)',
    );
  const nowMs = io.now();
  const alarm = { trouble: 'test', state: 'began', sinceMs: nowMs, atMs: nowMs } as const;
  const raised = await raise(alarm, ways, policy, io.env);
  if (options.json) printJson(session, { raised });
  else
    for (const { way, fault } of raised)
      io.print(
        fault === undefined
          ? `${paint('good', 'sent')}    by ${way}: see that somebody got it`
          : `${paint('bad', 'failed')}  by ${way}: ${fault}`,
      );
  return raised.some(({ fault }) => fault !== undefined) ? exitCodes.checkFailed : exitCodes.done;
}
