/** The ways in, one rule: every command as an update, as a signal and by Temporal's own program ends alike. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { readConfig } from '../../src/config.ts';
import { startCodecServer, type CodecServer } from '../../src/encryption/codec-server.ts';
import { openKeys } from '../../src/encryption/keys.ts';
import { commandNames, type CommandName } from '../../src/domain/commands.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { openRegister } from '../../src/register/database.ts';
import { readEvents } from '../../src/register/journal.ts';
import { commandSignal, statusQuery } from '../../src/workflows/messages.ts';
import { payloads } from '../domain/samples.ts';
import { until, type App } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';

let app: App;
/** Temporal's own program reads no answer without it. */
let codec: CodecServer;

type Sent = { readonly name: CommandName; readonly person: string; readonly fields: object };
/** `done`, or the code of the refusal. */
type Way = (id: string, commandId: string, sent: Sent) => Promise<string>;

const all: Readonly<Record<string, Way>> = {
  'an update': async (id, commandId, { name, person, fields }) => {
    const actor = { person, channel: 'api' };
    const handle = app.client.workflow.getHandle(id);
    try {
      await handle.executeUpdate(name, { args: [{ commandId, actor, ...fields }] });
      return 'done';
    } catch (error) {
      assert.ok(error instanceof WorkflowUpdateFailedError);
      assert.ok(error.cause instanceof ApplicationFailure);
      return error.cause.type ?? 'no type';
    }
  },
  'a signal': async (id, commandId, { name, person, fields }) => {
    const actor = { person, channel: 'api' };
    const payload = { name, commandId, actor, ...fields };
    await app.client.workflow.getHandle(id).signal(commandSignal, payload);
    return outcome(id, commandId);
  },
  "an update by Temporal's program": async (id, commandId, { name, person, fields }) => {
    const actor = { person, channel: 'temporal' };
    const input = JSON.stringify({ commandId, actor, ...fields });
    const words = ['workflow', 'update', 'execute', '-w', id, '--name', name, '--input', input];
    const { code, err } = await temporal(...words);
    return code === 0 ? 'done' : (/type: ([a-z-]+)/.exec(err)?.[1] ?? err);
  },
  "a signal by Temporal's program": async (id, commandId, { name, person, fields }) => {
    const actor = { person, channel: 'temporal' };
    const input = JSON.stringify({ name, commandId, actor, ...fields });
    const words = ['workflow', 'signal', '-w', id, '--name', commandSignal, '--input', input];
    const { code, err } = await temporal(...words);
    assert.equal(code, 0, err);
    return outcome(id, commandId);
  },
};

/**
 * What the register tells of a command. Its sender is checked before it is decided, and a query does not wait for
 * that; an update that came later does. A query sees also what became of a run that has ended.
 */
async function outcome(id: string, commandId: string): Promise<string> {
  const actor = { person: 'anna', channel: 'api' };
  const later = { commandId: `after ${commandId}`, actor, text: 'x' };
  await app.client.workflow
    .getHandle(id)
    .executeUpdate('note', { args: [later] })
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  const { seq } = await app.client.workflow.getHandle(id).query<{ seq: number }>(statusQuery);
  let events: readonly IncidentEvent[] = [];
  await until(async () => {
    events = await eventsOf(id);
    return events.length >= seq;
  });
  const refusal = events.find(
    (event) => event.commandId === commandId && event.type === 'commandRefused',
  );
  return refusal?.type === 'commandRefused' ? refusal.code : 'done';
}

async function eventsOf(id: string): Promise<readonly IncidentEvent[]> {
  const register = await openRegister(app.data, { readOnly: true });
  try {
    return await readEvents(register, id);
  } finally {
    await register.close();
  }
}

function temporal(...args: string[]): Promise<{ code: number; err: string }> {
  return new Promise((done) => {
    const all = [...args, '--address', app.address, '--codec-endpoint', codec.url];
    execFile(app.cliPath, all, { env: app.env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), err: `${out}${err}` }),
    );
  });
}

let incidents = 0;
async function declare(): Promise<string> {
  incidents += 1;
  const args = ['declare', `incident ${incidents}`, '--personal-data', 'unknown', '--as', 'anna'];
  const { incident } = await app.done(...args);
  return incident.id;
}

/** The same fields, at times that are near: the samples are of another year. */
function recent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(recent);
  if (typeof value !== 'object' || value === null) return value;
  return 'atMs' in value
    ? { ...value, atMs: startMs - hourMs }
    : Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, recent(entry)]));
}
const startMs = Date.now();

