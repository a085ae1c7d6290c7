/**
 * `seventytwo demo`: the story of one incident, told by the commands that people would type, against a
 * real Temporal server, worker and inbox. The law is the true one: no clock is sped up. The breach is
 * said to have been known for a day already, so that the 48-hour reminder is seconds away.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hourMs } from '../domain/ladder.ts';
import { Failure } from '../failure.ts';
import { paint, type Io } from './io.ts';
import { waitForMail } from './inbox.ts';

/** Until the 48-hour reminder: long enough for the commands before it, short enough to watch. */
const untilReminderMs = 12_000;
/** A start from an empty cache builds a server, which takes minutes; it tells of its progress meanwhile. */
const upDeadlineMs = 20 * 60_000;

export async function demo(io: Io, given: Readonly<Record<string, unknown>>): Promise<void> {
  const folder =
    typeof given.out === 'string'
      ? resolve(given.out)
      : mkdtempSync(join(tmpdir(), 'seventytwo-demo-'));
  mkdirSync(folder, { recursive: true });
  const stage = createStage(io, folder);
  try {
    await tell(stage, folder);
  } finally {
    await stage.close();
  }
  stage.say(`Everything is left in ${folder}`);
  for (const [what, where] of [
    ['mails as sent', 'data/inbox'],
    ['drafts', 'drafts'],
    ['timeline', 'timeline.txt'],
    ['policy file', 'data/policy.yaml'],
  ] as const)
    io.print(`  ${what.padEnd(14)} ${join(folder, where)}`);
}

type Stage = ReturnType<typeof createStage>;

async function tell(stage: Stage, folder: string): Promise<void> {
  const { say, type } = stage;
  say('Acme GmbH writes its policy file once: who is on call, who is the DPO, who decides.');
  await type('init', [
    ...['--organisation', 'Acme GmbH', '--contact', 'security@acme.example'],
    ...['--authority', 'DE-BY', '--zone', 'Europe/Berlin'],
    ...['--person', 'Anna Berg <anna@acme.example>', 'Ben Roth <ben@acme.example>'],
    ...[
      'Clara Vogt <clara@acme.example>',
      'Dora Lind <dora@acme.example>',
      'Dirk Haas <dirk@acme.example>',
    ],
    ...[
      '--dpo',
      'dora',
      '--deputy',
      'dirk',
      '--decision-maker',
      'clara',
      '--on-call',
      'anna',
      'ben',
    ],
    ...['--customer', 'globex=Globex BV <privacy@globex.example>'],
  ]);
  say('One program runs all of it: Temporal, the worker and, for trying out, an inbox.');
  await stage.up();

  say('A developer finds the customer export open to everybody. Somebody is paged at once.');
  const declared = await type('declare', [
    ...['customer export readable without login', '--severity', 'critical', '--as', 'ben'],
  ]);
  const id = /INC-[A-Z0-9]{5}/.exec(declared)?.[0] ?? '';
  await stage.mail('please acknowledge');

  say('Anna takes it, and finds out what happened.');
  await type('ack', [id, '--as', 'anna']);
  await type('triage', [
    ...[id, 'The export bucket was public; its log shows downloads from unknown addresses.'],
    ...['--personal-data', 'yes', '--subjects', '1200', '--subject-categories', 'customers'],
    ...[
      '--data-categories',
      'contact data',
      'invoices',
      '--consequences',
      'phishing with true invoice data',
    ],
    ...['--as', 'anna'],
  ]);
  await type('contain', [id, 'Bucket made private, access keys rotated.', '--as', 'anna']);

  say(
    'Dora, the data protection officer, declares when the company became aware: the 72 hours run from then.',
  );
  say(
    '(No clock is sped up here: awareness is set 24 hours back, so that the 48-hour reminder is seconds away.)',
  );
  const awareAt = new Date(Date.now() - 24 * hourMs + untilReminderMs).toISOString().slice(0, 19);
  await type('aware', [
    id,
    '--at',
    `${awareAt}Z`,
    '--reason',
    'the log shows that strangers downloaded the file',
    '--as',
    'dora',
  ]);
  await stage.mail('] Clock running, 48 h left');

  say('There is no way around a running clock.');
  await type('false-alarm', [id, 'it is embarrassing', '--as', 'anna'], 5);

  say('Acme processes data for Globex, which must be told without undue delay (Art. 33(2)).');
  await type('customers draft', [id, 'globex', '--as', 'dora']);
  await type('customers approve', [id, 'globex', '--as', 'dora']);
  await type('customers notify', [id, 'globex', '--as', 'dora']);
  await stage.mail('Notice of a personal data breach');

  say('The first reminder of the ladder arrives.');
  await stage.mail('] 48 h left');

  say(
    'The notice is drafted from what is recorded. A person files it with the authority, then records it.',
  );
  await type('notice draft', [id, '--out', join(folder, 'drafts'), '--as', 'dora']);
  await type('duty file', [id, '--reference', 'LDA-2026-4711', '--as', 'dora']);

  say('Recovery, review, closing: the gates open one by one.');
  await type('close', [id, '--as', 'anna'], 5);
  await type('recover', [id, 'Export rebuilt behind the login.', '--as', 'anna']);
  await type('review', [
    ...[id, 'A template made new buckets public.', '--root-cause', 'the default of the template'],
    ...['--improvements', 'deny public buckets by policy', '--as', 'anna'],
  ]);
  await type('close', [id, '--as', 'anna']);

  say('The record stays.');
  const timeline = await type('timeline', [id]);
  writeFileSync(join(folder, 'timeline.txt'), timeline, { mode: 0o600 });
}

