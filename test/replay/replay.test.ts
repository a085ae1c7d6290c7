/** Incidents that began under an earlier version go on: today's workflow replays every recorded history. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { altered, withoutTimer, type RecordedHistory } from './changes.ts';
import { fileNames, scenarios, type Scenario } from './scenarios.ts';

const folder = join(import.meta.dirname, 'histories');
const codePath = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
const recorded = readdirSync(folder).toSorted();

before(() => {
  Runtime.install({
    // The failures of the negative controls are what is wanted.
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
});

function read(file: string): RecordedHistory {
  const history: RecordedHistory = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return history;
}

async function replay(history: RecordedHistory): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: { codePath } }, history);
}

/** `because`: in Temporal's words, so that it does not fail for a reason of the control's own. */
async function failsReplay(history: RecordedHistory, because: RegExp): Promise<void> {
  await assert.rejects(replay(history), { name: 'DeterminismViolationError', message: because });
}

describe('a recorded history', () => {
  for (const file of recorded)
    it(`is replayed by today's workflow: ${file}`, async () => {
      await replay(read(file));
    });

  it('exists for every scenario, and every file belongs to one', () => {
    const names = Object.keys(scenarios).filter((name): name is Scenario =>
      Object.hasOwn(scenarios, name),
    );
    assert.deepEqual(recorded, names.flatMap(fileNames).toSorted());
  });

  it('tells nothing of the machine that recorded it', () => {
    for (const file of recorded)
      for (const { identity } of identities(readFileSync(join(folder, file), 'utf8')))
        assert.equal(identity, 'recorder', file);
  });
});

describe('a history that the workflow would not write fails to replay', () => {
  const paged = read('paged-and-acknowledged.1.json');

  it('with another activity', () =>
    failsReplay(
      altered(paged, 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED', '"sendMail"', '"sendFax"'),
      /Activity type of scheduled event 'sendFax' does not match/,
    ));

  it('without a timer', () => failsReplay(withoutTimer(paged), /Timer machine does not handle/));

  it('with an update that it does not know', () =>
    failsReplay(
      altered(
        paged,
        'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
        '"acknowledge"',
        '"acknowledgeLoudly"',
      ),
      /No command scheduled for event .*UpdateAccepted/,
    ));
});

describe('a replay', () => {
  it('also passes what was changed on the way and changed back: the controls fail for their change alone', async () => {
    const paged = read('paged-and-acknowledged.1.json');
    const type = 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED';
    const there = altered(paged, type, '"sendMail"', '"sendFax"');
    await replay(altered(there, type, '"sendFax"', '"sendMail"'));
  });
});

function identities(text: string): readonly { readonly identity: string }[] {
  return [...text.matchAll(/"identity":"(?<name>[^"]*)"/g)].map(({ groups }) => ({
    identity: groups?.['name'] ?? '',
  }));
}
