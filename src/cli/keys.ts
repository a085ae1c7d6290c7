/** `keys list` and `keys rotate`: the key ring that encrypts what goes through Temporal. */
import { requireRing, activeKey } from '../encryption/ring.ts';
import { requireAdmin } from './admins.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { pacer } from './progress.ts';
import { openSession, withRegister, type Given } from './session.ts';
import { columns } from './table.ts';
import { formatBoth } from '../calendar/format.ts';

export async function runKeysList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { keys: folder } = session.config;
  const ring = await requireRing(folder);
  const active = activeKey(ring).id;
  const keys = ring.map(({ id, createdAtMs }) => ({ id, createdAtMs, active: id === active }));
  if (given.json) return printJson(session, { folder, keys });
  const rows = keys.map(({ id, createdAtMs, active: isActive }) => [
    ...[id, formatBoth(createdAtMs, session.zone)],
    isActive ? 'active' : 'opens what was sealed with it',
  ]);
  io.print(
    [
      columns(['KEY', 'MADE', 'USE'], rows),
      '',
      `In ${folder}; keep a backup of it. These encrypt what goes through Temporal.`,
      'The keys with which people sign: seventytwo access list',
    ].join('\n'),
  );
}

export async function runKeysRotate(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const person = requireAdmin(session, 'rotates encryption keys');
  const { keys: folder } = session.config;
  await requireRing(folder);
  const [{ rotateKeys }, { recordAct }, { sha256Of }] = await Promise.all([
    import('../encryption/rotation.ts'),
    import('../register/audit.ts'),
    import('../sha256.ts'),
  ]);
  const nowMs = io.now();
  const pace = pacer(io);
  const rotated = await rotateKeys(
    folder,
    nowMs,
    ({ from, to }) => {
      const subject = `${from} ${to}`;
      const act = { kind: 'keys', person, channel: 'cli', subject, nowMs };
      return withRegister(
        session,
        (register) => recordAct(register, { ...act, subjectHash: sha256Of(subject) }),
        'writing',
      );
    },
    (done) => pace(() => `Wrapping the keys of incidents: ${done} so far.`),
  );
  if (given.json) return printJson(session, { folder, rotated });
  const { from, to, incidents } = rotated;
  io.print(
    `${to} is the active key; ${from} still opens what was sealed with it. ${incidents} ${incidents === 1 ? 'key of an incident is' : 'keys of incidents are'} wrapped with the new one. Back up ${folder}.`,
  );
}
