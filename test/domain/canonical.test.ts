/** Canonical JSON: RFC 8785, by its own examples for what our JSON holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonical } from '../../src/domain/canonical.ts';

test('section 3.2.2: the sample object, its keys in order', () => {
  const given = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`);
  assert.equal(
    canonical(given),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('section 3.2.3: keys are sorted by UTF-16 code units', () => {
  const given = JSON.parse(String.raw`{
    "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
  }`);
  assert.deepEqual(Object.values(JSON.parse(canonical(given))).length, 7);
  const order = [...canonical(given).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
  assert.deepEqual(order, [
    ...['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis'],
    ...['Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh'],
  ]);
});

test('appendix B: integers at the edge of what is exact, and minus zero', () => {
  assert.equal(
    canonical([9007199254740991, -9007199254740991, 0, -0]),
    '[9007199254740991,-9007199254740991,0,0]',
  );
});

test('an undefined field is left out, what has no JSON throws, half a surrogate pair does not', () => {
  assert.equal(canonical({ b: undefined, a: 1 }), '{"a":1}');
  for (const value of [undefined, Number.NaN, Infinity, 1n, () => 1])
    assert.throws(() => canonical(value), /has no JSON/);
  assert.equal(canonical('\ud800'), String.raw`"\ud800"`);
});

test('it reads back as the same value, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(canonical(JSON.parse(text)), text);
    }),
  );
});
