/** The keys of an installation: seals bytes for one incident or for the installation, and opens them by what stands on them. */
import { Failure } from '../failure.ts';
import { headOf, lock, toEnvelope, unlock } from './box.ts';
import {
  eraseKeyFile,
  incidentKey,
  isIncidentKeyId,
  readIncidentKey,
  unknownKey,
} from './incident-keys.ts';
import { activeKey, isRingKeyId, requireRing, type Ring } from './ring.ts';

export type Keys = {
  readonly folder: string;
  /** The newest is the last. Throws Failure `no-keys`. */
  ring(): Promise<Ring>;
  /**
   * With the incident's key, which is made on first use; without an incident with the ring's active one. `use` says
   * for what: sealed for one use it does not open for another.
   */
  seal(incidentId: string | undefined, bytes: Uint8Array, use?: string): Promise<Buffer>;
  hasKeyOf(incidentId: string): Promise<boolean>;
  /** Throws Failure `tampered`, `unknown-key` or `key-erased`. */
  open(sealed: Uint8Array, use?: string): Promise<Buffer>;
  /** The crypto-erasure of an incident. Other processes forget its key within ten seconds. */
  eraseIncidentKey(incidentId: string): Promise<void>;
};

/** A key that was erased or rotated elsewhere is still used here for at most this long. */
const keptMs = 10_000;
/** About 200 bytes each; a worker that has more incidents in its hands reads a small file more often. */
const mostKept = 2_000;

export function openKeys({ keys: folder }: { readonly keys: string }): Keys {
  let ringRead: Kept<Ring> | undefined;
  const incidentKeys = new Map<string, Kept<Buffer>>();

  async function ring(mayBeOld = true): Promise<Ring> {
    if (!ringRead || !mayBeOld || isOld(ringRead))
      ringRead = kept(requireRing(folder), () => (ringRead = undefined));
    return ringRead.value;
  }

  async function keyOfIncident(incidentId: string, isNew: boolean): Promise<Buffer> {
    const before = incidentKeys.get(incidentId);
    if (before && !isOld(before)) return before.value;
    const reading = (async () => {
      const key = await withRing((now) =>
        isNew ? incidentKey(folder, now, incidentId) : readIncidentKey(folder, now, incidentId),
      );
      if (!key) throw unknownKey(incidentId, folder);
      return key;
    })();
    incidentKeys.delete(incidentId);
    const [oldest] = incidentKeys.keys();
    if (incidentKeys.size >= mostKept && oldest !== undefined) incidentKeys.delete(oldest);
    incidentKeys.set(
      incidentId,
      kept(reading, () => incidentKeys.delete(incidentId)),
    );
    return reading;
  }

  /** Somebody may have rotated the ring since it was read. */
  async function withRing<T>(read: (ring: Ring) => Promise<T>): Promise<T> {
    try {
      return await read(await ring());
    } catch (error) {
      if (!(error instanceof Failure && error.code === 'unknown-key')) throw error;
      return read(await ring(false));
    }
  }

  async function ringKey(id: string): Promise<Buffer> {
    return withRing((now) => {
      const found = now.find((one) => one.id === id);
      return found ? Promise.resolve(found.key) : Promise.reject(unknownKey(id, folder));
    });
  }

  return {
    folder,
    ring: () => ring(),

    async seal(incidentId, bytes, use = '') {
      const [id, key] =
        incidentId === undefined
          ? await ring().then((now) => [activeKey(now).id, activeKey(now).key] as const)
          : ([incidentId, await keyOfIncident(incidentId, true)] as const);
      const head = headOf(id);
      return Buffer.concat([head, lock(key, bytes, bind(head, use))]);
    },

    async hasKeyOf(incidentId) {
      try {
        await keyOfIncident(incidentId, false);
        return true;
      } catch (error) {
        if (error instanceof Failure && error.code === 'unknown-key') return false;
        throw error;
      }
    },

    async open(sealed, use = '') {
      const envelope = toEnvelope(sealed);
      const keyId = envelope?.keyId ?? '';
      if (!envelope || !(isRingKeyId(keyId) || isIncidentKeyId(keyId))) throw tampered();
      const key = isRingKeyId(keyId) ? await ringKey(keyId) : await keyOfIncident(keyId, false);
      const plain = unlock(key, envelope.locked, bind(envelope.head, use));
      if (!plain) throw tampered();
      return plain;
    },

    async eraseIncidentKey(incidentId) {
      await eraseKeyFile(folder, incidentId, Date.now());
      incidentKeys.delete(incidentId);
    },
  };
}

/** The id of the key; undefined when nothing was sealed here. */
export function sealedWith(bytes: Uint8Array): string | undefined {
  return toEnvelope(bytes)?.keyId;
}

export function tampered(why = 'it was altered, or sealed for something else'): Failure {
  return new Failure(
    'checkFailed',
    'tampered',
    `this is not what was sealed (${why}); somebody changed it on its way or where it is kept`,
  );
}

function bind(head: Uint8Array, use: string): Buffer {
  return Buffer.concat([head, Buffer.from(`\0${use}`)]);
}

type Kept<T> = { readonly value: Promise<T>; readonly atMs: number };

/** A reading that failed is not kept. */
function kept<T>(value: Promise<T>, forget: () => void): Kept<T> {
  value.catch(forget);
  return { value, atMs: performance.now() };
}

function isOld({ atMs }: Kept<unknown>): boolean {
  return performance.now() - atMs > keptMs;
}
