/** Finds Temporal's time-skipping test server as one executable file; makes it when there is none. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import { cacheFolder } from './cache.ts';
import { javaServerVersion, javaVersion, makeFromMaven, startOnce } from './java-test-server.ts';
import { lockOrWait } from './lock.ts';
import { elapsed, isExecutable } from './program.ts';
import { downloadBySdk } from './sdk-download.ts';

type Search = { env: NodeJS.ProcessEnv; progress: Progress; signal?: AbortSignal | undefined };

/**
 * The path is for the SDK's `server.executable {type: 'existing-path'}`. It looks at, in this order:
 * TEMPORAL_TEST_SERVER_PATH, the cache, the SDK's download, Maven with Java.
 */
export async function findTestServer(search: Search): Promise<string> {
  const { env, progress, signal } = search;
  const named = env['TEMPORAL_TEST_SERVER_PATH'] && resolve(env['TEMPORAL_TEST_SERVER_PATH']);
  if (named) {
    if (isExecutable(named)) return named;
    throw new Failure(
      'unreachable',
      'test-server-path',
      `TEMPORAL_TEST_SERVER_PATH is ${named}, which is not an executable file; name a Temporal test server or leave the variable out`,
    );
  }
  const folder = join(cacheFolder(env), 'test-server');
  const cached = await cachedServer(folder, search);
  if (cached !== undefined) return cached;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = await lockOrWait(
    join(folder, 'lock'),
    (holder, waitedMs) =>
      progress(
        `Another start (${holder}) is getting the Temporal test server; waiting${waitedMs < 1_000 ? '' : ` for ${elapsed(waitedMs)} so far`}.`,
      ),
    signal,
  );
  try {
    return (await cachedServer(folder, search)) ?? (await make(folder, search));
  } finally {
    lock.release();
  }
}

function files(folder: string): { native: string; java: string } {
  return {
    native: join(folder, 'temporal-test-server'),
    java: join(folder, `java-${javaServerVersion}`),
  };
}

async function cachedServer(folder: string, search: Search): Promise<string | undefined> {
  const { native, java } = files(folder);
  if (isExecutable(native)) return native;
  const script = join(java, 'temporal-test-server');
  if (!isExecutable(script)) return undefined;
  // Another Java ignores the class-data archive, and then starts too slowly for the SDK.
  const madeFor = join(java, 'version');
  const version = await javaVersion(search);
  return existsSync(madeFor) && readFileSync(madeFor, 'utf8') === version ? script : undefined;
}

async function make(folder: string, search: Search): Promise<string> {
  const { env, progress, signal } = search;
  const { native, java } = files(folder);
  const work = join(folder, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  try {
    progress(
      'No Temporal test server on this machine yet: trying the download of the Temporal SDK.',
    );
    // It starts the server and connects, so what it leaves has been tried.
    const downloaded = await downloadBySdk({
      kind: 'time-skipping',
      folder: work,
      env,
      progress,
      signal,
    });
    if ('path' in downloaded) {
      renameSync(downloaded.path, native);
      return native;
    }
    progress(`SDK download: ${downloaded.fault}.`);
    const made = await makeFromMaven(java, search);
    const tried = 'path' in made ? await startOnce(made.path, [], search) : made;
    if ('fault' in tried) {
      rmSync(java, { recursive: true, force: true });
      throw new Failure(
        'unreachable',
        'no-test-server',
        'no Temporal test server was found and none could be made; do one of these: set TEMPORAL_TEST_SERVER_PATH to one, ' +
          `allow the download of the Temporal SDK, or install Java 13 or later with Maven (tried: SDK download: ${downloaded.fault}; Java: ${tried.fault})`,
      );
    }
    progress(`The Temporal test server is ready in ${java}.`);
    return join(java, 'temporal-test-server');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
