/** What a worker notices while it works: each command, mail, write and look becomes a figure, and some of them trouble. */
import {
  installationTroubles,
  type InstallationTrouble,
  type Pace,
  type Trouble,
} from '../domain/trouble.ts';
import type { LogEntry } from '../log.ts';
import type { Register } from '../register/database.ts';
import { refusalsSince } from '../register/recent.ts';
import { commandLine } from '../workflows/messages.ts';
import { createMetrics } from './metrics.ts';

/** Codes that say: this person may not, or this may not be that person. */
const accessCodes: ReadonlySet<string> = new Set([
  'not-authenticated',
  'not-permitted',
  'not-your-role',
  'unknown-person',
]);
/** Longer than any time that counts. */
const remembered = 10_000;

export type Observer = ReturnType<typeof createObserver>;

/** `sinceMs`: when it became so; `atMs`: when it was last seen to be so. */
type MailPath = { readonly isUp: boolean; readonly sinceMs: number; readonly atMs: number };

type Tell = (message: string, about: Record<string, unknown>) => void;

export function createObserver({
  now,
  tell,
}: {
  readonly now: () => number;
  /** A line of the log, as a warning. */
  readonly tell: Tell;
}) {
  const metrics = createMetrics();
  let sending = 0;
  let refused: { readonly atMs: number; readonly onRecord: boolean }[] = [];
  let mail: MailPath | undefined;
  let lookedAtMs: number | undefined;
  let aheadMs = 0;
  const unwritten = new Map<string, number>();
  let alerting: readonly InstallationTrouble[] = [];

  /** `commandLine` is said by the workflow, never while a history is replayed. */
  function noteLine({ message, meta = {} }: Pick<LogEntry, 'message' | 'meta'>): void {
    const { command, outcome, code, onRecord } = meta;
    if (message !== commandLine || typeof command !== 'string') return;
    metrics.commands.inc({ command, outcome: outcome === 'done' ? 'done' : 'refused' });
    if (typeof code !== 'string') return;
    metrics.refusals.inc({ code });
    if (!accessCodes.has(code)) return;
    refused = [...refused, { atMs: now(), onRecord: onRecord === true }].slice(-remembered);
  }

  /** Whatever shows that the mail server takes mail, or does not: a verification, a mail. */
  function noteMail(isUp: boolean): void {
    metrics.mailUp.set(isUp ? 1 : 0);
    if (mail?.isUp !== isUp) {
      if (mail || !isUp)
        tell(isUp ? 'the mail server takes mail again' : 'the mail server is away or refuses us', {
          alert: 'mail',
        });
      mail = { isUp, sinceMs: now(), atMs: now() };
    } else mail = { ...mail, atMs: now() };
  }

  function noteLook(troubles: readonly Trouble[]): void {
    lookedAtMs = now();
    metrics.lookedAt.set(lookedAtMs / 1_000);
    metrics.troubles.reset();
    for (const { kind } of troubles) metrics.troubles.inc({ kind });
    const found = installationTroubles.filter((one) => troubles.some(({ kind }) => kind === one));
    for (const alert of found) if (!alerting.includes(alert)) tell('an alert begins', { alert });
    for (const alert of alerting) if (!found.includes(alert)) tell('an alert is over', { alert });
    alerting = found;
  }

  async function accessTrouble(register: Register, pace: Pace): Promise<Trouble[]> {
    const sinceMs = now() - pace.refusalsMs;
    refused = refused.filter(({ atMs }) => atMs >= sinceMs);
    const codes = await refusalsSince(register.db, sinceMs).catch(() => undefined);
    // While the register is away, what this worker saw itself is all there is.
    const count = codes
      ? codes.filter((code) => accessCodes.has(code)).length +
        refused.filter(({ onRecord }) => !onRecord).length
      : refused.length;
    return count >= pace.refusals ? [{ kind: 'access', count }] : [];
  }

  return {
    metrics,
    noteLine,
    noteMail,
    noteLook,

    /** A mail was begun, or is over, whatever came of it. */
    noteSending(change: 1 | -1): void {
      sending += change;
    },
    isSending: () => sending > 0,

    /** `events`: how many of them the register did not take. */
    noteWrite(incidentId: string, events: number): void {
      if (events === 0) unwritten.delete(incidentId);
      else unwritten.set(incidentId, events);
      metrics.waitingEvents.set([...unwritten.values()].reduce((sum, one) => sum + one, 0));
    },

    /** Between the server's time and ours; a little more than the truth, by how long the work waited for its turn. */
    noteClock(ms: number): void {
      aheadMs = ms;
      metrics.clockAhead.set(ms / 1_000);
    },

    mail: () => mail,
    lookedAtMs: () => lookedAtMs,

    /** Trouble with the installation as this worker sees it. */
    async troubles(register: Register, pace: Pace): Promise<Trouble[]> {
      const found = await accessTrouble(register, pace);
      if (Math.abs(aheadMs) > pace.clockMs) found.push({ kind: 'clock', aheadMs });
      if (mail && !mail.isUp && now() - mail.sinceMs >= pace.mailMs)
        found.push({ kind: 'mail', sinceMs: mail.sinceMs });
      return found;
    },
  };
}
