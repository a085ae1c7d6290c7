/** What may stand in a field of each kind, and what is refused with the field's name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listLimit, longText, shapeFaults, shortText, type Field } from '../../src/domain/shape.ts';

const base = { required: true, help: 'what it is for' };
const fields: Readonly<Record<Field['kind'] | 'line', Field>> = {
  text: { ...base, kind: 'text', max: longText },
  line: { ...base, kind: 'text', max: shortText },
  person: { ...base, kind: 'person' },
  playbook: { ...base, kind: 'playbook' },
  incident: { ...base, kind: 'incident' },
  sha256: { ...base, kind: 'sha256' },
  choice: { ...base, kind: 'choice', of: ['low', 'high'] },
  instant: { ...base, kind: 'instant' },
  count: { ...base, kind: 'count' },
  list: { ...base, kind: 'list', max: shortText },
  flag: { ...base, kind: 'flag' },
};

function faultsOf(kind: keyof typeof fields, value: unknown): readonly string[] {
  return shapeFaults({ field: fields[kind] }, { field: value });
}

const zone = 'Europe/Vienna';
const good: Readonly<Record<keyof typeof fields, readonly unknown[]>> = {
  text: ['a', 'Zoë said: “two\nlines\tand a tab”', '数据泄露', '👩‍💻', 'x'.repeat(longText)],
  line: ['a', ' a ', 'x'.repeat(shortText)],
  person: ['anna', 'anna-2'],
  playbook: ['ransomware'],
  incident: ['INC-K7F3Q'],
  sha256: ['0123456789abcdef'.repeat(4)],
  choice: ['low', 'high'],
  instant: [
    { atMs: Date.UTC(2026, 2, 27), zone },
    { atMs: Date.UTC(2000, 0, 1), zone: 'UTC' },
    { atMs: Date.UTC(2100, 0, 1), zone: 'Etc/GMT+2' },
  ],
  count: [0, 1, Number.MAX_SAFE_INTEGER],
  list: [[], ['customers'], Array.from({ length: listLimit }, () => 'x'.repeat(shortText))],
  flag: [true, false],
};
for (const [kind, values] of Object.entries(good)) {
  test(`${kind} takes what it should`, () => {
    for (const value of values)
      assert.deepEqual(shapeFaults({ field: fieldOf(kind) }, { field: value }), []);
  });
}

function fieldOf(kind: string): Field {
  const field = Object.entries(fields).find(([name]) => name === kind)?.[1];
  assert.ok(field);
  return field;
}

const noText: readonly unknown[] = [null, 0, true, {}, [], ['a'], { length: 1 }];
const emptyText = ['', ' ', '\n\t ', '\u00a0', '\ufeff'];
const hidden = ['\u0000', '\u001b[31m', '\u007f', '\u0085', '\u202e', '\u202a', '\u2028', '\u2029'];
const bad: Readonly<Record<keyof typeof fields, readonly unknown[]>> = {
  text: [...noText, ...emptyText, ...hidden.map((c) => `a${c}b`), 'x'.repeat(longText + 1)],
  line: [...noText, ...emptyText, 'two\nlines', 'two\rlines', 'x'.repeat(shortText + 1)],
  person: [...noText, ...emptyText, 'an\nna', 'x'.repeat(shortText + 1)],
  playbook: [...noText, ...emptyText, 'a\nb'],
  incident: [...noText, '', 'K7F3Q', 'inc-k7f3q', 'INC-K7F30', 'INC-K7F3QQ', 'INC-K7F3Q\n'],
  sha256: [...noText, '', 'a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64), `${'a'.repeat(64)}\n`],
  choice: [...noText, '', 'LOW', 'low ', 'toString', '__proto__'],
  instant: [
    ...[null, 0, '2026-03-27', [], {}, { atMs: 0 }, { zone }, { atMs: 0, zone: 5 }],
    ...[Number.NaN, Infinity, 0.5, '0'].map((atMs) => ({ atMs, zone })),
    ...['', 'a b', 'x'.repeat(65), '../etc\n', 'Europe/Wien\u202e'].map((name) => ({
      ...{ atMs: Date.UTC(2026, 2, 27), zone: name },
    })),
    { atMs: Date.UTC(2000, 0, 1) - 1, zone },
    { atMs: Date.UTC(2100, 0, 1) + 1, zone },
  ],
  count: [null, '1', -1, 0.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1, [1], true],
  list: [
    ...[null, 'customers', {}, [''], [5], [null], [['a']], ['two\nlines']],
    Array.from({ length: listLimit + 1 }, () => 'a'),
    ['x'.repeat(shortText + 1)],
  ],
  flag: [null, 0, 1, 'true', {}, []],
};
for (const [kind, values] of Object.entries(bad)) {
  for (const value of values) {
    const shown = JSON.stringify(value);
    test(`${kind} refuses ${shown.length > 50 ? `${shown.slice(0, 50)}…` : shown}`, () => {
      const faults = shapeFaults({ field: fieldOf(kind) }, { field: value });
      assert.equal(faults.length, 1);
      assert.match(faults[0] ?? '', /^field (is|has|holds) /);
      assert.ok((faults[0] ?? '').length < 250);
      assert.doesNotMatch(faults[0] ?? '', /\n/);
    });
  }
}

test('a missing field says what to give, and only when it is required', () => {
  assert.deepEqual(faultsOf('text', undefined), ['field is missing; give what it is for']);
  assert.deepEqual(shapeFaults({ field: { ...fields.text, required: false } }, {}), []);
});

test('a field that is not known is refused by name', () => {
  assert.deepEqual(shapeFaults({}, { colour: 'red' }), [
    'colour is not a field of this command; leave it out',
  ]);
});

test('all faults come at once, under the names of where they came from', () => {
  const faults = shapeFaults({ one: fields.count, two: fields.flag }, { one: -1 }, (f) => `--${f}`);
  assert.deepEqual(faults, [
    '--one is -1; give a whole number, 0 or more',
    '--two is missing; give what it is for',
  ]);
});

for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
  test(`a field called ${name} is a field that is not known`, () => {
    const input: unknown = JSON.parse(`{"${name}": {"field": "a"}}`);
    assert.ok(typeof input === 'object' && input !== null);
    assert.deepEqual(shapeFaults({ field: fields.text }, { ...input }), [
      `${name} is not a field of this command; leave it out`,
      'field is missing; give what it is for',
    ]);
  });
}

test('an instant holds nothing beside time and zone', () => {
  const instant = { atMs: Date.UTC(2026, 2, 27), zone, note: 'x'.repeat(1_000_000) };
  assert.equal(faultsOf('instant', instant).length, 1);
});

for (const [name, character] of [
  ['U+2066 (isolate)', '\u2066'],
  ['U+2067 (isolate)', '\u2067'],
  ['U+2069 (end of isolate)', '\u2069'],
] as const) {
  test(`a text does not hold ${name}, which lets it disguise itself`, () =>
    assert.equal(faultsOf('line', `a${character}b`).length, 1));
}