function createStage(io: Io, folder: string) {
  const data = join(folder, 'data');
  const env = {
    ...io.env,
    SEVENTYTWO_DATA: data,
    SEVENTYTWO_KEYS: '',
    SEVENTYTWO_POLICY: join(data, 'policy.yaml'),
  };
  let running: ChildProcess | undefined;

  function run(args: readonly string[]): ChildProcess {
    // Under a test runner or tsx the loader stands in execArgv; compiled it is empty.
    const cli = fileURLToPath(
      new URL(import.meta.url.endsWith('.ts') ? '../cli.ts' : '../cli.js', import.meta.url),
    );
    return spawn(process.execPath, [...process.execArgv, cli, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  return {
    say(line: string): void {
      io.print(`\n${paint('strong', line)}`);
    },

    /** Shows the command as typed, runs it, shows its answer. */
    async type(words: string, args: readonly string[], expected = 0): Promise<string> {
      io.print(paint('good', `$ seventytwo ${[words, ...args.map(quote)].join(' ')}`));
      const { output, code } = await finish(run([...words.split(' '), ...args]));
      for (const line of output.trimEnd().split('\n')) io.print(`  ${line}`);
      if (code !== expected)
        throw new Failure(
          'checkFailed',
          'demo-failed',
          `${words} ended with exit code ${code} instead of ${expected}:\n${output}`,
        );
      return output;
    },

    /** Starts `up` and waits until it says that it is up. */
    async up(): Promise<void> {
      io.print(paint('good', '$ seventytwo up'));
      running = run(['up']);
      await ready(running, io);
    },

    /** Waits for a mail whose subject holds `words` and shows its head. */
    async mail(words: string): Promise<void> {
      const { from, to, subject, text } = await waitForMail(join(data, 'inbox'), words);
      const head = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 6);
      for (const line of [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, '', ...head, '…'])
        io.print(`  ${paint('quiet', '│')} ${line}`);
    },

    async close(): Promise<void> {
      if (!running || running.exitCode !== null) return;
      const ended = finish(running);
      running.kill('SIGINT');
      await ended;
    },
  };
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`;
}

/** Both streams in the order in which they come, as a terminal shows them. */
async function finish(child: ChildProcess): Promise<{ output: string; code: number | null }> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('close', done);
    child.once('error', fail);
  });
  return { output, code };
}

async function ready(child: ChildProcess, io: Io): Promise<void> {
  await new Promise<void>((done, fail) => {
    const deadline = setTimeout(
      () =>
        fail(
          new Failure('unreachable', 'demo-up', 'seventytwo up was not ready within 20 minutes'),
        ),
      upDeadlineMs,
    );
    const show = (chunk: Buffer): void => {
      const text = chunk.toString().trimEnd();
      for (const line of text.split('\n')) io.print(`  ${line}`);
      if (/Stop with Ctrl-C/.test(text)) finishWaiting(done);
    };
    function finishWaiting(end: () => void): void {
      clearTimeout(deadline);
      end();
    }
    child.stdout?.on('data', show);
    child.stderr?.on('data', show);
    child.once('exit', (code) =>
      finishWaiting(() =>
        fail(new Failure('unreachable', 'demo-up', `seventytwo up ended with exit code ${code}`)),
      ),
    );
  });
}
