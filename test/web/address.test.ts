/** Whose requests are counted together, and whom a header is believed. */
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { parsePolicy } from '../../src/policy/source.ts';
import { networkOf, visitorOf } from '../../src/web/address.ts';
import { good } from '../policy/good.ts';
import { createBoard } from './board.ts';

for (const [address, network] of [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:FFFF:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['::192.0.2.7', '0:0:0:0::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8::ffff:1', '2001:db8:0:0::/64'],
  ['2001:0db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001::2:3:4:5:192.0.2.7', '2001:0:2:3::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
] as const)
  test(`${address} counts as ${network}`, () => assert.equal(networkOf(address), network));

const proxies = ['127.0.0.1', '10.0.5.0/24', '2001:db8:5::/48'];
const [near, far, six] = ['127.0.0.1', '10.0.5.9', '2001:db8:5::9'] as const;
/** As long as a request may be. */
const long = 16_000;

describe('the address of a visitor', () => {
  const cases: readonly (readonly [string, string, string | undefined, string])[] = [
    ['who comes without a proxy is theirs', '192.0.2.7', undefined, '192.0.2.7'],
    ['who says to come by one is theirs', '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    ['who names a proxy of ours is theirs', '192.0.2.7', '198.51.100.1, 127.0.0.1', '192.0.2.7'],
    ['beside a proxy of ours is theirs', '10.0.6.9', '198.51.100.1', '10.0.6.9'],
    ['behind a proxy is what it says', near, '192.0.2.7', '192.0.2.7'],
    ['behind one in a network is too', far, '192.0.2.7', '192.0.2.7'],
    ['behind one of IPv6 is too', six, '192.0.2.7', '192.0.2.7'],
    ['behind one of IPv4 that comes as IPv6 is too', '::ffff:10.0.5.9', '192.0.2.7', '192.0.2.7'],
    ['behind one with a zone is too', '2001:db8:5::9%eth0', '192.0.2.7', '192.0.2.7'],
    ['behind two is what the outer one says', near, '192.0.2.7, 10.0.5.9', '192.0.2.7'],
    ['who forges one more is what the proxy saw', near, '198.51.100.1, 192.0.2.7', '192.0.2.7'],
    ['who forges ours is what the proxy saw', near, '127.0.0.1, 192.0.2.7', '192.0.2.7'],
    ['who forges many', near, `${'10.0.5.1, '.repeat(long / 10)}192.0.2.7`, '192.0.2.7'],
    ['who forges commas', near, `${','.repeat(long)}192.0.2.7`, '192.0.2.7'],
    ['who forges what is none', near, `unknown, <script>, 192.0.2.7`, '192.0.2.7'],
    ['of IPv6', near, '2001:db8::7', '2001:db8::7'],
    ['of IPv6 in any spelling', near, '2001:0DB8:0:0::0007', '2001:db8::7'],
    ['of IPv6 in brackets with a port', near, '[2001:db8::7]:4711', '2001:db8::7'],
    ['of IPv6 in brackets', near, '[2001:db8::7]', '2001:db8::7'],
    ['of IPv6 with a zone', near, `fe80::7%${'x'.repeat(long)}`, 'fe80::7'],
    ['of IPv4 with a port', near, '192.0.2.7:4711', '192.0.2.7'],
    ['of IPv4 in IPv6', near, '::ffff:192.0.2.7', '192.0.2.7'],
    ['of IPv4 in IPv6, in hex', near, '::FFFF:C000:0207', '192.0.2.7'],
    ['of a proxy in IPv6 is passed over', near, '192.0.2.7, ::ffff:10.0.5.9', '192.0.2.7'],
    ['of our own proxies alone is the first of them', near, '10.0.5.8, 10.0.5.9', '10.0.5.8'],
    // What a proxy did not know is not for the visitor to say.
    ['that the proxy does not know is its own', near, '192.0.2.7, unknown', near],
    ['that the outer proxy does not know', near, '192.0.2.7, _hidden, 10.0.5.9', far],
    ['that is empty', near, '', near],
    ['that ends with a comma', near, '192.0.2.7,', near],
    ['that is a name', near, 'localhost', near],
    ['that is very long', near, 'a'.repeat(long), near],
    ['that is very long and numeric', near, '1'.repeat(long), near],
    ['that is no IPv4', near, '192.0.2.256', near],
    ['with zeros before', near, '192.000.002.007', near],
    ['in one number', near, '3221225991', near],
    ['that is a network', near, '192.0.2.0/24', near],
    ['in half a bracket', near, '[2001:db8::7', near],
    ['with two ports', near, '192.0.2.7:1:2', near],
    ['with a control character', near, '192.0.2.7\u0000', near],
    ['with a line break', near, '192.0.2.7\n198.51.100.1', near],
    ['with a digit of another script', near, '١٩٢.0.2.7', near],
  ];
  for (const [what, peer, header, expected] of cases)
    it(what, () => assert.equal(visitorOf(peer, header, proxies), expected));

  it('is of the connection as long as the policy names no proxy', () => {
    assert.equal(visitorOf(near, '192.0.2.7', []), near);
    assert.equal(visitorOf('::ffff:127.0.0.1', '192.0.2.7', []), near);
  });
});

it('the limits hold for each visitor behind a proxy of ours, and a forged header counts for nobody', async () => {
  const origin = 'https://incidents.acme.example';
  const policy = `web: { url: ${origin}, reports: incident, proxies: [127.0.0.1] }\n`;
  const board = await createBoard({ nowMs: Date.UTC(2026, 10, 23), policy });
  /** Refused, because nothing is said; counted all the same. */
  const report = async (peer: string, forwardedFor: string): Promise<number> => {
    const socket = { remoteAddress: peer, remotePort: 1, remoteFamily: 'IPv4' };
    const answer = await board.app.request(
      `${origin}/report`,
      {
        method: 'POST',
        body: new URLSearchParams({ what: '' }),
        headers: { origin, 'x-forwarded-for': forwardedFor },
      },
      { incoming: { socket } },
    );
    return answer.status;
  };
  for (let n = 0; n < 30; n += 1)
    assert.equal(await report('127.0.0.1', `198.51.100.${n}, 192.0.2.7`), 400);
  assert.equal(await report('127.0.0.1', '198.51.100.99, 192.0.2.7'), 429);
  assert.equal(await report('127.0.0.1', '192.0.2.8'), 400);
  for (let n = 0; n < 30; n += 1) assert.equal(await report('10.0.0.3', `192.0.2.${n + 9}`), 400);
  assert.equal(await report('10.0.0.3', '192.0.2.99'), 429);
  await board.close();
});

describe('a name of this machine', () => {
  for (const [what, peer, forwardedFor, expected] of [
    ['is for whoever is on it', '127.0.0.1', undefined, 200],
    ['is for whoever is on it, at any address of its own', '127.8.9.1', undefined, 200],
    ['is for whoever is on it, by IPv6', '::1', undefined, 200],
    ['is for whoever is on it, by IPv4 in IPv6', '::ffff:127.0.0.1', undefined, 200],
    ['is for whoever is on it and comes by the proxy', '127.0.0.1', '127.0.0.1', 200],
    ['is not for a neighbour', '192.0.2.7', undefined, 421],
    ['is not for a neighbour in IPv6', '2001:db8::7', undefined, 421],
    ['is not for a neighbour in IPv6 that ends like ours', '2001:db8::1', undefined, 421],
    ['is not for a neighbour who says to be here', '192.0.2.7', '127.0.0.1', 421],
    ['is not for a proxy elsewhere', '10.0.5.9', '192.0.2.7', 421],
    ['is not for whom the proxy forwards', '127.0.0.1', '192.0.2.7', 421],
    ['is not for whom it forwards who says to be here', '127.0.0.1', '127.0.0.1, 192.0.2.7', 421],
    ['is not for whom two forward', '127.0.0.1', '192.0.2.7, 127.0.0.1', 421],
    ['is not for whom a proxy does not know', '127.0.0.1', 'unknown', 421],
    ['is not for whom a proxy leaves empty', '127.0.0.1', ',', 421],
    ['is not for a connection that is gone', '', undefined, 421],
  ] as const)
    for (const host of ['127.0.0.1:7272', 'localhost', '[::1]'])
      it(`${what}: ${host}`, async () => {
        const socket = { remoteAddress: peer || undefined, remotePort: 1, remoteFamily: 'IPv4' };
        const headers = { ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }) };
        const answer = await board.app.request(
          `http://${host}/.well-known/security.txt`,
          { headers },
          { incoming: { socket } },
        );
        assert.equal(answer.status, expected);
      });

  it('is also the name of the board where web.url says so', async () => {
    const socket = { remoteAddress: '192.0.2.7', remotePort: 1, remoteFamily: 'IPv4' };
    for (const [host, expected] of [
      ['https://incidents.acme.example', 200],
      ['https://localhost', 421],
    ] as const) {
      const path = `${host}/.well-known/security.txt`;
      const answer = await board.app.request(path, {}, { incoming: { socket } });
      assert.equal(answer.status, expected, host);
    }
  });

  let board: Awaited<ReturnType<typeof createBoard>>;
  before(async () => {
    const policy = 'web: { url: https://incidents.acme.example, proxies: [127.0.0.1, "::1"] }\n';
    board = await createBoard({ nowMs: Date.UTC(2026, 10, 23), policy });
  });
  after(() => board.close());
});

