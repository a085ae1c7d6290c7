/** `codec`: lets Temporal's own web UI and CLI show what is sealed, as long as it runs. */
import { once } from 'node:events';
import { startCodecServer } from '../encryption/codec-server.ts';
import { openKeys } from '../encryption/keys.ts';
import { Failure } from '../failure.ts';
import { readRuntime } from '../server/runtime-file.ts';
import { readConfig } from '../config.ts';
import type { Io } from './io.ts';
import type { Given } from './session.ts';
import { shown } from './shown.ts';

const usualPort = 8_234;

export async function runCodec(io: Io, given: Given): Promise<void> {
  const config = readConfig(io.env, given);
  const keys = openKeys(config);
  // Told now, and not at the first look.
  await keys.ring();
  const origins = originsFrom(given.origin) ?? uiOrigins(readRuntime(config.data)?.uiUrl);
  const server = await startCodecServer({ keys, port: portFrom(given.port), origins });
  const { url } = server;
  if (given.json) io.print(JSON.stringify({ url, origins }));
  else {
    io.print(`Codec endpoint: ${url}`);
    io.print(`  temporal workflow show --workflow-id INC-… --codec-endpoint ${url}`);
    if (origins.length > 0)
      io.print(`  Web UI at ${origins.join(', ')}: Data Encoder, this address`);
    io.print('Whoever has this address can read incidents until Ctrl-C ends it.');
  }
  const ended = new AbortController();
  await Promise.race(
    ['SIGINT', 'SIGTERM'].map((name) => once(process, name, { signal: ended.signal })),
  );
  ended.abort();
  await server.stop();
}

/** A browser names the page as it was typed: both names of this machine. */
function uiOrigins(uiUrl: string | undefined): readonly string[] {
  if (uiUrl === undefined) return [];
  const { port } = new URL(uiUrl);
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
}

function originsFrom(given: unknown): readonly string[] | undefined {
  if (!Array.isArray(given)) return undefined;
  return given.map((typed: unknown) => {
    const text = String(typed);
    if (URL.canParse(text) && new URL(text).origin === text) return text;
    throw new Failure(
      'usage',
      'bad-input',
      `--origin is ${shown(text)}; give scheme, host and port of the page, such as http://localhost:8233`,
    );
  });
}

function portFrom(given: unknown): number {
  if (given === undefined) return usualPort;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Failure(
    'usage',
    'bad-input',
    `--port is ${shown(typeof given === 'string' ? given : '')}; give a port from 1 to 65535, or 0 for a free one`,
  );
}
