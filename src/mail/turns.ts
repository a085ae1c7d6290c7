/** Turns at the few connections to the mail server: who waits for one has not begun, and a page waits behind no other mail. */
import { mailConnections } from './transport.ts';

export type Turns = {
  /** Resolves, when it is this mail's turn, to what gives the turn back; rejects with the signal's reason. */
  readonly take: (urgent: boolean, signal: AbortSignal) => Promise<() => void>;
};

type Waiting = { readonly urgent: boolean; readonly begin: () => void };

export function createTurns(connections: number): Turns {
  const waiting: Waiting[] = [];
  let free = connections;

  /** The last free one is kept for what is urgent: the others may be stuck at slow mailboxes. */
  function next(): Waiting | undefined {
    if (free === 0) return undefined;
    return waiting.find(({ urgent }) => urgent) ?? (free > 1 ? waiting[0] : undefined);
  }

  function handOut(): void {
    for (let who = next(); who; who = next()) {
      waiting.splice(waiting.indexOf(who), 1);
      free -= 1;
      who.begin();
    }
  }

  function giveBack(): void {
    free += 1;
    handOut();
  }

  return {
    take: (urgent, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const entry: Waiting = {
          urgent,
          begin() {
            signal.removeEventListener('abort', leave);
            resolve(giveBack);
          },
        };
        function leave(): void {
          waiting.splice(waiting.indexOf(entry), 1);
          // oxlint-disable-next-line prefer-promise-reject-errors -- as every aborted promise does.
          reject(signal.reason);
        }
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        handOut();
      }),
  };
}

const ofTransport = new WeakMap<object, Turns>();

/** The turns at one transport, shared by all who send through it. */
export function turnsOf(transport: object): Turns {
  const known = ofTransport.get(transport) ?? createTurns(mailConnections);
  ofTransport.set(transport, known);
  return known;
}
