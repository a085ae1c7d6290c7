/** The description of the API: whole, and made from what the server checks by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { openApi } from '../../src/api/openapi.ts';
import { apiCommands } from '../../src/api/routes.ts';
import { commandShapes } from '../../src/domain/commands.ts';

const operation = z.object({
  operationId: z.string(),
  responses: z.record(z.string(), z.unknown()),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
  requestBody: z
    .object({
      content: z.object({
        'application/json': z.object({
          schema: z.object({ properties: z.record(z.string(), z.unknown()) }),
        }),
      }),
    })
    .optional(),
});
const reference = z.object({ $ref: z.string() });
const description = z.object({
  openapi: z.literal('3.1.0'),
  components: z.object({ responses: z.record(z.string(), z.object({ description: z.string() })) }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});
const made = description.parse(JSON.parse(JSON.stringify(openApi('https://acme.example'))));
const all = Object.entries(made.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, ...described })),
);

test('every command that a person may send has a path, with every field of the table', () => {
  for (const name of apiCommands) {
    const path = name === 'declare' ? '/incidents' : `/incidents/{incident}/commands/${name}`;
    const body = made.paths[path]?.['post']?.requestBody?.content['application/json'].schema;
    assert.deepEqual(
      Object.keys(body?.properties ?? {}).toSorted(),
      ['actor', 'commandId', ...Object.keys(commandShapes[name])].toSorted(),
    );
  }
  assert.ok(!all.some(({ path }) => path.includes('absorb')), 'machines have no path');
});

test('operations have names of their own, and name each part of their path', () => {
  assert.equal(new Set(all.map(({ operationId }) => operationId)).size, all.length);
  for (const { path, parameters = [] } of all)
    assert.deepEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      parameters.filter((one) => one.in === 'path').map(({ name }) => name),
    );
});

test('each problem is described once, and every operation refers to all of them', () => {
  const described = Object.keys(made.components.responses);
  assert.equal(described.length, 11);
  for (const { responses } of all) {
    const { 200: _done, ...problems } = responses;
    assert.deepEqual(
      Object.values(problems).map((one) => reference.parse(one).$ref.split('/').at(-1)),
      described,
    );
  }
});

test('what has a name is described once, and every reference leads somewhere', () => {
  const whole = openApi('https://acme.example');
  const text = JSON.stringify(whole);
  assert.doesNotMatch(text, /\$defs|\$schema/);
  for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = path
      .split('/')
      .reduce<unknown>(
        (part, key) => (part instanceof Object ? Reflect.get(part, key) : part),
        whole,
      );
    assert.ok(found instanceof Object, path);
  }
  // The status, who acts and an instant: dozens of operations have them.
  for (const [name, inside] of [
    ['Incident', '"nextDueAtMs":{"type":"integer"'],
    ['Actor', '"channel":{"type":"string"'],
    ['Instant', '"zone":{"type":"string"'],
  ] as const) {
    assert.ok(text.split(`"#/components/schemas/${name}"`).length > 5, name);
    const most = name === 'Incident' ? 2 : 1;
    assert.ok(text.split(inside).length - 1 <= most, `${name} is described anew`);
  }
});
