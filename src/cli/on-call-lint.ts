/** `oncall lint`: where nobody will be on call, and what else will surprise people within the next 90 days. */
import { formatBoth } from '../calendar/format.ts';
import { exitCodes } from '../failure.ts';
import { isGap, outlook, type OutlookFinding } from '../on-call/outlook.ts';
import type { Finding } from '../doctor/check.ts';
import { printFinding } from './finding.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { daysOf, overridesSince, requireRota, toMinute } from './on-call.ts';
import { longSpan, who } from './on-call-words.ts';
import { openSession, type Given, type Session } from './session.ts';

/** Of one kind; a layer with an hour too little every day has ninety. */
const mostOfAKind = 5;

export async function runOnCallLint(io: Io, given: Given): Promise<number> {
  const session = await openSession(io, given);
  const rota = requireRota(session);
  const nowMs = io.now();
  const days = daysOf(given, 90);
  const span = { fromMs: nowMs, untilMs: nowMs + days * 86_400_000 };
  const overrides = await overridesSince(session, nowMs);
  const findings = outlook(session.policy, rota, overrides, span);
  const gaps = findings.filter(isGap).length;
  if (given.json)
    printJson(session, { ok: gaps === 0, teamZone: rota.zone, untilMs: span.untilMs, findings });
  else {
    const counts = new Map<string, number>();
    for (const finding of findings) {
      const key = `${finding.kind} ${finding.layer ?? ''}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count <= mostOfAKind)
        printFinding(io, { name: finding.kind, ...toldOf(finding, session, rota.zone) }, nameWidth);
    }
    for (const [key, count] of counts)
      if (count > mostOfAKind) io.print(`  and ${count - mostOfAKind} more: ${key.trim()}`);
    const end = formatBoth(toMinute(span.untilMs), rota.zone);
    io.print(
      gaps === 0
        ? `Somebody is on call in every layer until ${end}.`
        : `${gaps} ${gaps === 1 ? 'gap' : 'gaps'} until ${end}.`,
    );
  }
  return gaps === 0 ? exitCodes.done : exitCodes.checkFailed;
}

/** Of the longest kind. */
const nameWidth = 19;

/** Also for the doctor: what it is, and what to do about it. */
export function toldOf(
  { kind, layer = '', person = '', override = '', ...rest }: OutlookFinding,
  session: Pick<Session, 'names'>,
  zone: string,
): Finding {
  const { beginsAtMs = 0, endsAtMs = 0, isMeant, shiftedMs = 0 } = rest;
  const from = formatBoth(beginsAtMs, zone);
  const span = `from ${from} until ${formatBoth(endsAtMs, zone)}, ${longSpan(endsAtMs - beginsAtMs)}`;
  const take = (name: string): string =>
    `let somebody take it: seventytwo oncall override <person> --layer ${name} …`;
  switch (kind) {
    case 'nobody':
      return {
        result: 'failed',
        found: `nobody of any layer is on call ${span}${isMeant ? ': no layer has these hours' : ''}`,
        remedy: isMeant
          ? 'add a layer for these hours to the policy file'
          : 'let somebody take it: seventytwo oncall override <person> …',
      };
    case 'gap':
      return {
        result: 'failed',
        found: `nobody is on call in ${layer} ${span}`,
        remedy: take(layer),
      };
    case 'away-whole-turn':
      return {
        result: 'warning',
        found: `${who(session, person)} is away for the whole turn in ${layer} ${span}; whoever is next stands in`,
        remedy: 'swap turns if that is not meant',
      };
    case 'away-in-override':
      return {
        result: 'warning',
        found: `${who(session, person)} takes ${layer} by override ${override} and is away in that time`,
        remedy: `seventytwo oncall override --remove ${override}, if they cannot`,
      };
    case 'alone':
      return {
        result: 'warning',
        found: `${layer} has one person, ${who(session, person)}: nobody stands in`,
        remedy: 'name a second one in the policy file',
      };
    case 'override-of-unknown':
      return {
        result: 'warning',
        found: `override ${override} names ${person} and ${layer}, of which the policy file does not know both; it counts for nothing`,
        remedy: `seventytwo oncall override --remove ${override}`,
      };
    case 'away-not-in-rota':
      return {
        result: 'warning',
        found: `${who(session, person)} is listed as away and is in no layer`,
        remedy: 'remove it, or add them to a layer',
      };
    case 'odd-time':
      return {
        result: 'warning',
        found: `the hand-over of ${layer} at ${from} is at a time that the clocks skip or pass twice on that day`,
        remedy: 'see docs/on-call.md; another time of day for at has no such days',
      };
    case 'clock-change':
      return {
        result: 'unknown',
        found: `the clocks of ${zone} change at ${from}: the turn of that day is ${longSpan(Math.abs(shiftedMs))} ${shiftedMs > 0 ? 'longer' : 'shorter'}, hand-overs keep their time of day`,
      };
  }
}
