/** `retention list`: what goes when and under which limit, what is exempt, and what is held. */
import { formatBoth } from '../calendar/format.ts';
import { retentionKinds, type Limits } from '../domain/retention.ts';
import { erasedSentence, readActs, readClaims } from '../register/erasures.ts';
import { holdOn, type Hold } from '../register/holds.ts';
import type { Register } from '../register/database.ts';
import { mailsDue, planned, policiesDue, type Planned, type Terms } from '../retention/due.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { nameOf } from './names.ts';
import { pacer } from './progress.ts';
import { openSession, withRegister, type Given, type Session } from './session.ts';

type Line = {
  readonly incident: string;
  readonly closedAtMs?: number;
  readonly isBreach?: boolean;
  readonly dues: readonly (Omit<Planned['dues'][number], 'kind'> & { readonly kind: string })[];
  readonly isExempt?: boolean;
  readonly held?: Hold;
  /** Why nothing more is to come. */
  readonly erased?: string;
};

export async function runRetentionList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { retention = {}, organisation } = session.policy;
  const terms = { limits: retention, zone: organisation.zone };
  const tell = pacer(io);
  const found = await withRegister(session, async (register) => ({
    incidents: await linesOf(register, terms, (count) =>
      tell(() => `Reading closed incidents: ${count} so far.`),
    ),
    policyVersions: await policiesDue(register, terms),
    underWay: (await readClaims(register.db)).map(({ manifest }) => manifest.incident),
    mails: (await mailsDue(session.config.data, terms)).map(({ name, dueAtMs }) => ({
      ...{ name, dueAtMs },
    })),
  }));
  if (given.json) return printJson(session, { retention: { limits: retention, ...found } });
  io.print(limitLine(retention));
  for (const line of found.incidents) for (const text of told(line, session)) io.print(text);
  for (const { version, dueAtMs } of found.policyVersions)
    io.print(`policy ${version}: goes ${when(dueAtMs, session)}, by retention.policyVersions`);
  const overdue = found.mails.filter(({ dueAtMs }) => dueAtMs <= io.now()).length;
  if (found.mails.length > 0)
    io.print(`inbox: ${found.mails.length} mails, ${overdue} of them over their limit`);
  for (const incident of found.underWay) io.print(`${incident}: its erasure is under way`);
  if (found.incidents.length === 0) io.print('No closed incident.');
}

async function linesOf(
  register: Register,
  terms: Terms,
  tell: (count: number) => void,
): Promise<readonly Line[]> {
  const { db } = register;
  const lines: Line[] = [];
  const held = new Set<string>();
  for await (const { id, closedAtMs, isBreach, dues, isExempt } of planned(db, terms)) {
    const hold = await holdOn(db, id);
    if (hold) held.add(id);
    const about = { incident: id, closedAtMs, isBreach, dues, isExempt };
    lines.push({ ...about, ...(hold && { held: hold }) });
    tell(lines.length);
  }
  const open = await db
    .selectFrom('incident')
    .select('id')
    .where('phase', '!=', 'closed')
    .execute();
  for (const { id } of open) {
    const hold = await holdOn(db, id);
    if (hold) lines.push({ incident: id, dues: [], held: hold });
  }
  for (const act of await readActs(db))
    if (act.manifest.scope === 'content') {
      const { incident } = act.manifest;
      lines.push({ incident, dues: [], erased: erasedSentence(incident, act) });
    }
  return lines;
}

function limitLine(limits: Limits): string {
  const set = retentionKinds.flatMap((kind) =>
    limits[kind] === undefined ? [] : [`${kind} ${limits[kind]}`],
  );
  return set.length === 0
    ? 'No limits: the policy has no section retention, so everything is kept.'
    : `Limits chosen in the policy, counted from the closing: ${set.join(', ')}.`;
}

function told(line: Line, session: Session): readonly string[] {
  const { incident, closedAtMs, dues, isBreach, isExempt, held, erased } = line;
  if (erased !== undefined) return [`${erased}.`];
  const state = closedAtMs === undefined ? 'open' : `closed ${when(closedAtMs, session)}`;
  const head = `${incident}: ${state}${isBreach ? ', a breach' : ''}`;
  const due = dues.map(
    ({ scope, dueAtMs, kind, limit }) =>
      `${scope === 'content' ? 'all of it' : scope} ${held ? 'would go' : 'goes'} ${when(dueAtMs, session)}, by retention.${kind} ${limit}`,
  );
  return [
    [
      head,
      ...(isExempt ? ['its record is exempt from limits (GDPR Art. 33(5))'] : []),
      ...(due.length === 0 && !isExempt && closedAtMs !== undefined ? ['kept: no limit'] : due),
    ].join('; '),
    ...(held
      ? [
          paint(
            'warn',
            `  held since ${when(held.sinceMs, session)} by ${nameOf(held.by, session.names)}: ${held.reason}`,
          ),
        ]
      : []),
  ];
}

function when(atMs: number, { zone }: Session): string {
  return formatBoth(atMs, zone);
}
