/**
 * Somebody who may talk to the product says what no form would: every edge answers in one sentence, soon, and never with a bug.
 * Proved elsewhere: a table of bad inputs with their sentences against a running product (test/cli/bad-input.test.ts), shapes of
 * commands (test/domain/commands.test.ts), signals that cannot be decoded (test/workflows/signal.test.ts).
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { RawValue, defaultPayloadConverter } from '@temporalio/common';
import fc from 'fast-check';
import { accessRoles } from '../../src/domain/access.ts';
import {
  commandFaults,
  commandNames,
  toCommand,
  type CommandInput,
  type CommandName,
} from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { readSignal } from '../../src/workflows/signal.ts';
import { createDesk } from '../cli/desk.ts';
import { busy, payloads } from '../domain/samples.ts';
import { declaration, recorded } from '../register/sample.ts';
import { hours, policy } from '../support/incidents.ts';
import { hostileText, seeded } from './hostile.ts';

const longestMs = 10_000;
const id = 'INC-K7F3Q';

let desk: Awaited<ReturnType<typeof createDesk>>;
let file: string;
before(async () => {
  desk = await createDesk(recorded([declaration(id)]));
  file = join(desk.folder, 'input');
});

/** None of these needs a server; `HOSTILE` stands for the text, `FILE` for a file of it. */
const lines: readonly (readonly string[])[] = [
  ['HOSTILE'],
  ['show', 'HOSTILE'],
  ['register', 'show', 'HOSTILE'],
  ['register', 'list', '--rule', 'HOSTILE'],
  ['register', 'list', '--from', 'HOSTILE'],
  ['audit', 'list', '--incident', 'HOSTILE'],
  ['timeline', id, '--as', 'HOSTILE'],
  ['timeline', id, '--zone', 'HOSTILE'],
  ['notice', 'show', id, 'HOSTILE'],
  ['clock', 'HOSTILE'],
  ['clock', '--aware', 'HOSTILE'],
  ['assess', '--input', 'FILE'],
  ['sign', 'note', id, '--text', 'HOSTILE', '--as', 'anna'],
  ['sign', 'HOSTILE', id, '--as', 'anna'],
  ['sign', 'triage', id, '--input', 'FILE', '--as', 'anna'],
  ['sign', 'note', id, '--text', 'x', '--valid', 'HOSTILE', '--as', 'anna'],
  ['sign', 'note', id, '--text', 'x', '--command-id', 'HOSTILE', '--as', 'anna'],
  ['access', 'grant', 'anna', '--public-key', 'FILE', '--as', 'anna'],
  ['access', 'grant', 'HOSTILE', '--as', 'anna'],
  ['access', 'revoke', 'HOSTILE', '--reason', 'HOSTILE', '--as', 'anna'],
  ['audit', 'verify', '--checkpoint', 'FILE'],
  ['vendors', 'show', 'HOSTILE'],
  ['policy', 'show', '--policy', 'FILE'],
  ['rules', 'HOSTILE'],
];

describe('the command line', () => {
  it('answers whatever is typed in one sentence, and never as a bug', async () => {
    const typed = fc.tuple(fc.constantFrom(...lines), hostileText);
    await seeded(
      fc.asyncProperty(typed, async ([words, hostile]) => {
        writeFileSync(file, hostile);
        const before = process.cpuUsage();
        const asked = words.map((word) =>
          word === 'HOSTILE' ? hostile : word === 'FILE' ? file : word,
        );
        const { code, err, out } = await desk.run(...asked);
        assert.ok(process.cpuUsage(before).user < 1_000 * longestMs);
        assert.ok([0, 2, 3, 4, 5, 6].includes(code), `${words.join(' ')}: ${code} ${err}`);
        assert.doesNotMatch(err, /\n\s+at \S|\[object|TypeError|RangeError/);
        assert.ok(err.length < 20_000, `${words.join(' ')} said ${err.length} characters`);
        // What was typed shall not steer the terminal of whoever reads the answer.
        assert.doesNotMatch(
          `${err}${code === 0 ? '' : out}`,
          /\p{Cc}(?<![\n\t])/u,
          words.join(' '),
        );
      }),
      80,
    );
  });
});

const json = fc.oneof(
  fc.anything({
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    maxDepth: 3,
  }),
  fc.jsonValue(),
  hostileText,
);

/** A good payload in which one field is something else. */
const payload = fc
  .tuple(fc.constantFrom(...commandNames), fc.nat(20), json, fc.boolean())
  .map(([name, at, value, isActor]) => {
    const good: object = {
      commandId: 'c',
      actor: { person: 'anna', channel: 'cli' },
      ...payloads[name],
    };
    const keys = Object.keys(good);
    const key = keys[at % keys.length] ?? 'commandId';
    const input = isActor
      ? { ...good, actor: { person: value, channel: value } }
      : { ...good, [key]: value };
    return { name, input };
  });

describe('a command of any shape', () => {
  it('as an update has faults or fits, and does not throw', async () => {
    await seeded(
      fc.property(payload, json, ({ name, input }, other) => {
        for (const one of [input, other])
          for (const fault of commandFaults(name, one))
            assert.ok(fault.length > 0 && fault.length < 2_000);
      }),
      400,
    );
  });

  it('as a signal is read or told in one short line, and does not throw', async () => {
    const { metadata } = defaultPayloadConverter.toPayload('x');
    const raw = fc.oneof(
      payload.map(({ name, input }) => JSON.stringify({ name, ...input })),
      hostileText,
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    await seeded(
      fc.property(raw, json, (text, value) => {
        const sealed = new RawValue(value);
        Object.assign(sealed, { _payload: { metadata, data: Buffer.from(text ?? '') } });
        for (const one of [sealed, value]) {
          const read = readSignal(one);
          if ('command' in read) continue;
          assert.ok(read.message.length > 0 && read.message.length <= 500);
          assert.doesNotMatch(read.message, /\n/);
        }
      }),
      400,
    );
  });

  it('that names a prototype where a person, a duty or a task should be is refused, and does not throw', () => {
    const { incident } = busy();
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
    const circumstances = {
      nowMs: hours(3).atMs,
      incidentId: incident.id,
      policy,
      unjournaled: 0,
      roles: accessRoles,
    };
    for (const name of commandNames)
      for (const field of Object.keys(payloads[name]))
        for (const strange of names) {
          const input: object = {
            commandId: 'c',
            actor: { person: 'anna', channel: 'cli' },
            ...payloads[name],
            [field]: strange,
          };
          if (commandFaults(name, input).length > 0) continue;
          // oxlint-disable-next-line no-unsafe-type-assertion -- commandFaults has just found that it fits.
          const command = toCommand(name, input as CommandInput<CommandName>);
          const decided = decide(incident, command, circumstances);
          const isPointer = [
            'commander',
            'scribe',
            'owner',
            'task',
            'duty',
            'customer',
            'rule',
            'kind',
            'notice',
            'glass',
            'into',
          ].includes(field);
          if (isPointer)
            assert.ok(
              'refused' in decided,
              `${name} took ${field} ${strange}: ${JSON.stringify(decided)}`,
            );
        }
  });
});
