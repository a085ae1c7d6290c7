/** What each command id was used for: an incident answers a repeat without looking at what it says, so that another command would pass as done. */
import { canonical } from '../domain/canonical.ts';
import type { Command } from '../domain/commands.ts';
import { Failure } from '../failure.ts';
import { shown } from '../sending/shown.ts';
import { sha256Of } from '../sha256.ts';

/** A script repeats within minutes; whoever takes the id of yesterday is answered by the incident alone. */
const keptMs = 24 * 3_600_000;
/** Some megabytes; at the limit of requests, more than an hour of nothing but commands. */
const mostKept = 50_000;

type Use = { readonly of: string; readonly untilMs: number };

export function createUses(now: () => number) {
  /** By incident and id, the oldest first. */
  const known = new Map<string, Use>();

  /** Throws Failure `command-id-taken` when the id was used for another command. */
  async function once<T>(incident: string, command: Command, send: () => Promise<T>): Promise<T> {
    const { commandId, name, fields, actor } = command;
    const key = `${incident} ${commandId}`;
    const of = sha256Of(canonical({ name, fields, person: actor.person, channel: actor.channel }));
    const nowMs = now();
    const before = known.get(key);
    if (before && before.untilMs > nowMs && before.of !== of)
      throw new Failure(
        'refused',
        'command-id-taken',
        // Of what, is perhaps not for whoever asks.
        `the command id ${shown(commandId)} was used for another command within the last 24 hours; take a new one`,
      );
    for (const [old, { untilMs }] of known) {
      if (untilMs > nowMs && known.size < mostKept) break;
      known.delete(old);
    }
    known.delete(key);
    known.set(key, { of, untilMs: nowMs + keptMs });
    try {
      return await send();
    } catch (error) {
      // Nothing was carried out, and the incident does not remember the id either.
      const isForgotten =
        error instanceof Failure && (error.kind === 'notAllowed' || error.kind === 'usage');
      if (isForgotten && known.get(key)?.of === of && !before) known.delete(key);
      throw error;
    }
  }

  return { once };
}
