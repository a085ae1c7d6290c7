/** The journal: each event once, in order, durable, whoever repeats, races or dies. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apply } from '../../src/domain/apply.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import type { Register } from '../../src/register/database.ts';
import { listIncidents } from '../../src/register/incidents.ts';
import { append, readCommandEvents, readEvents, readIncident } from '../../src/register/journal.ts';
import { startAppending } from './child.ts';
import { onEachEngine, open } from './engines.ts';
import { declaration, recorded, startMs, story, summaryOf } from './sample.ts';

onEachEngine((engine) => {
  async function withRegister(use: (register: Register) => Promise<void>): Promise<void> {
    const register = await open(await engine.place());
    try {
      await use(register);
    } finally {
      await register.close();
    }
  }

  test('the same events again change nothing, alone or with new ones behind them', async () => {
    await withRegister(async (register) => {
      const events = story('INC-1', 5);
      const first = { events: events.slice(0, 3), incident: summaryOf(events.slice(0, 3)) };
      assert.equal(await append(register, first), 3);
      assert.equal(await append(register, first), 3);
      assert.equal(await append(register, { events, incident: summaryOf(events) }), 5);
      assert.equal(await append(register, first), 5);
      assert.deepEqual(await readEvents(register, 'INC-1'), events);
      const [line] = await listIncidents(register);
      assert.equal(line?.lastSeq, 5);
      assert.equal(line.updatedAtMs, startMs + 4 * 60_000);
    });
  });

  test('the order of keys does not make an event different', async () => {
    await withRegister(async (register) => {
      const events = story('INC-1', 2);
      const incident = summaryOf(events);
      await append(register, { events, incident });
      const turned: IncidentEvent = {
        text: 'note 1',
        type: 'noted',
        commandId: 'command-2',
        actor: { channel: 'cli', person: 'anna' },
        atMs: startMs + 60_000,
        seq: 2,
      };
      assert.equal(await append(register, { events: [turned], incident }), 2);
    });
  });

  test('a different event under a number that is taken throws, and nothing of its batch is kept', async () => {
    await withRegister(async (register) => {
      const events = story('INC-1', 2);
      await append(register, { events, incident: summaryOf(events) });
      const forged = recorded([
        declaration('INC-1'),
        { type: 'noted', text: 'another' },
        { type: 'noted', text: 'third' },
      ]);
      await assert.rejects(append(register, { events: forged, incident: summaryOf(forged) }), {
        name: 'Error',
        message: 'the register has another event 2 of INC-1 than the noted that came now',
      });
      assert.deepEqual(await readEvents(register, 'INC-1'), events);
      assert.equal((await listIncidents(register))[0]?.lastSeq, 2);
    });
  });

  test('a gap in the numbers throws', async () => {
    await withRegister(async (register) => {
      const events = story('INC-1', 4);
      const incident = summaryOf(events);
      await append(register, { events: events.slice(0, 2), incident });
      await assert.rejects(append(register, { events: events.slice(3), incident }), {
        name: 'JournalGap',
        message:
          'the register has INC-1 up to event 2 and takes event 3 next, not 4: those between wait in an outbox, which writes them first',
      });
    });
  });

  test('the line of an incident tells what its events tell, whichever summary came with them', async () => {
    await withRegister(async (register) => {
      const events = recorded([
        declaration('INC-1'),
        { type: 'severityChanged', severity: 'low', reason: 'small' },
        { type: 'noted', text: 'late' },
      ]);
      const newest = summaryOf(events);
      // A batch carries the newest summary, which is ahead of it, and a delayed one an old summary.
      await append(register, { events: events.slice(0, 1), incident: newest });
      assert.equal((await listIncidents(register))[0]?.severity, 'high');
      await append(register, {
        events: events.slice(0, 2),
        incident: summaryOf(events.slice(0, 1)),
      });
      const [line] = await listIncidents(register);
      assert.equal(line?.severity, 'low');
      assert.equal(line.lastSeq, 2);
    });
  });

  test('3,000 events read back in batches tell the same incident as the running fold', async () => {
    await withRegister(async (register) => {
      const events = story('INC-1', 3_000);
      let incident: Incident | undefined;
      for (const event of events) incident = apply(incident, event);
      await append(register, { events, incident: summaryOf(events) });
      assert.deepEqual(await readIncident(register, 'INC-1'), incident);
      const part = await readEvents(register, 'INC-1', { afterSeq: 2_990, limit: 5 });
      assert.deepEqual(part, events.slice(2_990, 2_995));
    });
  });

  test('an incident nobody journaled is not there', async () => {
    await withRegister(async (register) => {
      assert.equal(await readIncident(register, 'INC-0'), undefined);
      assert.deepEqual(await readEvents(register, 'INC-0'), []);
    });
  });

  test('the newest events of commands come in their order, timers left out', async () => {
    await withRegister(async (register) => {
      const [one, two, three, four] = recorded([
        declaration('INC-1'),
        { type: 'noted', text: 'a' },
        { type: 'acknowledged' },
        { type: 'commandRefused', command: 'close', code: 'duty-open', message: 'no' },
      ]);
      assert.ok(one && two && three && four);
      const { commandId: _none, ...timer } = two;
      const events = [one, timer, { ...three, commandId: 'command-1' }, four];
      await append(register, { events, incident: summaryOf(events) });
      const found = await readCommandEvents(register, 'INC-1', 500);
      assert.deepEqual(found, [one, { ...three, commandId: 'command-1' }, four]);
      assert.deepEqual(await readCommandEvents(register, 'INC-1', 1), found.slice(-1));
    });
  });

  test('lists are newest first and can be narrowed', async () => {
    await withRegister(async (register) => {
      for (const [n, id] of ['INC-1', 'INC-2', 'INC-3'].entries()) {
        const events = story(id, 1).map((event) => ({ ...event, atMs: startMs + n }));
        await append(register, { events, incident: summaryOf(events) });
      }
      const closed = recorded([
        declaration('INC-4'),
        { type: 'closed', outcome: 'false-alarm', reason: 'a drill' },
      ]);
      await append(register, { events: closed, incident: summaryOf(closed) });
      const ids = async (filter: Parameters<typeof listIncidents>[1]): Promise<string[]> =>
        (await listIncidents(register, filter)).map(({ id }) => id);
      assert.deepEqual(await ids({ open: true }), ['INC-3', 'INC-2', 'INC-1']);
      assert.deepEqual(await ids({ open: false }), ['INC-4']);
      assert.deepEqual(await ids({ severity: 'low' }), []);
      assert.deepEqual(await ids({ personalData: 'unknown', limit: 1 }), ['INC-3']);
      const [line] = await listIncidents(register, { open: false });
      assert.deepEqual(line, { ...summaryOf(closed), updatedAtMs: startMs + 60_000 });
    });
  });

  test('two processes at once lose nothing: different incidents, and the same events twice', async () => {
    const place = await engine.place();
    const children = ['INC-1', 'INC-2', 'INC-2'].map((id) => startAppending(place, id, 100));
    const codes = await Promise.all(children.map(({ ended }) => ended));
    assert.deepEqual(codes, [0, 0, 0], children.map(({ errors }) => errors()).join('\n'));
    const register = await open(place, { readOnly: true });
    assert.deepEqual(await readEvents(register, 'INC-1'), story('INC-1', 100));
    assert.deepEqual(await readEvents(register, 'INC-2'), story('INC-2', 100));
    assert.equal((await verifyAudit(register, undefined)).fault, undefined);
    await register.close();
  });

  test('what was acknowledged before kill -9 is there afterwards, without a gap', async () => {
    const place = await engine.place();
    const child = startAppending(place, 'INC-1', 100_000);
    child.process.stdout?.on('data', () => {
      if (child.output().split('\n').length > 40) child.process.kill('SIGKILL');
    });
    assert.equal(await child.ended, 'SIGKILL');
    const acknowledged = child.output().trim().split('\n').map(Number);
    const register = await open(place);
    const events = await readEvents(register, 'INC-1');
    assert.ok(events.length >= (acknowledged.at(-1) ?? Infinity), `${events.length} kept`);
    events.forEach(({ seq }, n) => assert.equal(seq, n + 1));
    const more = story('INC-1', events.length + 1);
    assert.equal(await append(register, { events: more, incident: summaryOf(more) }), more.length);
    await register.close();
  });
});
