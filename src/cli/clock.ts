/** `clock`: when each legal duty is due, from the instants given. Needs no server, no incident and no policy file. */
import { planDuty, referenceDate, type PlannedDuty } from '../calendar/plan.ts';
import { notInForce } from '../domain/rules/force.ts';
import type { AnchorOf } from '../domain/rules/rule.ts';
import { flagOfAnchor, readAsked, type Asked, type Typed } from './clock-input.ts';
import { clockJson, renderClock, type Clock } from './clock-view.ts';
import type { Io } from './io.ts';
import { loadLaw, type Law } from './law.ts';
import type { CommonOptions } from './session.ts';

export async function runClock(io: Io, given: CommonOptions & Typed): Promise<void> {
  const law = await loadLaw(io, given);
  const asked = await readAsked(io, law, given);
  const clock = await plan(law, asked);
  io.print(given.json ? JSON.stringify(clockJson(clock), null, 2) : renderClock(clock, io.now()));
}

async function plan(law: Law, asked: Asked): Promise<Clock> {
  const { anchors, zone, authorityZone, country, entities, remarks } = asked;
  const place = { authorityZone, ...(country !== undefined && { country }) };
  const options = {
    zone: authorityZone,
    ...{ entities, ladder: law.ladder, ...(country !== undefined && { country }) },
  };
  const duties: PlannedDuty[] = [];
  const left: string[] = [];
  for (const rule of asked.rules) {
    const on = referenceDate(rule, anchors, authorityZone);
    const reason = on === undefined ? undefined : notInForce(rule, on);
    if (reason !== undefined && !asked.isNamed(rule)) left.push(`Left out: ${reason}`);
    else duties.push(...(await planDuty(rule, anchors, options)));
  }
  return {
    duties: duties.map((duty) => annotated(duty, remarks)),
    zone,
    ...place,
    notes: [...law.notes, ...remarks.map(({ note }) => note), ...left, ...unused(asked, duties)],
  };
}

/** What only the command line knows: which option is missing, and how an instant was read. */
function annotated(duty: PlannedDuty, remarks: Asked['remarks']): PlannedDuty {
  const { anchor, notes } = duty;
  const read = remarks.filter(({ atMs }) => atMs === anchor.atMs).map(({ note }) => note);
  const missing = anchor.atMs === undefined ? [`Give ${optionOf(anchor)}.`] : [];
  return { ...duty, notes: [...read, ...missing, ...notes] };
}

function optionOf(anchor: AnchorOf): string {
  return anchor.kind === 'submission'
    ? `--submitted ${anchor.of}=<time>`
    : `${flagOfAnchor(anchor.kind)} <time>`;
}

/** An option that moved nothing may have been meant for a rule that was not named. */
function unused({ anchors, rules }: Asked, duties: readonly PlannedDuty[]): string[] {
  const kinds = new Set([
    ...duties.map(({ anchor }) => anchor.kind),
    ...rules.flatMap(({ stages }) =>
      stages.flatMap(({ anchor, cap }) => [anchor.kind, ...(cap ? [cap.anchor.kind] : [])]),
    ),
  ]);
  return Object.keys(anchors.at).flatMap((kind) =>
    [...kinds].some((known) => known === kind)
      ? []
      : [`No clock of ${rules.map(({ id }) => id).join(', ')} runs from the ${kind} given.`],
  );
}
