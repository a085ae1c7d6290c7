/** An installation in which every promise of the security policy is kept as well as it can be. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromiseState } from '../../src/domain/promises.ts';
import { main } from '../../src/cli/program.ts';
import type { ShownPromise } from '../../src/cli/policy-show.ts';
import type { Checked } from '../../src/doctor/check.ts';
import type { Desk } from '../support/app.ts';
import type { TestSmtp } from '../support/smtp.ts';

export const day = 86_400_000;

/** Another disk than that of the data folder, where there is one; else the backups are a doubt. */
export const hasOtherDisk =
  existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync(tmpdir()).dev;

export type Stand = {
  readonly desk: Desk;
  /** The folder of the backups. */
  readonly backups: string;
  readonly env?: NodeJS.ProcessEnv;
};

/** The policy of `init`, with all that it may ask for. `identity` opens its backups. */
export async function ask(desk: Desk, smtp: TestSmtp): Promise<Stand & { identity: string }> {
  const backups = mkdtempSync(join(hasOtherDisk ? '/dev/shm' : tmpdir(), 'seventytwo-backups-'));
  const identity = join(backups, 'identity.txt');
  const made = await desk.run(['backup', 'keygen', '--out', identity]);
  assert.equal(made.code, 0, made.err);
  const everybody = ['anna', 'ben', 'clara', 'dora', 'dirk'];
  for (const person of everybody) await desk.done('access', 'grant', person, '--as', 'anna');
  const reviewed = new Date().toISOString().slice(0, 10);
  const text = readFileSync(desk.policyPath, 'utf8')
    // Of a domain that is not one for examples.
    .replace('security@acme.example', 'security@acme.eu')
    .replace('signatures: optional', 'signatures: required');
  writeFileSync(
    desk.policyPath,
    `${text}
hosting: { country: DE, vendor: hetzner }
vendors:
  hetzner: { name: Hetzner, purpose: servers, country: DE, contract: 2025-03-01, confidentiality: true, reviewedOn: ${reviewed} }
mail: ${JSON.stringify({ smtp: smtp.settings })}
audit: { checkpoints: { to: trustee@outside.example } }
retention: { incidents: P3Y, breaches: P5Y }
backups: { to: ${backups}, recipients: [${made.out.trim()}] }
`,
  );
  return { desk, backups, identity };
}

export type Seen = {
  readonly code: number;
  readonly ok: boolean;
  readonly sections: readonly ShownPromise[];
  readonly out: string;
};

/** `policy show` as it would be `days` from now. */
export async function show(stand: Stand, days = 0, env: NodeJS.ProcessEnv = {}): Promise<Seen> {
  const { code, out } = await run(stand, ['policy', 'show', '--json'], days, env);
  return { code, out, ...JSON.parse(out) };
}

export async function examined(stand: Stand, days = 0, env: NodeJS.ProcessEnv = {}) {
  const { code, out } = await run(stand, ['doctor', '--json'], days, env);
  const { checks }: { checks: readonly Checked[] } = JSON.parse(out);
  return { code, checks };
}

async function run(
  { desk, env }: Stand,
  args: readonly string[],
  days: number,
  more: NodeJS.ProcessEnv,
) {
  for (let tries = 1; ; tries += 1) {
    const out: string[] = [];
    const code = await main(args, {
      env: { ...desk.env, ...env, ...more },
      print: (line) => void out.push(line),
      tell: () => undefined,
      isTerminal: false,
      readInput: () => Promise.resolve(''),
      now: () => Date.now() + days * day,
    });
    const text = out.join('\n');
    // On a busy machine a check may wait five seconds for the processor alone: it is asked again, a few times.
    if (tries === 6 || !text.includes('no answer within 5 s')) return { code, out: text };
  }
}

export function stateOf({ sections, out }: Seen, section: number): PromiseState {
  return (
    sections.find((one) => one.section === section)?.state ?? assert.fail(`no §${section}: ${out}`)
  );
}

/** Also what a break that failed half-way has left. */
export function clear({ desk, backups }: Stand): void {
  desk.clear();
  for (const folder of [backups, `${backups}-away`])
    rmSync(folder, { recursive: true, force: true });
}
