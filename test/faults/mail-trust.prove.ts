/** A mail server that is not to be trusted, or does not trust us: nothing goes out, and everybody who looks can see it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../server/support.ts';
import type { Manner } from './mail-server.ts';
import { reckon, startMailStand, story, type MailStand } from './mail-stand.ts';
import { settle } from './wait.ts';

let stand: MailStand;
before(async () => {
  stand = await startMailStand({ criticalWithin: '6s' });
});
after(() => stand.stop());

/** From the declaration to the last of those on call: no timer lies between. */
const atOnceMs = 4_000;

type Row = {
  readonly what: string;
  readonly id: string;
  readonly manner: Manner;
  readonly fault: string;
};
const table: readonly Row[] = [
  {
    what: 'shows a certificate for another host',
    id: 'INC-2HOST',
    manner: { certificate: 'elsewhere' },
    fault: 'no-tls ERR_TLS_CERT_ALTNAME_INVALID',
  },
  {
    what: 'shows an expired certificate',
    id: 'INC-3PAST',
    manner: { certificate: 'expired' },
    fault: 'no-tls CERT_HAS_EXPIRED',
  },
  {
    what: 'shows a certificate that nobody known has signed',
    id: 'INC-4CERT',
    manner: { certificate: 'stranger' },
    fault: 'no-tls DEPTH_ZERO_SELF_SIGNED_CERT',
  },
  {
    what: 'is kept from offering STARTTLS',
    id: 'INC-5STRP',
    manner: { stripped: true },
    fault: 'no-tls 500',
  },
  {
    what: 'does not accept the login',
    id: 'INC-6AUTH',
    manner: { loginsRefused: true },
    fault: 'not-authorised 535',
  },
];

describe('a mail server that', () => {
  for (const { what, id, manner, fault } of table)
    it(`${what}: gets no mail, which is told of each person at once, and the next round reaches them`, async (t) => {
      const { server } = stand;
      await server.comeBack(manner);
      const { logins, senders, contents } = server.seen;
      await stand.declare(id, { severity: 'critical', personalData: 'unknown' });
      await settle(stand, id);

      const events = await stand.events(id);
      const pages = (lines: readonly string[]) =>
        lines.filter((line) => /^(page|nobody reached|ack)/.test(line));
      const failed = (who: string) => [`paged ${who}`, `page > ${who}: ${fault}`];
      assert.deepEqual(pages(story(events)), [
        ...failed('anna'),
        ...failed('ben'),
        'nobody reached',
      ]);
      const failures = events.filter(({ type }) => type === 'mailFailed');
      const firstMs = events[0]?.atMs ?? 0;
      const lastMs = (failures.at(-1)?.atMs ?? 0) - firstMs;
      t.diagnostic(`${failures.length} failures told within ${lastMs} ms: ${fault}`);
      assert.ok(lastMs < atOnceMs);
      // Two pages, three briefings (the third instead of the DPO's), five alarms that nobody was reached.
      assert.equal(failures.length, 10);
      assert.ok(story(events).every((line) => !line.includes('>') || line.endsWith(fault)));
      assert.deepEqual([server.seen.senders, server.seen.contents], [senders, contents]);
      if (manner.loginsRefused === undefined)
        assert.equal(server.seen.logins, logins, 'the password stays here');
      const status = await stand.incidents.status(id);
      assert.ok(status?.paging, 'nobody counts as reached');
      assert.ok(status.deliveries.every(({ outcome }) => outcome === 'failed'));
      assert.equal(reckon(t, stand, id, events).failed.length, 10);

      await server.comeBack();
      const healedAtMs = Date.now();
      const own = () => server.mails.find(({ messageId }) => messageId.startsWith(`<${id}.`));
      await until(() => own() !== undefined, 'the page of the next round');
      t.diagnostic(`the next round came ${(own()?.atMs ?? 0) - healedAtMs} ms after the remedy`);
      await settle(stand, id);
      await stand.send(id, 'acknowledge', 'anna', {});
      await settle(stand, id);
      const all = await stand.events(id);
      assert.deepEqual(pages(story(all)).slice(5, 7), ['paged anna', 'page > anna: 250']);
      assert.deepEqual(reckon(t, stand, id, all).repeated, []);
    });
});