function sample(name: CommandName): Sent {
  return { name, person: 'anna', fields: { ...Object(recent(payloads[name])) } };
}

const orders: Readonly<Record<string, readonly Sent[]>> = {
  /** Early ones prepare later ones; at the end it closes. */
  'as in a life': [
    ...commandNames.filter((name) => !/^close$|FalseAlarm/.test(name)),
    'close' as const,
  ].map(sample),
  /** The clock runs, and whatever ends an incident is asked for first. */
  'from the end': ['declareAwareness' as const, ...commandNames.toReversed()].map(sample),
};

const proposeWithholding = { name: 'withholdDuty', fields: { reason: 'test data only' } } as const;
const aware = (agoMs: number) =>
  ({
    name: 'declareAwareness',
    fields: { at: { atMs: startMs - agoMs, zone: 'Europe/Berlin' }, reason: 'the log' },
  }) as const;

/** What one person may propose and only another confirm. */
const pairs: Readonly<Record<string, readonly Omit<Sent, 'person'>[]>> = {
  'a withholding': [
    aware(2 * hourMs),
    proposeWithholding,
    { name: 'confirmWithholding', fields: {} },
  ],
  'a later awareness': [aware(2 * hourMs), aware(hourMs), { name: 'confirmAwareness', fields: {} }],
};

/** The tests of these ways, beside one another; the first is what the others are held against. */
export function tryWays(names: readonly string[]): void {
  const ways = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  before(async () => {
    app = await sharedApp();
    codec = await startCodecServer({
      keys: openKeys(readConfig(app.env, {})),
      port: 0,
      origins: [],
    });
  });
  after(async () => {
    await codec.stop();
  });

  describe('a command', () => {
    for (const [order, table] of Object.entries(orders))
      it(`of the whole table, ${order}, is accepted or refused by the same rule whichever way it comes`, async (t) => {
        const told = new Map<string, readonly string[]>();
        await Promise.all(
          Object.entries(ways).map(async ([way, send]) => {
            const id = await declare();
            const codes: string[] = [];
            for (const [n, sent] of table.entries())
              codes.push(`${sent.name} ${await send(id, `table-${n}`, sent)}`);
            told.set(way, codes);
          }),
        );
        const expected = told.get(names[0] ?? '') ?? [];
        assert.equal(expected.length, table.length);
        for (const [way, codes] of told) assert.deepEqual(codes, expected, way);
        t.diagnostic(expected.join(', '));
        const done = expected.filter((code) => code.endsWith(' done')).length;
        assert.ok(done > 5 && done < expected.length - 3, 'both are met');
      });

    it('is missing in none of the orders together', () => {
      const sent = Object.values(orders).flatMap((table) => table.map(({ name }) => name));
      assert.deepEqual([...new Set(sent)].toSorted(), commandNames.toSorted());
    });
  });

  describe('one person under two roles', () => {
    for (const [what, steps] of Object.entries(pairs))
      it(`cannot confirm ${what} by any way, not even by another than it was proposed`, async () => {
        await Promise.all(
          Object.entries(ways).map(async ([way, send]) => {
            const id = await declare();
            const [first, second, third] = steps;
            assert.ok(first && second && third);
            assert.equal(await send(id, 'p-1', { ...first, person: 'dora' }), 'done', way);
            assert.equal(await send(id, 'p-2', { ...second, person: 'dora' }), 'done', way);
            for (const [n, [other, confirm]] of Object.entries(ways).entries()) {
              const code = await confirm(id, `p-3-${n}`, { ...third, person: 'dora' });
              assert.equal(code, 'second-person-needed', `${way}, then ${other}`);
            }
            assert.equal(await send(id, 'p-4', { ...third, person: 'clara' }), 'done', way);
          }),
        );
      });
  });

  describe('a payload of the wrong shape', () => {
    it('is bad-shape by every way', async () => {
      const id = await declare();
      for (const [n, [way, send]] of Object.entries(ways).entries()) {
        const sent = { name: 'note', person: 'anna', fields: { text: 5 } } as const;
        assert.equal(await send(id, `shape-${n}`, sent), 'bad-shape', way);
        const file = sample('fileDuty');
        const more = { ...file, fields: { ...file.fields, more: 1 } };
        assert.equal(await send(id, `more-${n}`, more), 'bad-shape', way);
      }
    });
  });
}
