/** A person who sends notes without a pause and sends one again, under the same id, until it is answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connectIncidents, type Incidents } from '../../src/client.ts';
import type { Command } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { Failure } from '../../src/failure.ts';
import type { Stand } from './stand.ts';

export type Attempt = {
  readonly commandId: string;
  readonly sentAtMs: number;
  readonly endedAtMs: number;
  /** Absent when it was answered. */
  readonly failure?: Failure;
};

export type Talker = {
  readonly attempts: readonly Attempt[];
  /** Ends with the note that is under way; throws what was no `Failure`. */
  stop(): Promise<void>;
};

const pauseMs = 250;

/** `anew`: over a new connection each time, as the command line does it; else over that of the stand. */
export function startTalker(stand: Stand, id: string, anew: boolean): Talker {
  const attempts: Attempt[] = [];
  const stopping = new AbortController();

  async function send(command: Command): Promise<void> {
    if (!anew) return sendOver(stand.incidents, command);
    const incidents = await connectIncidents(stand.settings);
    try {
      await sendOver(incidents, command);
    } finally {
      await incidents.close();
    }
  }

  async function sendOver(incidents: Incidents, command: Command): Promise<void> {
    await incidents.send(id, command, () => Promise.resolve(true));
  }

  async function attempt(commandId: string): Promise<boolean> {
    const sentAtMs = Date.now();
    const actor = { person: 'anna', channel: 'cli' } as const;
    try {
      await send({ name: 'note', commandId, actor, fields: { text: commandId } });
      attempts.push({ commandId, sentAtMs, endedAtMs: Date.now() });
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      attempts.push({ commandId, sentAtMs, endedAtMs: Date.now(), failure: error });
      return false;
    }
  }

  async function talk(): Promise<void> {
    for (let n = 1; !stopping.signal.aborted; n += 1) {
      while (!(await attempt(`note-${id}-${n}`))) await sleep(pauseMs);
      await sleep(pauseMs);
    }
  }

  const talking = talk();
  // Told by `stop`; until then it must not end the process.
  talking.catch(() => undefined);
  return {
    attempts,
    async stop() {
      stopping.abort();
      await talking;
    },
  };
}

export type Told = {
  readonly sent: number;
  /** Answered, and not in the record. */
  readonly lost: readonly string[];
  /** In the record more than once. */
  readonly repeated: readonly string[];
  /** Sent more than once because the first time was not answered. */
  readonly again: number;
};

export function countNotes(attempts: readonly Attempt[], events: readonly IncidentEvent[]): Told {
  const answered = new Set(attempts.filter((one) => !one.failure).map((one) => one.commandId));
  const noted = events.flatMap((event) => (event.type === 'noted' ? [event.text] : []));
  return {
    sent: answered.size,
    lost: [...answered].filter((id) => !noted.includes(id)),
    repeated: noted.filter((id, at) => noted.indexOf(id) !== at),
    again: new Set(attempts.filter((one) => one.failure).map((one) => one.commandId)).size,
  };
}
