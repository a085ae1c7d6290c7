/** How an attempt to hand a mail over tells of itself, and what is asked of the mail server for later. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCanary } from '../../src/activities/canary.ts';
import { createMailActivities, type SentMail } from '../../src/activities/mail.ts';
import type { ChoreDone } from '../../src/workflows/messages.ts';
import { bounceTagger } from '../../src/mail/bounce-tag.ts';
import { canaryTurnMs } from '../../src/mail/canary.ts';
import { policySchema, type Policy } from '../../src/policy/schema.ts';
import { clearMark, readMarks } from '../../src/register/watchdog.ts';
import { due, hour, input, mailDomain, policy } from '../mail/sample.ts';
import type { TestSmtp } from '../support/smtp.ts';
import { createStand, failure, loaded, quiet } from './stand.ts';

const nowMs = due - 24 * hour;
const stand = createStand();
const register = await stand.register();

function deps(smtp: TestSmtp, known: Policy = policy) {
  return {
    ...{ register, now: () => nowMs, bounceTag: bounceTagger('a secret'), policy: loaded(known) },
    transport: stand.transport(smtp.settings),
  };
}

/** As the `attempt`-th of a mail that was begun then. */
function environment(attempt: number, begunMs: number) {
  return quiet({ attempt, scheduledTimestampMs: begunMs });
}

type Told = { readonly attempt?: number; readonly messageId?: string; readonly mayGoOn?: boolean };

function toldBy({ details }: Awaited<ReturnType<typeof failure>>): Told {
  return { ...Object(details?.[0]) };
}

describe('an attempt that may be repeated', () => {
  it('says the how manieth it was, and is the last when the time for them is over', async () => {
    const smtp = await stand.smtp();
    smtp.behave('busy');
    const { sendMail } = createMailActivities(deps(smtp));
    const page = { ...input('page'), withinMs: 10_000 };
    const early = await failure(environment(2, nowMs - 3_000).run(() => sendMail(page)));
    assert.equal(early.nonRetryable, false);
    assert.equal(toldBy(early).attempt, 2);
    const late = await failure(environment(4, nowMs - 11_000).run(() => sendMail(page)));
    assert.equal(late.nonRetryable, true);
    assert.deepEqual(toldBy(late), {
      ...{ messageId: toldBy(early).messageId, detail: '451', attempt: 4, mayGoOn: true },
    });
    smtp.behave('accept');
    const sent: SentMail = await environment(5, nowMs - 12_000).run(() => sendMail(page));
    assert.deepEqual([sent.detail, smtp.mails.length], ['250', 1]);
  });

  it('is no other than before when the answer is final', async () => {
    const smtp = await stand.smtp();
    smtp.behave('no-such-mailbox');
    const { sendMail } = createMailActivities(deps(smtp));
    const page = { ...input('page'), withinMs: 10_000 };
    const error = await failure(environment(1, nowMs - 60_000).run(() => sendMail(page)));
    assert.equal(error.nonRetryable, true);
    assert.equal(toldBy(error).mayGoOn, undefined);
  });
});

describe('reports of failures and delays', () => {
  const bounces: Policy = {
    ...policy,
    mail: { ...policy.mail, bounces: 'back@nordlicht.example' },
  };

  it('are asked for where the server offers them, with the Message-ID and the headers alone', async () => {
    const smtp = await stand.smtp({ dsn: true });
    const { sendMail } = createMailActivities(deps(smtp, bounces));
    const { messageId }: SentMail = await environment(1, nowMs).run(() => sendMail(input('page')));
    const [asked] = smtp.envelopes;
    assert.equal(asked?.mailFrom && asked.mailFrom.address, 'back@nordlicht.example');
    assert.equal(asked?.dsn?.ret, 'HDRS');
    assert.equal(`<${asked.dsn.envid ?? ''}>`, messageId);
    assert.deepEqual(asked.rcptTo[0]?.dsn?.notify, ['FAILURE', 'DELAY']);
    const tag = bounceTagger('a secret')(messageId);
    assert.match(smtp.mails[0] ?? '', new RegExp(`^X-Seventytwo-Return: ${tag}\r$`, 'im'));
  });

  it('go to the sender, and are not asked for, where nothing is set or offered', async () => {
    const smtp = await stand.smtp();
    const { sendMail } = createMailActivities(deps(smtp));
    await environment(1, nowMs).run(() => sendMail(input('page')));
    const [asked] = smtp.envelopes;
    assert.equal(asked?.mailFrom && asked.mailFrom.address, policy.organisation.contact);
  });
});

describe('the canary', () => {
  const watched = policySchema.parse({
    ...structuredClone(JSON.parse(JSON.stringify({ organisation: policy.organisation }))),
    people: policy.people,
    roles: policy.roles,
    onCall: policy.onCall,
    mail: { from: `alarm@${mailDomain}` },
    watchdog: { canary: { to: 'canary@nordlicht.example' } },
  });

  it('goes by the way of every mail, and when it was taken is kept', async () => {
    const smtp = await stand.smtp();
    const chore = createCanary(deps(smtp, watched));
    const { done }: ChoreDone = await environment(1, nowMs).run(() =>
      chore(new AbortController().signal),
    );
    assert.equal(done, 'the canary was taken (250)');
    const id = /^Message-ID: (.*)\r$/im.exec(smtp.mails[0] ?? '')?.[1] ?? '';
    assert.equal(canaryTurnMs(id, mailDomain), Math.floor(nowMs / hour) * hour);
    assert.equal(canaryTurnMs(id, 'evil.example'), undefined);
    assert.equal((await readMarks(register.db))['canary-accepted']?.atMs, nowMs);
  });

  it('that is not taken is kept since its first failure, until one is taken', async () => {
    await clearMark(register, 'canary-failed');
    const smtp = await stand.smtp();
    const chore = createCanary(deps(smtp, watched));
    const run = () => environment(1, nowMs).run(() => chore(new AbortController().signal));
    smtp.behave('busy');
    assert.equal((await failure(run())).type, 'refused');
    assert.equal((await failure(run())).type, 'refused');
    const failed = (await readMarks(register.db))['canary-failed'];
    assert.deepEqual(failed, { atMs: nowMs, sinceMs: nowMs, detail: 'refused' });
    smtp.behave('accept');
    await run();
    assert.equal((await readMarks(register.db))['canary-failed'], undefined);
  });
});
