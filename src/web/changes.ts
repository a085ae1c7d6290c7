/** Notices that incidents have changed, once for all who look: the register is asked, however many pages are open. */
import type { PersonId } from '../domain/policy.ts';
import type { Register } from '../register/database.ts';

export type Changes = {
  /**
   * `incidentId`: undefined for any. The returned function ends it; undefined: there are too many already, of this
   * person or of all.
   */
  listen(
    person: PersonId,
    incidentId: string | undefined,
    tell: () => void,
  ): (() => void) | undefined;
};

/** A page that is two seconds old is new; one query each time, and none while nobody looks. */
const everyMs = 2_000;
/** Each holds a connection: far more people than respond to incidents of a small company, each with several pages. */
const mostListeners = 150;
/** Nobody reads more pages at a time; else one person, or one broken script, has all of them. */
const mostOfOne = 20;

export function createChanges(register: Register, tellFault: (sentence: string) => void): Changes {
  const listeners = new Map<
    symbol,
    { readonly person: PersonId; readonly id: string | undefined; readonly tell: () => void }
  >();
  let known: ReadonlyMap<string, number> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAway = false;

  async function look(): Promise<void> {
    const rows = await register.db
      .selectFrom('incident')
      .select(['id', 'last_seq'])
      .orderBy('updated_at_ms', 'desc')
      .limit(mostWatched)
      .execute();
    const now = new Map(rows.map(({ id, last_seq: seq }) => [id, seq]));
    const changed = new Set(
      [...now].filter(([id, seq]) => known?.get(id) !== seq).map(([id]) => id),
    );
    const isFirst = known === undefined;
    known = now;
    if (isFirst || changed.size === 0) return;
    for (const { id, tell } of listeners.values()) if (id === undefined || changed.has(id)) tell();
  }

  function next(): void {
    timer = setTimeout(() => {
      look()
        .then(
          () => void (isAway = false),
          (error: unknown) => {
            // Told once: it is asked again and again.
            if (!isAway) tellFault(`the board cannot see changes: ${nameOf(error)}`);
            isAway = true;
          },
        )
        .finally(() => {
          if (listeners.size > 0) next();
          else known = timer = undefined;
        });
    }, everyMs);
    timer.unref();
  }

  return {
    listen(person, id, tell) {
      const own = [...listeners.values()].filter((one) => one.person === person);
      if (listeners.size >= mostListeners || own.length >= mostOfOne) return undefined;
      const key = Symbol('listener');
      listeners.set(key, { person, id, tell });
      if (!timer) {
        void look().catch(() => undefined);
        next();
      }
      return () => void listeners.delete(key);
    },
  };
}

/** What changed last is among the newest; what did not change needs no telling. */
const mostWatched = 500;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'no known reason';
}
