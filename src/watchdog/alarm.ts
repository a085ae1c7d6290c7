/** Raises the alarm by another way than mails go: a second mail server, a webhook. Nothing it says names a person or an incident. */
import { Webhook } from 'standardwebhooks';
import { readSecret } from '../config/secret.ts';
import { Failure } from '../failure.ts';
import { classify } from '../mail/fault.ts';
import { headers } from '../mail/compose.ts';
import { senderOf } from '../mail/envelope.ts';
import { oneLine } from '../mail/line.ts';
import { createMailTransport } from '../mail/transport.ts';
import type { Policy } from '../policy/schema.ts';
import { mailDomainOf } from '../policy/snapshot.ts';
import { ask } from './ask.ts';
import { within } from './within.ts';

/** `mail`: mails do not go out, or do not arrive. `worker`: nobody does the work. `test`: somebody asked for it. */
export type AlarmTrouble = 'mail' | 'worker' | 'test';

export type WatchAlarm = {
  readonly trouble: AlarmTrouble;
  readonly state: 'began' | 'over';
  readonly sinceMs: number;
  readonly atMs: number;
};

export const alarmWays = ['smtp', 'webhook'] as const;
export type AlarmWay = (typeof alarmWays)[number];

export function waysOf({ watchdog: { alarm } }: Pick<Policy, 'watchdog'>): readonly AlarmWay[] {
  return alarmWays.filter((way) => alarm?.[way] !== undefined);
}

export type Raised = { readonly way: AlarmWay; readonly fault?: string };

type Env = Readonly<Record<string, string | undefined>>;

/** By each of `ways`, beside each other; never throws for what is outside. */
export async function raise(
  alarm: WatchAlarm,
  ways: readonly AlarmWay[],
  policy: Policy,
  env: Env,
): Promise<readonly Raised[]> {
  return Promise.all(
    ways.map(async (way): Promise<Raised> => {
      const fault = await within(wayLimitMs, by[way](alarm, policy, env)).catch(faultOf);
      return { way, ...(fault !== undefined && { fault }) };
    }),
  );
}

/** Of one way, whatever its server does: one that answers byte by byte must not keep the watch from looking again. */
const wayLimitMs = 30_000;

/** Whatever ails one way is its own fault: thrown, it would hide that the other one was taken, and that be told again and again. */
function faultOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  return error instanceof Error ? `internal ${error.name}` : 'internal';
}

type By = (alarm: WatchAlarm, policy: Policy, env: Env) => Promise<string | undefined>;

const by: Readonly<Record<AlarmWay, By>> = { smtp: byMail, webhook: byWebhook };

/** Milliseconds for each wait of the mail server: who is told late is told at the next look. */
const mailLimitMs = 10_000;

async function byMail(alarm: WatchAlarm, policy: Policy, env: Env): Promise<string | undefined> {
  const { smtp, to } = policy.watchdog.alarm ?? {};
  if (!smtp) return undefined;
  const password = smtp.password && (await readSecret(smtp.password, env));
  const transport = createMailTransport(smtp, password, { limitMs: mailLimitMs });
  const company = oneLine(policy.organisation.name, 80);
  try {
    await transport.sendMail({
      from: senderOf(policy),
      to: to ?? policy.organisation.contact,
      messageId: `<${idOf(alarm)}@${mailDomainOf(policy)}>`,
      subject: `[watchdog] ${subjectOf(alarm)}`,
      text: [
        `${sentenceOf(alarm)} (${company})`,
        '',
        'See: seventytwo watchdog, seventytwo doctor.',
        'This mail came by the second mail server of the policy file.',
      ].join('\n'),
      headers: headers('calm'),
    });
    return undefined;
  } catch (error) {
    const known = classify(error);
    if (!known) throw error;
    return `${known.fault} ${known.detail}`;
  } finally {
    transport.close();
  }
}

async function byWebhook(
  alarm: WatchAlarm,
  { watchdog }: Policy,
  env: Env,
): Promise<string | undefined> {
  const webhook = watchdog.alarm?.webhook;
  if (!webhook) return undefined;
  const secret = await readSecret(webhook.secret, env);
  const { trouble, state, sinceMs, atMs } = alarm;
  const body = JSON.stringify({
    ...{ type: `watchdog.${trouble}.${state}`, timestamp: new Date(atMs).toISOString() },
    data: { trouble, state, since: new Date(sinceMs).toISOString(), text: sentenceOf(alarm) },
  });
  const id = idOf(alarm);
  // Receivers refuse what is older than five minutes: the time of sending, not that of the trouble.
  const sentAt = new Date();
  return ask(webhook.url, {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': signer(secret).sign(id, sentAt, body),
    },
  });
}

/** Secrets of that form are base64; any other is taken as it is. */
function signer(secret: string): Webhook {
  return secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
}

/** The same however often it is told: a receiver knows a repeat. */
function idOf({ trouble, state, sinceMs }: WatchAlarm): string {
  return `watchdog.${trouble}.${sinceMs}.${state}`;
}

function subjectOf({ trouble, state }: WatchAlarm): string {
  if (trouble === 'test') return 'a test of this alarm';
  const what = trouble === 'mail' ? 'mails do not go out' : 'nobody does the work';
  return state === 'over' ? `over: ${what}` : what;
}

function sentenceOf({ trouble, state, sinceMs }: WatchAlarm): string {
  const since = new Date(sinceMs).toISOString();
  if (trouble === 'test') return 'This is a test of the alarm of seventytwo. Nothing is wrong.';
  if (state === 'over')
    return trouble === 'mail'
      ? `The mails of seventytwo go out again; they did not since ${since}.`
      : `A worker of seventytwo does its work again; none did since ${since}.`;
  return trouble === 'mail'
    ? `The mails of seventytwo do not go out, or do not arrive, since ${since}: nobody can be paged by mail, and no reminder of a legal clock comes.`
    : `No worker of seventytwo does its work since ${since}: nobody is paged, and no reminder of a legal clock comes.`;
}
