/** The codec by itself: what goes in comes out, and nothing else does. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Payload, SerializationContext } from '@temporalio/common';
import fc from 'fast-check';
import { createCodec, encoding, keyField, textOf } from '../../src/encryption/codec.ts';
import { openKeys, type Keys } from '../../src/encryption/keys.ts';
import { ensureRing } from '../../src/encryption/ring.ts';
import { openedMark } from '../../src/workflows/messages.ts';
import { temporaryFolder } from '../server/support.ts';

const incident = 'INC-K7F3Q';
const other = 'INC-BCDFG';

async function makeKeys(t: TestContext): Promise<Keys> {
  const keys = temporaryFolder(t);
  await ensureRing(keys);
  return openKeys({ keys });
}

function of(workflowId: string): SerializationContext {
  return { type: 'workflow', namespace: 'default', workflowId };
}

function json(value: unknown): Payload {
  return {
    metadata: { encoding: Buffer.from('json/plain') },
    data: Buffer.from(JSON.stringify(value)),
  };
}

async function sealed(keys: Keys, value: unknown, workflowId = incident): Promise<Payload> {
  const [payload] = await createCodec(keys, 'throw').encode([json(value)], of(workflowId));
  assert.ok(payload);
  return payload;
}

async function markOf(keys: Keys, payload: Payload, workflowId = incident) {
  const [found] = await createCodec(keys, 'mark').decode([payload], of(workflowId));
  return found && textOf(found, openedMark);
}

function rejects(keys: Keys, payload: Payload, code: string, workflowId?: string): Promise<void> {
  const context = workflowId === undefined ? undefined : of(workflowId);
  return assert.rejects(createCodec(keys, 'throw').decode([payload], context), { code });
}

/** Any metadata and any bytes, as a converter might make them. */
const payloads = fc.array(
  fc.record({
    metadata: fc.dictionary(
      fc.string().filter((name) => name !== openedMark && name !== 'encoding'),
      fc.uint8Array(),
    ),
    data: fc.uint8Array({ maxLength: 5_000 }),
  }),
  { maxLength: 4 },
);
const workflows = fc.constantFrom(incident, other, `${incident}/outbox/12`, 'seventytwo-sentinel');

describe('whatever was sealed', () => {
  it('comes out as it went in, for every payload and workflow, and says no word of it', async (t) => {
    const codec = createCodec(await makeKeys(t), 'throw');
    await fc.assert(
      fc.asyncProperty(payloads, workflows, async (given, workflowId) => {
        const wire = await codec.encode(given, of(workflowId));
        assert.deepEqual(await codec.decode(wire, of(workflowId)), plain(given));
        // As a codec endpoint does it, which is told of no workflow.
        assert.deepEqual(await codec.decode(wire), plain(given));
        for (const [n, { data = [] }] of given.entries())
          if (data.length >= 16)
            assert.equal(Buffer.from(wire[n]?.data ?? []).indexOf(Buffer.from(data)), -1);
      }),
      { numRuns: 100 },
    );
  });

  it('does not open with any one byte of it changed, or cut anywhere', async (t) => {
    const keys = await makeKeys(t);
    const payload = await sealed(keys, { title: 'export was public' });
    const data = Buffer.from(payload.data ?? []);
    for (let at = 0; at < data.length; at += 1) {
      const changed = Buffer.from(data);
      changed[at] = (changed[at] ?? 0) ^ 1;
      for (const bytes of [changed, data.subarray(0, at)]) {
        const named = { ...payload, data: bytes };
        await assert.rejects(createCodec(keys, 'throw').decode([named]), (error: unknown) => {
          assert.match(String(error instanceof Error && 'code' in error && error.code), /tampered/);
          return true;
        });
      }
    }
  });

  it('names the key that opens it: of the incident for its workflows, else of the ring', async (t) => {
    const keys = await makeKeys(t);
    const [ring] = await keys.ring();
    const named = async (id: string) => textOf(await sealed(keys, 1, id), keyField);
    assert.equal(await named(incident), incident);
    assert.equal(await named(`${incident}/outbox/3`), incident);
    assert.equal(await named('seventytwo-checkpoint-2026'), ring.id);
    assert.equal(textOf(await sealed(keys, 1), 'encoding'), encoding);
  });

  it('may be nothing, as the SDK has it: an empty array of no type', async (t) => {
    const codec = createCodec(await makeKeys(t), 'throw');
    const nothing: Payload = { metadata: { encoding: Buffer.from('binary/null') } };
    const asInWire: Payload = Object.assign({ ...nothing }, { data: [] });
    for (const given of [nothing, asInWire]) {
      const [opened] = await codec.decode(await codec.encode([given], of(incident)));
      assert.deepEqual(opened, { ...nothing, data: Buffer.alloc(0) });
    }
  });

  it('is not the same twice, so that equal words do not show', async (t) => {
    const keys = await makeKeys(t);
    assert.notDeepEqual((await sealed(keys, 'yes')).data, (await sealed(keys, 'yes')).data);
  });
});

