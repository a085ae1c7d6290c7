/** `assess` with an incident: on its record, in `show` and on the timeline, on a real server and worker. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { until, type App, type Json } from '../support/app.ts';
import { sharedApp } from '../support/shared-app.ts';
import { createTyped } from '../support/typed.ts';
import { calm, stolen } from '../domain/assess/given.ts';

let app: App;
let file: string;
before(async () => {
  app = await sharedApp();
  file = join(app.data, 'facts.json');
});

const { incident, misused } = createTyped(() => app);
const dora = ['--as', 'dora'];

function assess(id: string, facts: object): Promise<Json> {
  writeFileSync(file, JSON.stringify(facts, null, 2));
  return incident('assess', id, '--facts', file, ...dora);
}

async function declare(): Promise<string> {
  return (await incident('declare', 'export is public', '--as', 'anna')).id;
}

async function shown(id: string): Promise<string> {
  const { code, out, err } = await app.run(['show', id]);
  assert.equal(code, 0, err);
  return out;
}

async function timeline(id: string, awaited: RegExp): Promise<string> {
  let out = '';
  await until(async () => {
    ({ out } = await app.run(['timeline', id]));
    return awaited.test(out);
  });
  return out;
}

describe('assess with an incident', () => {
  it('records the outcome, and shows it with what is for a person to do', async () => {
    const id = await declare();
    const { assessment, duties } = await assess(id, {
      ...stolen,
      contents: ['identity_documents'],
    });
    assert.deepEqual(
      [assessment.authority, assessment.people, assessment.by],
      ['notify', 'communicate', 'dora'],
    );
    assert.equal(duties.length, 1, 'nothing is started by it');
    const before = await shown(id);
    assert.match(before, /ENISA \d.* medium; advice: notify the authority; tell the people\n/);
    assert.match(before, /once awareness is declared, seventytwo duty start INC-\w+ gdpr-34/);
    assert.match(before, /facts by Dora Lind, .*; a person decides/);
    await incident('aware', id, '--at', '-1h', '--reason', 'the log', ...dora);
    assert.match(await shown(id), /tell the people: seventytwo duty start INC-\w+ gdpr-34/);
    await incident('duty start', id, 'gdpr-34', '--reason', 'documents', ...dora);
    assert.doesNotMatch(await shown(id), /duty start/);
    await timeline(id, /assessed the breach: ENISA .*; a person decides/);
  });

  it('says what it still waits for', async () => {
    const id = await declare();
    await assess(id, {});
    assert.match(
      await shown(id),
      /ENISA score not known yet; advice: notify the authority: undecided; tell the people: undecided; missing data, /,
    );
  });

  it('shows a drop of the advice, touches no clock by it, and contradicts who withholds', async () => {
    const id = await declare();
    const { duties } = await assess(id, stolen);
    const dropped = await assess(id, calm);
    assert.deepEqual(dropped.duties, duties);
    assert.match(await shown(id), /changed: before, .*: notify the authority; .*; no duty is/);
    await timeline(id, /advice: document only.*; changed, it was: notify the authority/);
    await assess(id, stolen);
    const advise = ['withhold', '--reason', 'it is small', ...dora];
    await incident('duty advise', id, ...advise);
    const told = await shown(id);
    assert.match(
      told,
      /advised to withhold: it is small\n +the assessment advises otherwise: notify the authority/,
    );
    assert.match((await app.run(['duty', 'list', id])).out, /the assessment advises otherwise/);
  });

  it('is printed for people too, and reads from standard input', async () => {
    const id = await declare();
    const { code, out } = await app.run(['assess', id, '--facts', '-', ...dora], {
      input: JSON.stringify(stolen),
    });
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^Recorded on ${id}:\nENISA .*; a person decides$`, 's'));
  });

  it('tells every mistake before anything is sent', async () => {
    const id = await declare();
    writeFileSync(file, '{"malicious": 5, "malicous": true}');
    const facts = ['--facts', file, ...dora];
    await misused(
      'bad-facts',
      /malicious is 5.*\nmalicous is not a known/s,
      'assess',
      id,
      ...facts,
    );
    const reason = 'x'.repeat(500);
    const item = { category: 'simple', adjustment: 1, reason };
    writeFileSync(file, JSON.stringify({ data: Array.from({ length: 20 }, () => item) }));
    await misused(
      'bad-input',
      /--facts has 1\d+ characters; shorten it to 8000/,
      'assess',
      id,
      ...facts,
    );
    writeFileSync(file, '{}');
    await misused('no-actor', /--as <person>/, 'assess', id, '--facts', file);
    await misused('unknown-incident', /no incident INC-22222/, 'assess', 'INC-22222', ...facts);
    await misused('unknown-incident', /"" is not an incident id/, 'assess', '', ...facts);
    await misused('no-facts', /--facts is missing/, 'assess', id, ...dora);
    const { events } = await app.done('timeline', id);
    assert.ok(events.every(({ type }: Json) => !/^assess|Refused$/.test(type)));
  });

  it("by Temporal's own program, a mistake lands on the timeline", async () => {
    const id = await declare();
    const actor = { person: 'anna', channel: 'temporal' };
    await app.client.workflow.getHandle(id).executeUpdate('assess', {
      args: [{ commandId: 'x', actor, facts: '{"malicious": "perhaps\\u001b[2J"}' }],
    });
    await timeline(id, /could not assess the facts: malicious is "perhaps.*write true or false/);
    assert.match(await shown(id), /newer facts were not assessed: malicious is "perhaps/);
  });
});
