/** Where things are: flags before the environment before the default, and nothing by accident in this folder. */
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { it } from 'node:test';
import { readConfig } from '../src/config.ts';

const standard = join(homedir(), '.local', 'share', 'seventytwo');

it('flags win over the environment, which wins over the default', () => {
  const env = { SEVENTYTWO_DATA: '/env', SEVENTYTWO_POLICY: '/env.yaml', XDG_DATA_HOME: '/xdg' };
  const flags = { data: '/flag', policy: '/flag.yaml' };
  assert.deepEqual(readConfig(env, flags), {
    ...{ data: '/flag', policyPath: '/flag.yaml', keys: '/flag/keys' },
  });
  assert.deepEqual(readConfig(env, {}), {
    ...{ data: '/env', policyPath: '/env.yaml', keys: '/env/keys' },
  });
  assert.equal(readConfig({ XDG_DATA_HOME: '/xdg' }, {}).data, '/xdg/seventytwo');
  assert.equal(readConfig({}, {}).data, standard);
});

it('the policy file lies in the data folder unless it is named', () => {
  assert.equal(readConfig({}, { data: '/flag' }).policyPath, '/flag/policy.yaml');
  assert.equal(readConfig({}, { policy: 'mine.yaml' }).policyPath, resolve('mine.yaml'));
});

it('the keys lie in the data folder unless their folder is named', () => {
  assert.equal(readConfig({ SEVENTYTWO_KEYS: '/safe' }, { data: '/flag' }).keys, '/safe');
  assert.equal(readConfig({ SEVENTYTWO_KEYS: '' }, { data: '/flag' }).keys, '/flag/keys');
});

it('what is empty counts as not given, and never means this folder', () => {
  const env = { SEVENTYTWO_DATA: '', SEVENTYTWO_POLICY: '', XDG_DATA_HOME: '' };
  const expected = {
    data: standard,
    policyPath: join(standard, 'policy.yaml'),
    keys: join(standard, 'keys'),
  };
  assert.deepEqual(readConfig(env, {}), expected);
  assert.deepEqual(readConfig(env, { data: '', policy: '' }), expected);
});
