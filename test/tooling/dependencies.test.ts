/** What the product brings along is known: listed, up to date, and under licences that ask for nothing but their notice. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dependenciesPage, isAllowed, readDependencies } from '../../scripts/dependencies.ts';

const all = readDependencies();

test('docs/dependencies.md is what scripts/dependencies.ts writes', async () => {
  const kept = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');
  assert.equal(kept, await dependenciesPage(all), 'run node --import tsx scripts/dependencies.ts');
});

test('every licence is permissive', () => {
  const others = all.filter(({ license }) => !isAllowed(license));
  assert.deepEqual(others, []);
});

test('one part of an OR is enough, every part of an AND is needed, and what is not known is not allowed', () => {
  for (const license of [
    'MIT',
    '(MIT OR GPL-3.0-only)',
    'Apache-2.0 AND MIT',
    '(ISC AND CC-BY-3.0)',
  ])
    assert.ok(isAllowed(license), license);
  for (const license of ['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'unknown', '', 'CC-BY-NC-4.0'])
    assert.ok(!isAllowed(license), license);
});

test('each is there for somebody, and what runs at installation is known by name', () => {
  assert.ok(all.length > 100);
  const forNobody = all.filter(({ purpose }) => purpose === 'for ').map(({ name }) => name);
  assert.deepEqual(forNobody, []);
  const scripts = all.filter(({ runsInstallScript }) => runsInstallScript).map(({ name }) => name);
  assert.deepEqual(scripts, ['@photostructure/sqlite', '@swc/core', 'protobufjs']);
});