describe('web.proxies', () => {
  const faults = (list: string): string =>
    (parsePolicy(`${good}web: { proxies: ${list} }\n`).faults ?? []).join('\n');
  for (const list of [
    '[]',
    '[127.0.0.1]',
    '["::1", 10.0.0.0/8, "2001:db8::/32", "fd00::/8"]',
    '[192.0.2.7/32]',
  ])
    it(`may be ${list}`, () => assert.equal(faults(list), ''));
  for (const [list, why] of [
    ['[0.0.0.0/0]', /web\.proxies\.0 .*trusts everybody/],
    ['["::/0"]', /trusts everybody/],
    ['[localhost]', /"localhost" is no address and no network/],
    ['[10.0.0.0/33]', /is no address/],
    ['["2001:db8::/129"]', /is no address/],
    ['[10.0.0.0/08]', /is no address/],
    ['[10.0.0.0/8/8]', /is no address/],
    ['[10.0.0]', /is no address/],
    ['["fe80::1%eth0"]', /is no address/],
    ['["::ffff:10.0.0.1"]', /write it as IPv4/],
    ['[7]', /is no address/],
    ['127.0.0.1', /web\.proxies/],
    [JSON.stringify(Array.from({ length: 101 }, () => '10.0.0.1')), /more than 100/],
  ] as const)
    it(`may not be ${list.slice(0, 30)}`, () => assert.match(faults(list), why));
});
