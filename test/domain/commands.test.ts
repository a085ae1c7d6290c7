/** The payload of every command: good ones pass, and a bad one is refused with the field named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  channels,
  commandFaults,
  commandNames,
  commandShapes,
  factNames,
  toCommand,
  type CommandName,
} from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { listLimit, shortText, type Field, type Shape } from '../../src/domain/shape.ts';
import { incidentId, policy, startMs } from '../support/incidents.ts';
import { payloads } from './samples.ts';

const envelope = { commandId: 'c-1', actor: { person: 'anna', channel: 'cli' } } as const;

function faults(name: CommandName, change: Readonly<Record<string, unknown>>): readonly string[] {
  return commandFaults(name, { ...envelope, ...payloads[name], ...change });
}

const bad: Readonly<Record<Field['kind'], readonly unknown[]>> = {
  text: ['', ' ', 5, null, {}, 'a\u0000b', 'a\u202eb', 'x'.repeat(8_001)],
  person: ['', 5, null, 'a\nb', 'x'.repeat(201)],
  playbook: ['', 5, null, 'a\nb'],
  incident: ['', 5, null, 'K7F3Q', 'x'],
  sha256: ['', 5, null, 'a'.repeat(63)],
  choice: ['', 5, null, 'other'],
  instant: [null, 0, 'now', {}, { atMs: 1.5, zone: 'UTC' }, { atMs: startMs, zone: '' }],
  count: [null, -1, 0.5, '1'],
  list: [null, 'a', [''], [5]],
  flag: [null, 'yes', 1],
};

for (const name of commandNames) {
  const shape: Shape = commandShapes[name];
  test(`${name}: a good payload passes, with all its fields and with only the required ones`, () => {
    assert.deepEqual(faults(name, {}), []);
    const optional = Object.keys(shape).filter((field) => shape[field]?.required === false);
    assert.deepEqual(
      faults(name, Object.fromEntries(optional.map((field) => [field, undefined]))),
      [],
    );
  });

  test(`${name}: every field refuses bad values by its name`, () => {
    for (const [field, { kind, required, ...rest }] of Object.entries(shape)) {
      const oneLine = 'max' in rest && rest.max <= shortText && kind === 'text' ? ['a\nb'] : [];
      const most = 'most' in rest && typeof rest.most === 'number' ? rest.most : listLimit;
      const tooMany = kind === 'list' ? [Array.from({ length: most + 1 }, () => 'a')] : [];
      for (const value of [...bad[kind], ...oneLine, ...tooMany]) {
        const found = faults(name, { [field]: value });
        assert.equal(found.length, 1, `${field} ${JSON.stringify(value)}: ${found.join('; ')}`);
        assert.ok(found[0]?.startsWith(`${field} `));
      }
      assert.equal(faults(name, { [field]: undefined }).length, required ? 1 : 0);
    }
  });

  test(`${name}: a field that is not its own is refused`, () => {
    assert.deepEqual(faults(name, { colour: 'red' }), [
      'colour is not a field of this command; leave it out',
    ]);
  });

  test(`${name}: tricks with prototypes are fields that are not known`, () => {
    for (const trick of ['__proto__', 'constructor', 'prototype']) {
      const rest = JSON.stringify({ ...envelope, ...payloads[name] }).slice(1);
      const found = commandFaults(name, JSON.parse(`{"${trick}": {"polluted": true}, ${rest}`));
      assert.deepEqual(found, [`${trick} is not a field of this command; leave it out`]);
    }
    assert.equal('polluted' in {}, false);
  });
}

for (const input of [undefined, null, 5, 'text', [], [envelope], true]) {
  test(`${JSON.stringify(input)} is no payload`, () =>
    assert.deepEqual(commandFaults('note', input), ['the input of note must be one JSON object']));
}

const envelopes: readonly (readonly [name: string, change: object, fault: RegExp])[] = [
  ['no command id', { commandId: undefined }, /^commandId is missing/],
  ['an empty command id', { commandId: '' }, /^commandId is empty/],
  ['a command id of 101 characters', { commandId: 'x'.repeat(101) }, /^commandId has 101/],
  ['a command id of two lines', { commandId: 'a\nb' }, /^commandId has several lines/],
  ['a number as command id', { commandId: 5 }, /^commandId is 5/],
  ['no actor', { actor: undefined }, /^actor is missing/],
  ['a text as actor', { actor: 'anna' }, /^actor is missing/],
  ['nothing as actor', { actor: null }, /^actor is missing/],
  ['an actor without a person', { actor: { channel: 'cli' } }, /^person is missing/],
  ['an actor without a channel', { actor: { person: 'anna' } }, /^channel is missing/],
  [
    'the channel of the timer, which is the product itself',
    { actor: { person: 'anna', channel: 'timer' } },
    /^channel is "timer"; use one of cli, mail, web, api, temporal$/,
  ],
  [
    'an actor with more than its fields',
    { actor: { ...envelope.actor, role: 'admin' } },
    /^role is not a field/,
  ],
  [
    'a huge signature',
    { actor: { ...envelope.actor, signature: 'x'.repeat(4_001) } },
    /^signature has 4001 characters/,
  ],
];
for (const [name, change, fault] of envelopes) {
  test(`a payload with ${name} is refused`, () => {
    const found = commandFaults('acknowledge', { ...envelope, ...change });
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', fault);
  });
}

test('every channel of a person passes', () => {
  for (const channel of channels)
    assert.deepEqual(
      commandFaults('acknowledge', { ...envelope, actor: { person: 'anna', channel } }),
      [],
    );
});

test('whatever JSON comes over the wire, the check answers with sentences and never throws', () => {
  const anyName = fc.constantFrom(...commandNames);
  const anyField = fc.constantFrom(
    ...new Set(commandNames.flatMap((name) => Object.keys(commandShapes[name]))),
    ...['commandId', 'actor', '__proto__', 'constructor'],
  );
  const nearlyRight = fc.dictionary(anyField, fc.jsonValue()).map((fields) => {
    const merged: unknown = JSON.parse(JSON.stringify({ ...envelope, ...fields }));
    return merged;
  });
  fc.assert(
    fc.property(anyName, fc.oneof(fc.jsonValue(), nearlyRight), (name, input) => {
      for (const fault of commandFaults(name, input)) {
        assert.equal(typeof fault, 'string');
        assert.doesNotMatch(fault, /\n/);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what passes the check is decided without throwing', () => {
  for (const name of commandNames) {
    const command = toCommand(name, { ...envelope, ...payloads[name] });
    decide(undefined, command, { nowMs: startMs, incidentId, policy });
  }
});

test('a value nested 20,000 deep is refused, not thrown at', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  assert.equal(faults('note', { text: deep }).length, 1);
});

test('a payload is split into envelope and fields', () => {
  assert.deepEqual(toCommand('note', { ...envelope, text: 'hello' }), {
    ...{ name: 'note', commandId: 'c-1', actor: envelope.actor },
    fields: { text: 'hello' },
  });
});

test('the facts of a triage are the fields that its shape and its list of names agree on', () => {
  const { summary: _summary, kind: _kind, personalData: _answer, ...facts } = commandShapes.triage;
  assert.deepEqual(Object.keys(facts), factNames);
});

test('every field says in one line what it is for', () => {
  for (const name of commandNames)
    for (const { help } of Object.values(commandShapes[name])) assert.match(help, /^\S.{3,98}\S$/);
});