describe('a payload that does not belong', () => {
  it('is refused when it was sealed for another incident', async (t) => {
    const keys = await makeKeys(t);
    const payload = await sealed(keys, { title: 'x' });
    await rejects(keys, payload, 'tampered', other);
    await rejects(keys, payload, 'tampered', 'seventytwo-sentinel');
    assert.equal(await markOf(keys, payload, other), 'tampered');
  });

  it('is refused when only its name was changed to that of the incident it was moved to', async (t) => {
    const keys = await makeKeys(t);
    await keys.seal(other, Buffer.from('so that there is a key'));
    const payload = await sealed(keys, { title: 'x' });
    const renamed = { ...payload.metadata, [keyField]: Buffer.from(other) };
    await rejects(keys, { ...payload, metadata: renamed }, 'tampered', other);
    // In the envelope too: the ids have the same length, so it parses.
    const data = Buffer.from(payload.data ?? []);
    data.write(other, data.indexOf(incident), 'latin1');
    await rejects(keys, { metadata: renamed, data }, 'tampered', other);
  });

  it('is refused when it was sealed for the register', async (t) => {
    const keys = await makeKeys(t);
    const data = await keys.seal(incident, Buffer.from('a field of the register'), 'register');
    const metadata = { encoding: Buffer.from(encoding), [keyField]: Buffer.from(incident) };
    await rejects(keys, { metadata, data }, 'tampered', incident);
  });

  it('of another ring is told by the name of its key', async (t) => {
    const payload = await sealed(await makeKeys(t), 1, 'seventytwo-sentinel');
    const keys = await makeKeys(t);
    await rejects(keys, payload, 'unknown-key');
    assert.equal(await markOf(keys, payload, 'seventytwo-sentinel'), 'unknown-key');
    await rejects(keys, await sealed(await makeKeys(t), 1), 'unknown-key');
  });

  it('with an erased key is told as that', async (t) => {
    const keys = await makeKeys(t);
    const payload = await sealed(keys, 1);
    await keys.eraseIncidentKey(incident);
    await assert.rejects(createCodec(keys, 'throw').decode([payload]), {
      name: 'Failure',
      message: /^the key of INC-K7F3Q was erased, and with it what was sealed for it/,
    });
    assert.equal(await markOf(keys, payload), 'key-erased');
  });
});

describe('a plain payload', () => {
  it('passes, because histories from before encryption go on', async (t) => {
    const keys = await makeKeys(t);
    const payload = json({ title: 'from before' });
    assert.deepEqual(await createCodec(keys, 'throw').decode([payload]), [payload]);
  });

  it('is marked for the workflow, and cannot bear the mark of a better one', async (t) => {
    const keys = await makeKeys(t);
    assert.equal(await markOf(keys, json(1)), 'plain');
    const forged = { ...json(1), metadata: { ...json(1).metadata, [openedMark]: Buffer.from('') } };
    assert.equal(await markOf(keys, forged), 'plain');
  });

  it('that was sealed bears no mark', async (t) => {
    const keys = await makeKeys(t);
    assert.equal(await markOf(keys, await sealed(keys, 1)), undefined);
  });
});

/** fast-check makes objects without a prototype, and metadata comes back as Buffers. */
function plain(given: readonly Payload[]): Payload[] {
  return given.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value)]),
    ),
    data: Buffer.from(data ?? []),
  }));
}
