/** The commands as zod sees them say the same as the table of commands, and can be described to machines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { commandBody } from '../../src/api/schema.ts';
import { commandFaults, commandNames, commandShapes } from '../../src/domain/commands.ts';
import type { Field } from '../../src/domain/shape.ts';

const zones = fc.constantFrom('Europe/Berlin', 'UTC', 'No where', 'x'.repeat(80));

/** Good and bad values of a field. */
function valueFor(field: Field): fc.Arbitrary<unknown> {
  const any = fc.constantFrom<unknown>(
    null,
    5,
    -1,
    1.5,
    true,
    '',
    ' ',
    'two\nlines',
    [],
    {},
    'INC-K7F3Q',
  );
  const texts = fc.string({ minLength: 1, maxLength: 30 });
  switch (field.kind) {
    case 'choice':
      return fc.oneof(fc.constantFrom(...field.of), any);
    case 'instant':
      return fc.oneof(fc.record({ atMs: fc.integer({ min: 0, max: 5e12 }), zone: zones }), any);
    case 'count':
      return fc.oneof(fc.nat(), any);
    case 'list':
      return fc.oneof(fc.array(texts, { maxLength: 40 }), any);
    case 'flag':
      return fc.oneof(fc.boolean(), any);
    case 'sha256':
      return fc.oneof(fc.constantFrom('a'.repeat(64), 'A'.repeat(64)), any);
    default:
      return fc.oneof(texts, fc.constantFrom('x'.repeat(201), 'x'.repeat(9_000)), any);
  }
}

for (const name of commandNames)
  test(`${name} is taken by zod exactly when the table takes it`, () => {
    const schema = commandBody(name);
    const fields = Object.entries(commandShapes[name]).map(
      ([field, shape]) => [field, fc.option(valueFor(shape), { nil: undefined, freq: 6 })] as const,
    );
    fc.assert(
      fc.property(
        fc.record({
          commandId: fc.constantFrom('c-1', '', 'x'.repeat(101)),
          actor: fc.constantFrom(
            { person: 'anna', channel: 'api' },
            { person: 'anna', channel: 'pigeon' },
            { person: 'anna', channel: 'cli', signature: 'x' },
          ),
          ...Object.fromEntries(fields),
        }),
        (input) => {
          const body = JSON.parse(JSON.stringify(input));
          const faults = commandFaults(name, body);
          assert.equal(schema.safeParse(body).success, faults.length === 0, faults.join('; '));
        },
      ),
      { numRuns: 60 },
    );
  });

test('a body is described as JSON Schema, with what each field is for', () => {
  const schema = z.toJSONSchema(commandBody('fileDuty'), { io: 'input' });
  assert.equal(schema.additionalProperties, false);
  assert.match(JSON.stringify(schema.properties?.['reference']), /"maxLength":200/);
});
