/** A mail that comes back, from the mail server's pipe to the next page: a real `up`, a real report, and what every look says. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { startApp, until, type App } from '../support/app.ts';
import { reportOf } from '../mail/reports.ts';

let app: App;
before(async () => {
  app = await startApp();
});
after(() => app.stop());

describe('a page that comes back', () => {
  it('pages the next person at once, and is told by show, mails, timeline and the evidence', async () => {
    const { incident } = await app.done(
      'declare',
      'export is public',
      '--personal-data',
      'no',
      '--as',
      'anna',
    );
    const id = String(incident.id);
    await until(async () => {
      const { mails } = await app.done('mails', id);
      return mails.some((mail: { state: string }) => mail.state === 'accepted');
    });
    const { mails } = await app.done('mails', id);
    const page = mails.find(({ kind }: { kind: string }) => kind === 'page');
    assert.equal(page.to, 'anna');
    const input = reportOf({ messageId: page.messageId });
    const taken = await app.run(['bounce', '--json'], { input });
    assert.equal(taken.code, 0, taken.err);
    assert.deepEqual([taken.json().taken, taken.json().incident], ['bounced', id]);
    const again = await app.run(['bounce'], { input });
    assert.equal(again.code, 0, again.err);
    await until(async () => {
      const { mails: now } = await app.done('mails', id);
      return now.some(
        ({ kind, to }: { kind: string; to: string }) => kind === 'page' && to === 'ben',
      );
    });
    const shown = await app.run(['show', id]);
    assert.match(shown.out, /came back \(550 5\.1\.1\)\s+page to Anna Berg/);
    const { events } = await app.done('timeline', id);
    const back = events.filter(({ type }: { type: string }) => type === 'mailBounced');
    assert.equal(back.length, 1);
    assert.equal(back[0].actor.person, 'seventytwo');
    assert.ok(back[0].actor.key, 'signed by the service');
    const listed = await app.run(['mails', id]);
    assert.match(listed.out, /^1 came back/m);
  });

  it('of a mail that was never sent is refused by the incident, with a reason', async () => {
    const { incident } = await app.done(
      'declare',
      'another',
      '--personal-data',
      'no',
      '--as',
      'anna',
    );
    const input = reportOf({ messageId: `<${incident.id}.77.0@acme.example>` });
    const refused = await app.run(['bounce'], { input });
    assert.equal(refused.code, 5);
    assert.match(refused.err, /no mail of INC-\w+ that its mail server took/);
    const html = await app.run(['bounce'], { input: '<html>hello</html>' });
    assert.equal(html.code, 5);
    const huge = await app.run(['bounce'], { input: 'x'.repeat(1_000_001) });
    assert.equal(huge.code, 5);
    const none = await app.run(['bounce', '/nowhere/report.eml']);
    assert.equal(none.code, 2);
  });
});

describe('the watchdog', () => {
  it('mails a canary as soon as the policy names one, and tells when it was taken', async () => {
    appendFileSync(app.policyPath, '\nwatchdog:\n  canary:\n    to: canary@acme.example\n');
    await until(async () => (await app.mailCount('[canary]')) > 0, 90_000);
    await until(async () => {
      const { watchdog } = await app.done('watchdog');
      return watchdog.canary?.accepted !== undefined;
    });
    const plain = await app.run(['watchdog']);
    assert.match(plain.out, /^canary {5}taken .*\(250\)$/m);
    const test = await app.run(['watchdog', 'test']);
    assert.equal(test.code, 2);
    assert.match(test.err, /no way of an alarm/);
  });
});
