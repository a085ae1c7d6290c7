/** Seals whatever goes through Temporal, and opens what comes back. */
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { Failure } from '../failure.ts';
import { openedMark } from '../workflows/messages.ts';
import { incidentOf } from './incident-keys.ts';
import { sealedWith, tampered, type Keys } from './keys.ts';
import { isRingKeyId } from './ring.ts';

export const encoding = 'binary/encrypted';
export const keyField = 'seventytwo-key';
/** Sealed for this use, it opens for no other: what lies in the register is no payload. */
const use = 'payload';

/** What whoever writes to Temporal could have made: told to the workflow, because a task that fails on it fails for ever. */
const marked: ReadonlySet<string> = new Set(['tampered', 'unknown-key', 'key-erased']);

/** Beyond it a worker has none of its keys, and no incident of it goes on. */
const mostMissing = 10_000;

export type Codec = Required<PayloadCodec>;

/**
 * `throw`: for whoever asked and waits. `mark`: for a worker; what does not open is left sealed, with the reason in
 * its metadata, and so is what came plain.
 */
export function createCodec(keys: Keys, unreadable: 'throw' | 'mark'): Codec {
  /** Sealed with keys that somebody else made and that are not here. */
  const missing = new Set<string>();

  async function seal(payload: Payload, incident: string | undefined): Promise<Payload> {
    if (textOf(payload, 'encoding') === encoding) return payload;
    const isAway =
      incident !== undefined && missing.has(incident) && !(await keys.hasKeyOf(incident));
    // A second key of the same name would make forgeries of all that the first one sealed, once it is here.
    const data = await keys.seal(isAway ? undefined : incident, pack(payload), use);
    return {
      metadata: {
        encoding: Buffer.from(encoding),
        // For people: it is the sealed bytes that say which key opens them.
        [keyField]: Buffer.from(sealedWith(data) ?? ''),
      },
      data,
    };
  }

  async function open(payload: Payload, context?: SerializationContext): Promise<Payload> {
    if (textOf(payload, 'encoding') !== encoding)
      return unreadable === 'mark' ? mark(payload, 'plain') : payload;
    try {
      const data = Buffer.from(payload.data ?? []);
      refuseMoved(textOf(payload, keyField), sealedWith(data), context);
      return unpack(await keys.open(data, use));
    } catch (error) {
      const isMarked = unreadable === 'mark' && error instanceof Failure && marked.has(error.code);
      if (!isMarked) throw error;
      if (error.code === 'unknown-key' && missing.size < mostMissing)
        missing.add(incidentOf(context?.workflowId ?? '') ?? '');
      return mark(payload, error.code);
    }
  }

  return {
    encode: (payloads, context) => {
      const incident = incidentOf(context?.workflowId ?? '');
      return Promise.all(payloads.map((payload) => seal(payload, incident)));
    },
    decode: (payloads, context) => Promise.all(payloads.map((one) => open(one, context))),
  };
}

/** What was sealed for one incident is no payload of another. The ring's keys are anybody's in this installation. */
function refuseMoved(
  named: string | undefined,
  sealedBy: string | undefined,
  context: SerializationContext | undefined,
): void {
  if (sealedBy === undefined) throw tampered('it holds nothing sealed');
  if (named !== sealedBy)
    throw tampered(`it names the key ${named}, and was sealed with ${sealedBy}`);
  const workflowId = context?.workflowId;
  if (workflowId === undefined || isRingKeyId(sealedBy)) return;
  if (incidentOf(workflowId) !== sealedBy)
    throw tampered(`it was sealed for ${sealedBy}, and came to ${workflowId}`);
}

export function textOf({ metadata }: Payload, field: string): string | undefined {
  const value = metadata?.[field];
  return value && Buffer.from(value).toString();
}

function mark(payload: Payload, state: string): Payload {
  return {
    ...payload,
    metadata: { ...payload.metadata, [openedMark]: Buffer.from(state) },
  };
}

/** Length of the metadata, metadata as JSON, data. */
function pack({ metadata, data }: Payload): Buffer {
  const fields = Object.entries(metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64'),
  ]);
  const head = Buffer.from(JSON.stringify(fields));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  // No data at all is an empty array without a type, as protocol buffers have it: what returns nothing.
  return Buffer.concat([length, head, Buffer.from(data ?? [])]);
}

/** Only of what was sealed, and therefore packed here. */
function unpack(bytes: Buffer): Payload {
  const end = 4 + bytes.readUInt32BE();
  // oxlint-disable-next-line no-unsafe-type-assertion -- authenticated: nobody but `pack` wrote it.
  const fields = JSON.parse(bytes.toString('utf8', 4, end)) as [string, string][];
  const metadata = Object.fromEntries(
    fields
      .filter(([name]) => name !== openedMark)
      .map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  );
  return { metadata, data: bytes.subarray(end) };
}
