/** Takes in what a mail server sent back: believes it only of a mail of ours, and tells the incident, or the watchdog, of it. */
import type { Signable } from './access/signing.ts';
import type { Incidents } from './client.ts';
import { system, type Command } from './domain/commands.ts';
import { reports } from './domain/delivery-commands.ts';
import { toIncidentId } from './domain/incident-id.ts';
import { Failure } from './failure.ts';
import { isBounceTag } from './mail/bounce-tag.ts';
import { canaryTurnMs } from './mail/canary.ts';
import { readReport, type MailReport } from './mail/report.ts';
import type { Policy } from './policy/schema.ts';
import { mailDomainOf } from './policy/snapshot.ts';
import type { Register } from './register/database.ts';
import { readEvents } from './register/journal.ts';
import { setMark } from './register/watchdog.ts';
import { sha256Of } from './sha256.ts';

export type BounceDeps = {
  readonly policy: Policy;
  /** Of `mail.bounceToken`, where the policy has it. */
  readonly secret: string | undefined;
  readonly incidents: () => Promise<Pick<Incidents, 'send'>>;
  readonly register: Register;
  /** With the key of the service. */
  readonly sign: (command: Signable) => Promise<string>;
  readonly now: () => number;
};

export type Taken = {
  readonly taken: 'bounced' | 'delayed' | 'canary-returned' | 'canary-failed' | 'nothing';
  readonly incident?: string;
  /** For people: without a name or an address. */
  readonly said: string;
};

/** Throws a Failure of kind `refused` for whatever is not believed. */
export async function takeBounce(raw: string, deps: BounceDeps): Promise<Taken> {
  const report = await readReport(raw);
  const { messageId } = report;
  const { policy, secret } = deps;
  // The headers that came back hold it; without a secret whoever can hand a report over is believed.
  if (secret !== undefined && !isBounceTag(report.tag ?? '', messageId, secret))
    throw new Failure(
      'refused',
      'not-ours',
      'the report does not hold the proof that the mail was ours (the header X-Seventytwo-Return); it is forged, or the mail server returned no headers',
    );
  const turnMs = canaryTurnMs(messageId, mailDomainOf(policy));
  if (turnMs !== undefined) return takeCanary(report, turnMs, deps);
  if (report.what === 'mail')
    throw new Failure(
      'refused',
      'no-report',
      'this is a mail and no report about one; hand over one unaltered message of a mail server (RFC 3464)',
    );
  // Relayed, delivered and expanded are no trouble, RFC 3464 section 2.3.3.
  const what = reports.find((known) => known === report.action);
  if (!what) return { taken: 'nothing', said: 'The report tells of no trouble.' };
  return tellIncident(report, what, deps);
}

async function tellIncident(
  { messageId, status, code }: MailReport & { readonly what: 'report' },
  report: (typeof reports)[number],
  { incidents, register, sign }: BounceDeps,
): Promise<Taken> {
  const written = /^<(.+)\.\d+\.\d+@[^@]+>$/.exec(messageId)?.[1] ?? '';
  const incidentId = toIncidentId(written);
  if (incidentId !== written || !(await isOnRecord(register, written)))
    throw new Failure(
      'refused',
      'unknown-mail',
      'the report is about no mail of an incident on record; if a person wrote to you, hand it to them',
    );
  const fields = { messageId, report, status, ...(code !== undefined && { code }) };
  // The same report again is the same command: it is carried out once.
  const commandId = `bounce-${sha256Of(`${messageId} ${report}`).slice(0, 32)}`;
  const actor = { person: system.person, channel: 'api' } as const;
  const about = { name: 'mailBounced', commandId, fields } as const;
  const signature = await sign({ incidentId: written, ...about, actor });
  const command: Command = { ...about, actor: { ...actor, signature } };
  const client = await incidents();
  await client.send(written, command, () => Promise.resolve(true));
  const taken = report === 'failed' ? 'bounced' : 'delayed';
  return { taken, incident: written, said: `${written}: a mail ${saidOf[taken]}.` };
}

const saidOf = {
  bounced: 'came back, and the next contact is told',
  delayed: 'is held up at a server further on',
} as const;

async function isOnRecord(register: Register, incidentId: string): Promise<boolean> {
  return (await readEvents(register, incidentId, { limit: 1 })).length > 0;
}

async function takeCanary(
  report: MailReport,
  turnMs: number,
  { register, now }: BounceDeps,
): Promise<Taken> {
  const detail = String(turnMs);
  if (report.what === 'mail') {
    await setMark(register, 'canary-returned', { atMs: now(), detail });
    return { taken: 'canary-returned', said: 'The canary came back: mails arrive.' };
  }
  if (report.action !== 'failed') return { taken: 'nothing', said: 'The canary is on its way.' };
  await setMark(register, 'canary-failed', { atMs: now(), detail: `bounced ${report.status}` });
  return { taken: 'canary-failed', said: 'The canary could not be delivered.' };
}
