/** The test server as its Java program: fetched by Maven, made to start fast, wrapped in a shell script. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../failure.ts';
import { waitForAnswer } from './answer.ts';
import { freePort, loopback } from './port.ts';
import { findOnPath, isExecutable, runProgram } from './program.ts';

export const javaServerVersion = '1.38.0';
const mainClass = 'io.temporal.testserver.TestServer';
const mavenGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** 38 MB from Maven's repository: seconds; a slow line gets a quarter of an hour. */
const mavenLimitMs = 15 * 60_000;
/** A plain start takes 5 s on two cores, and more under load; making the archive is on top. */
const plainStartLimitMs = 120_000;
/** The SDK gives a server 5 s; a machine that is busy now may be free when it counts. */
const fastStartLimitMs = 20_000;

type Search = { env: NodeJS.ProcessEnv; progress: Progress; signal?: AbortSignal | undefined };
export type Made = { readonly path: string } | { readonly fault: string };

/** What `java -version` says, with the path of the program; undefined without Java. */
export async function javaVersion(search: Search): Promise<string | undefined> {
  const java = findJava(search.env);
  if (java === undefined) return undefined;
  const ran = await runProgram({
    command: java,
    args: ['-version'],
    cwd: '/',
    env: search.env,
    limitMs: plainStartLimitMs,
    progress: search.progress,
    signal: search.signal,
  });
  return ran.fault === undefined ? [java, ...ran.tail].join('\n') : undefined;
}

/** Makes `<folder>/temporal-test-server`; anything there before is removed. The script comes last. */
export async function makeFromMaven(folder: string, search: Search): Promise<Made> {
  const { env, progress, signal } = search;
  const java = findJava(env);
  if (java === undefined) return { fault: 'java is neither in JAVA_HOME nor on PATH' };
  const maven = findOnPath('mvn', env);
  if (maven === undefined) return { fault: 'mvn is not on PATH' };
  const forJava = await javaVersion(search);
  if (forJava === undefined) return { fault: `${java} -version does not run` };

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'pom.xml'), pom);
  progress('Fetching the Temporal test server with Maven, once.');
  const fetched = await runProgram({
    command: maven,
    args: ['-B', mavenGoal, '-DincludeScope=runtime', '-DoutputDirectory=lib'],
    cwd: folder,
    env,
    limitMs: mavenLimitMs,
    doing: 'Fetching the Temporal test server',
    progress,
    // Only the file: `[INFO] Downloaded from repository: https://…/name.jar (18 kB at 78 kB/s)`
    hint: (line) => /^\[INFO\] Download(?:ing|ed) .*\/([^/\s]+\.(?:jar|pom))/.exec(line)?.[1],
    signal,
  });
  if (fetched.fault !== undefined)
    return { fault: `Maven: ${fetched.fault}, ${fetched.tail.find(isError) ?? 'without a word'}` };

  progress('Preparing the Temporal test server for a fast start, once.');
  const classPath = ['-cp', join(folder, 'lib', '*'), mainClass];
  const archive = join(folder, 'classes.jsa');
  const archived = await startOnce(
    java,
    [`-XX:ArchiveClassesAtExit=${archive}`, ...classPath],
    search,
  );
  if ('fault' in archived) return archived;

  writeFileSync(join(folder, 'version'), forJava);
  const words = [
    java,
    `-XX:SharedArchiveFile=${archive}`,
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    ...classPath,
  ];
  const path = join(folder, 'temporal-test-server');
  // As the SDK's own download behaves: time stands until a test asks. With --enable-time-skipping it
  // would run away whenever all is idle, and deadlines pass before a test can act.
  const script = `#!/bin/sh\nexec ${words.map(quote).join(' ')} "$@"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return { path };
}

/** Starts a test server on a free port, connects, and ends it. The port comes after `args`. */
export async function startOnce(
  command: string,
  args: readonly string[],
  { progress, signal }: Search,
): Promise<Made> {
  const port = await freePort();
  const child = spawn(command, [...args, String(port)], { stdio: 'ignore' });
  const gone = new AbortController();
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code) => done(`it ended with code ${code}`));
  });
  const fault = ended.then((text) => {
    gone.abort();
    return text;
  });
  const telling = setInterval(() => progress('Still starting the Temporal test server.'), 10_000);
  try {
    const connection = await waitForAnswer({
      connection: { address: `${loopback}:${port}` },
      namespace: 'default',
      limitMs: args.length === 0 ? fastStartLimitMs : plainStartLimitMs,
      signal: signal ? AbortSignal.any([gone.signal, signal]) : gone.signal,
    });
    await connection.close();
    return { path: command };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return { fault: `${command} does not answer: ${gone.signal.aborted ? await fault : reason}` };
  } finally {
    clearInterval(telling);
    // At SIGTERM Java writes the class-data archive.
    child.kill('SIGTERM');
    await fault;
  }
}

function findJava(env: NodeJS.ProcessEnv): string | undefined {
  const home = env['JAVA_HOME'] && join(env['JAVA_HOME'], 'bin', 'java');
  return home && isExecutable(home) ? home : findOnPath('java', env);
}

function isError(line: string): boolean {
  return line.startsWith('[ERROR]');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>seventytwo</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${javaServerVersion}</version>
      <scope>runtime</scope>
    </dependency>
  </dependencies>
</project>
`;
