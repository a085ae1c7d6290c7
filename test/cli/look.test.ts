/** Incidents as others see them: in the list, after their end, and in Temporal's own tools. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { defineSearchAttributeKey } from '@temporalio/common';
import { readConfig } from '../../src/config.ts';
import { startCodecServer, type CodecServer } from '../../src/encryption/codec-server.ts';
import { openKeys } from '../../src/encryption/keys.ts';
import { hourMs } from '../../src/domain/ladder.ts';
import { until, type App, type Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { createTyped } from '../support/typed.ts';

let app: App;
/** Temporal's own program reads no answer without it. */
let codec: CodecServer;
before(async () => {
  app = await sharedApp();
  codec = await startCodecServer({ keys: openKeys(readConfig(app.env, {})), port: 0, origins: [] });
});
after(async () => {
  await codec.stop();
});

const { done, incident, runStatus } = createTyped(() => app);

/** From declaration to closing without a breach. */
async function shortLife(title: string): Promise<string> {
  const { id } = await incident('declare', title, '--personal-data', 'no', '--as', 'anna');
  await incident('triage', id, 'a test', '--as', 'anna');
  await incident('contain', id, 'nothing to stop', '--as', 'anna');
  await incident('recover', id, 'nothing to restore', '--as', 'anna');
  await incident('review', id, 'all well', '--as', 'anna');
  await incident('close', id, '--as', 'anna');
  await until(async () => (await runStatus(id)) === 'COMPLETED');
  return id;
}

describe('the list', () => {
  it('has what is due first on top and what is not due at the bottom', async () => {
    const detected = new Date(Date.now() - 20 * hourMs).toISOString().slice(0, 19);
    const calm = await incident(
      'declare',
      'printer on fire',
      '--personal-data',
      'no',
      '--as',
      'ben',
    );
    const late = await incident('declare', 'old leak', '--detected', `${detected}Z`, '--as', 'ben');
    const soon = await incident('declare', 'new leak', '--as', 'ben');
    let order: string[] = [];
    await until(async () => {
      const { incidents } = await done('list');
      const ids: string[] = incidents.map((line: Json) => line.id);
      order = ids.filter((id) => [calm.id, late.id, soon.id].includes(id));
      return order.length === 3;
    });
    assert.deepEqual(order, [late.id, soon.id, calm.id]);
    const { out } = await app.run(['list', '--zone', 'Europe/Helsinki']);
    assert.match(out, /EET|EEST|GMT\+[23]/);
    assert.match(out, /old leak \(in 5[12] h/);
  });
});

describe('while Temporal cannot be reached', () => {
  const away = { env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } };
  const note =
    /note: no Temporal server answers at 127\.0\.0\.1:1.*\nnote: this is what the register holds/;

  it('the register answers what is open, when it is due, and how it stood', async () => {
    const { id, duties } = await incident('declare', 'leak', '--severity', 'low', '--as', 'anna');
    await incident('ack', id, '--as', 'anna');
    await until(async () => (await incident('show', id)).unjournaled === 0);
    const shown = await app.run(['show', id, '--json'], away);
    assert.equal(shown.code, 0);
    assert.match(shown.err, note);
    assert.equal(shown.json().incident.commander, 'anna');
    for (const filter of [[], ['--severity', 'low'], ['--commander', 'anna']]) {
      const listed = await app.run(['list', ...filter, '--json'], away);
      assert.equal(listed.code, 0);
      assert.match(listed.err, note);
      const line = listed.json().incidents.find((one: Json) => one.id === id);
      assert.equal(line.nextDueAtMs, duties[0].dueAtMs);
    }
    for (const filter of [['--severity', 'critical'], ['--overdue'], ['--commander', 'ben']]) {
      const { incidents } = (await app.run(['list', ...filter, '--json'], away)).json();
      assert.ok(!incidents.some((one: Json) => one.id === id), filter.join(' '));
    }
  });

  it('an incident that the register does not know is not said to be none', async () => {
    const { code, err } = await app.run(['show', 'INC-22222'], away);
    assert.equal(code, 3);
    assert.match(err, /no Temporal server answers/);
  });
});

describe('a closed incident', () => {
  it('is reopened by awareness, and takes a filing without it', async () => {
    const id = await shortLife('odd login');
    const aware = ['--at', '-30m', '--reason', 'it was an attack', '--as', 'dora'];
    const reopened = await incident('aware', id, ...aware);
    assert.notEqual(reopened.phase, 'closed');
    assert.equal(reopened.duties[0].state, 'open');

    const closed = await shortLife('odd mail');
    const file = ['--reference', 'LDA-2', '--as', 'dora'];
    const filed = await incident('duty file', closed, ...file);
    assert.equal(filed.phase, 'closed');
    assert.equal(filed.duties[0].filings[0].reference, 'LDA-2');
    await until(async () => (await runStatus(closed)) === 'COMPLETED');
  });
});

describe("Temporal's own tools", () => {
  it('find an incident by its search attributes', async () => {
    const { id } = await incident('declare', 'found by', '--severity', 'low', '--as', 'anna');
    await incident('triage', id, 'x', '--personal-data', 'yes', '--as', 'anna');
    const query = `IncidentPhase = 'containment' AND IncidentSeverity = 'low' AND IncidentPersonalData = 'yes' AND IncidentNextDue > '2000-01-01T00:00:00Z'`;
    await until(async () => (await app.client.workflow.count(query)).count === 1);
    const commander = defineSearchAttributeKey('IncidentCommander', 'KEYWORD');
    for await (const found of app.client.workflow.list({ query })) {
      assert.equal(found.workflowId, id);
      const key = found.typedSearchAttributes.get(commander);
      assert.match(key ?? '', /^[0-9a-f]{16}$/, 'an opaque key, no name');
    }
  });

  it('ask an incident and send it commands, and show the code of a refusal', async () => {
    const { id } = await incident('declare', 'from outside', '--as', 'anna');
    const query = await temporal('workflow', 'query', '-w', id, '--name', 'status', '-o', 'json');
    assert.equal(query.code, 0, query.err);
    assert.match(query.out, /"from outside"/);

    const actor = { person: 'anna', channel: 'temporal' };
    const update = (name: string, fields: object) =>
      temporal(
        ...['workflow', 'update', 'execute', '-w', id, '--name', name, '--input'],
        JSON.stringify({ commandId: `from-temporal-${name}`, actor, ...fields }),
      );
    const noted = await update('note', { text: 'by hand' });
    assert.equal(noted.code, 0, noted.err);
    assert.equal((await incident('show', id)).notes, 1);

    const early = await update('recover', { summary: 'x' });
    assert.equal(early.code, 1);
    assert.match(early.err, /wrong-phase/);
    assert.match(early.err, /contain it first/);
    const shapeless = await update('note', {});
    assert.equal(shapeless.code, 1);
    assert.match(shapeless.err, /bad-shape/);
    assert.match(shapeless.err, /text is missing/);
  });
});

function temporal(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const all = [...args, '--address', app.address, '--codec-endpoint', codec.url];
    execFile(app.cliPath, all, { env: app.env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
