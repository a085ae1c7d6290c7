/**
 * 10,000 incidents in the register, listed, exported and verified: time, and memory beside that of a process that reads
 * nothing; then the same commands once more over the same register without its seals.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRing } from '../src/encryption/ring.ts';
import { openRegister } from '../src/register/database.ts';
import { append } from '../src/register/journal.ts';
import { good } from '../test/policy/good.ts';
import { unseal } from '../test/register/chain.ts';
import { summaryOf } from '../test/register/sample.ts';
import { declared, given, hours } from '../test/support/incidents.ts';
import { printTable } from './numbers.ts';

const count = Number(process.argv[2] ?? 10_000);
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-register-'));
try {
  writeFileSync(join(folder, 'policy.yaml'), good);
  const { events } = given(
    declared(),
    { name: 'triage', fields: { summary: 'it was open', personalData: 'yes', subjects: 12 } },
    { name: 'note', fields: { text: 'x'.repeat(500) } },
    ...Array.from(
      { length: 16 },
      () => ({ name: 'note', fields: { text: 'y'.repeat(80) } }) as const,
    ),
    { name: 'contain', fields: { summary: 'closed' } },
    { name: 'recover', fields: { summary: 'runs again' } },
    { name: 'declareAwareness', fields: { at: hours(0), reason: 'the log shows it' } },
    { name: 'fileDuty', fields: { reference: 'AZ-1', at: hours(0) } },
    { name: 'review', fields: { summary: 'learnt' } },
    { name: 'close', fields: {} },
  );
  const startedAtMs = performance.now();
  await ensureRing(join(folder, 'keys'));
  const register = await openRegister(folder);
  for (let n = 0; n < count; n += 1) {
    const id = idOf(n);
    const story = events.map((event) =>
      event.type === 'declared' ? { ...event, incidentId: id } : event,
    );
    await append(register, { events: story, incident: summaryOf(story) });
    if (n % 1_000 === 999) console.log(`${n + 1} incidents of ${events.length} events written`);
  }
  await register.close();
  const eachMs = (performance.now() - startedAtMs) / count;
  console.log(`one incident written in ${eachMs.toFixed(1)} ms, the domain's work included`);
  const size = statSync(join(folder, 'register.db')).size / 1e6;
  console.log(
    `the register has ${size.toFixed(0)} MB, ${count * events.length} entries in its chain`,
  );
  const out = (name: string): string => join(folder, name);
  const rows = [
    measure('rules list (reads nothing)', ['rules', 'list']),
    measure('register list', ['register', 'list']),
    measure('register list --json', ['register', 'list', '--json']),
    ...(['csv', 'json', 'md'] as const).map((format) =>
      measure(
        `register export --format ${format}`,
        ['register', 'export', '--format', format, '--out', out(`out.${format}`)],
        out(`out.${format}`),
      ),
    ),
  ];
  const [first] = rows;
  const [bareSeconds, bareMb] = [Number(first?.[1]), Number(first?.[2])];
  rows.push(
    measure('audit list --incident', ['audit', 'list', '--incident', idOf(count >> 1)]),
    measure('audit verify', ['audit', 'verify']),
    measure('audit export', ['audit', 'export', '--out', out('all.jsonl')], out('all.jsonl')),
    measure(
      'audit export --incident',
      ['audit', 'export', '--incident', idOf(count >> 1), '--out', out('one.jsonl')],
      out('one.jsonl'),
    ),
  );
  for (const row of rows)
    row.push((Number(row[1]) / bareSeconds).toFixed(1), (Number(row[2]) / bareMb).toFixed(1));
  const plain = await openRegister(folder);
  await unseal(plain);
  await plain.close();
  for (const [name, words] of [
    ['register list', ['register', 'list']],
    [
      'register export --format json',
      ['register', 'export', '--format', 'json', '--out', out('plain.json')],
    ],
    ['audit verify', ['audit', 'verify']],
  ] as const) {
    const sealed = rows.find(([one]) => one === name);
    const [, seconds] = measure(name, words);
    sealed?.push((Number(sealed[1]) / Number(seconds)).toFixed(2));
  }
  printTable(
    ['', 'seconds', 'peak MB', 'file MB', 'time ratio', 'memory ratio', 'sealed to plain'],
    rows,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** In the alphabet of incident ids. */
function idOf(n: number): string {
  const digits = n.toString(10).padStart(5, 'B').replaceAll('0', 'K').replaceAll('1', 'M');
  return `INC-${digits}`;
}

/** In a process of its own: its peak is the command's. */
function measure(name: string, words: readonly string[], file?: string): string[] {
  // The kernel's own peak counts what the process that started this one had.
  const tell = `let peak = 0;
    const look = () => { peak = Math.max(peak, process.memoryUsage.rss()); };
    setInterval(look, 20).unref();
    process.on('exit', () => { look(); process.stderr.write('\\n' + peak); });`;
  const startedAtMs = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, cli, ...words],
    {
      env: { ...process.env, SEVENTYTWO_DATA: folder },
      encoding: 'utf8',
      // The answer itself is of no interest.
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const seconds = (performance.now() - startedAtMs) / 1_000;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  const peak = Number(stderr.split('\n').at(-1)) / 1e6;
  return [
    name,
    seconds.toFixed(1),
    peak.toFixed(0),
    file === undefined ? '-' : (statSync(file).size / 1e6).toFixed(1),
  ];
}
