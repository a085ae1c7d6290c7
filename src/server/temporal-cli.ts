/** Finds Temporal's own program, which is also its server for one box; makes it when there is none. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure, type Progress } from '../failure.ts';
import { cacheFolder } from './cache.ts';
import { lockOrWait } from './lock.ts';
import { elapsed, findOnPath, isExecutable, runProgram, withoutTemporal } from './program.ts';
import { downloadBySdk } from './sdk-download.ts';

/** `version` is the server's, which decides what data it can read. */
export type TemporalCli = { readonly path: string; readonly version: string };

/** The last version that `go install` accepts: later ones carry a `replace` directive. */
const goPackage = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** Cold on two slow cores it took nine minutes; three times that is stuck. */
const buildLimitMs = 30 * 60_000;
/** A quarter of a gigabyte may have to come from a cold disk. */
const versionLimitMs = 60_000;

type Search = { env: NodeJS.ProcessEnv; progress: Progress; signal?: AbortSignal | undefined };

/** Where it looks, in this order: TEMPORAL_CLI_PATH, PATH, the cache, the SDK's download, Go. */
export async function findTemporalCli(search: Search): Promise<TemporalCli> {
  const { env, progress } = search;
  const named = env['TEMPORAL_CLI_PATH'] && resolve(env['TEMPORAL_CLI_PATH']);
  if (named) {
    const checked = await check(named, search);
    if ('version' in checked) return checked;
    throw new Failure(
      'unreachable',
      'temporal-cli-path',
      `TEMPORAL_CLI_PATH is ${named}, which cannot be used (${checked.fault}); name a working temporal program or leave the variable out`,
    );
  }
  const onPath = findOnPath('temporal', env);
  if (onPath !== undefined) {
    const checked = await check(onPath, search);
    if ('version' in checked) return checked;
    progress(`${onPath} cannot be used (${checked.fault}); looking elsewhere.`);
  }
  const folder = join(cacheFolder(env), 'temporal-cli');
  const cached = join(folder, 'temporal');
  if (isExecutable(cached)) {
    const checked = await check(cached, search);
    if ('version' in checked) return checked;
  }
  return await make(folder, cached, search);
}

async function make(folder: string, cached: string, search: Search): Promise<TemporalCli> {
  const { progress, signal } = search;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = await lockOrWait(
    join(folder, 'lock'),
    (holder, waitedMs) =>
      progress(
        `Another start (${holder}) is getting a Temporal server; waiting${since(waitedMs)}.`,
      ),
    signal,
  );
  try {
    if (isExecutable(cached)) {
      const checked = await check(cached, search);
      if ('version' in checked) return checked;
      progress(`${cached} does not work (${checked.fault}); it is thrown away and made anew.`);
    }
    rmSync(cached, { force: true });
    const faults: string[] = [];
    for (const [name, way] of [
      ['SDK download', download],
      ['Go', build],
    ] as const) {
      // On the cache's file system, so that the result can be renamed; a killed start may have left one.
      const work = join(folder, 'work');
      rmSync(work, { recursive: true, force: true });
      mkdirSync(work);
      try {
        const made = await way(work, search);
        const checked = 'fault' in made ? made : await check(made.path, search);
        if ('version' in checked) {
          // Whole or not at all, should the machine stop here.
          renameSync(checked.path, cached);
          progress(`Temporal server ${checked.version} is ready in ${cached}.`);
          return { path: cached, version: checked.version };
        }
        progress(`${name}: ${checked.fault}.`);
        faults.push(`${name}: ${checked.fault}`);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    }
    throw new Failure(
      'unreachable',
      'no-temporal-server',
      'no Temporal server was found and none could be made; do one of these: set TEMPORAL_ADDRESS to a running server, ' +
        'install the temporal program on PATH, set TEMPORAL_CLI_PATH to it, allow the download of the Temporal SDK, ' +
        `or install Go to have it built (tried: ${faults.join('; ')})`,
    );
  } finally {
    lock.release();
  }
}

type Made = { readonly path: string } | { readonly fault: string };

async function download(work: string, { env, progress, signal }: Search): Promise<Made> {
  progress('No Temporal server on this machine yet: trying the download of the Temporal SDK.');
  return await downloadBySdk({ kind: 'dev-server', folder: work, env, progress, signal });
}

async function build(work: string, { env, progress, signal }: Search): Promise<Made> {
  const go = findOnPath('go', env);
  if (go === undefined) return { fault: 'go is not on PATH' };
  progress('Building the Temporal server with Go, once: 1 to 10 minutes.');
  let compiled = 0;
  const ran = await runProgram({
    command: go,
    args: ['install', '-v', goPackage],
    cwd: work,
    env: { ...env, GOBIN: work },
    limitMs: buildLimitMs,
    doing: 'Building the Temporal server',
    progress,
    // `go: downloading module version`, and with -v one bare package name for each one compiled.
    hint: (line) => {
      if (line.startsWith('go: downloading ')) return line.slice('go: '.length);
      if (/\s/.test(line)) return undefined;
      compiled += 1;
      return `${compiled} packages compiled, now ${line}`;
    },
    signal,
  });
  return ran.fault === undefined
    ? { path: join(work, 'temporal') }
    : { fault: `${ran.fault}, ${ran.tail.at(-1) ?? 'without a word'}` };
}

/** Runs it: a file of that name is no proof. */
async function check(path: string, search: Search): Promise<TemporalCli | { fault: string }> {
  if (!isExecutable(path)) return { fault: 'it is not an executable file' };
  const ran = await runProgram({
    command: path,
    args: ['--version'],
    cwd: '/',
    env: withoutTemporal(search.env),
    limitMs: versionLimitMs,
    progress: search.progress,
    signal: search.signal,
  });
  if (ran.fault !== undefined) return { fault: `${path} --version: ${ran.fault}` };
  // `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`
  const version = /\bServer (\d+\.\d+\.\d+[^\s,)]*)/.exec(ran.tail.join('\n'))?.[1];
  return version === undefined
    ? { fault: `${path} --version does not tell a server version` }
    : { path, version };
}

function since(waitedMs: number): string {
  return waitedMs < 1_000 ? '' : ` for ${elapsed(waitedMs)} so far`;
}
