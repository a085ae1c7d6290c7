/** The incident that the search for planted secrets is about, typed against a real `up`, and every answer kept. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { freePort } from '../../src/server/port.ts';
import { readRuntime } from '../../src/server/runtime-file.ts';
import { until } from '../server/support.ts';
import { collect } from '../support/app.ts';
import type { TestSmtp } from '../support/smtp.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
export const title = 'planted-title-5d1f9c';
export const note = 'planted-note-a77e20';

export type Typed = (
  ...words: string[]
) => Promise<{ code: number | null; out: string; err: string }>;

/** An incident with a notice, another one without a way to the mail server, and everything that tells of the state of things. */
export async function incident(
  type: Typed,
  smtp: TestSmtp,
  login: { password: string },
  data: string,
): Promise<void> {
  const done = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await type(...words);
    assert.equal(code, 0, `${words.join(' ')}: ${err}`);
    return out;
  };
  const declare = async (what: string): Promise<string> => {
    const flags = ['--severity', 'critical', '--personal-data', 'yes', '--as', 'anna', '--json'];
    return JSON.parse(await done('declare', what, ...flags)).incident.id;
  };
  const id = await declare(title);
  await until(() => smtp.mails.some((mail) => mail.includes(title)), 'the page');
  await done('ack', id, '--as', 'anna');
  await done('note', id, note, '--as', 'anna');
  await done('aware', id, '--at', '-5m', '--reason', 'strangers downloaded it', '--as', 'dora');

  const { password } = login;
  login.password = 'another one';
  // Connections that are logged in already would be used again.
  smtp.behave('drop');
  const unheard = await declare(`${title} again`);
  const isRefused = async (): Promise<boolean> =>
    (await done('timeline', unheard, '--json')).includes('not-authorised');
  await until(isRefused, 'a login was refused', 60_000);
  for (const words of [['doctor'], ['policy', 'show']]) await type(...words);
  login.password = password;
  smtp.behave('accept');

  await done('notice', 'draft', id, '--as', 'dora');
  await done('audit', 'checkpoint');
  await done('audit', 'export', '--out', join(data, 'audit.json'));
  await done('register', 'export', '--out', join(data, 'register.csv'));
  await done('evidence', id, '--out', join(data, 'pack.zip'), '--as', 'dora');
  await type('doctor', '--json');
}

export function typist(
  env: NodeJS.ProcessEnv,
  remember: (place: string, text: string) => void,
): Typed {
  return async (...words) => {
    const child = spawn(process.execPath, [cli, ...words], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = [child.stdout, child.stderr].map(collect);
    const [code] = await once(child, 'close');
    const [out = '', err = ''] = texts.map((text) => text());
    remember(`answer to ${words[0]}`, `${out}\n${err}`);
    return { code, out, err };
  };
}

export async function startUp(
  t: TestContext,
  env: NodeJS.ProcessEnv,
  data: string,
  remember: (place: string, text: string) => void,
): Promise<ChildProcess> {
  const ports = ['--port', `${await freePort()}`, '--ui-port', `${await freePort()}`];
  const up = spawn(process.execPath, [cli, 'up', ...ports], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = [up.stdout, up.stderr].map(collect);
  up.once('exit', () => remember('output of up', texts.map((text) => text()).join('\n')));
  t.after(() => void (up.exitCode === null && up.kill('SIGTERM')));
  await until(
    () => readRuntime(data)?.pid === up.pid || up.exitCode !== null,
    'up is ready',
    60_000,
  );
  assert.equal(up.exitCode, null, texts.map((text) => text()).join('\n'));
  return up;
}
