/** Links in mails taken back from a laptop: by an admin alone, on the chain as such, and by the command line over HTTP. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/program.ts';
import type { AuditEntry } from '../../src/domain/audit-entry.ts';
import { personKey } from '../../src/policy/snapshot.ts';
import { readAudit } from '../../src/register/audit.ts';
import { readRevocations } from '../../src/register/links.ts';
import { serve, type Served } from '../../src/serving.ts';
import { startMs } from '../support/incidents.ts';
import { createBoard } from './board.ts';

const nowMs = startMs + 3_600_000;

describe('links taken back over HTTP', () => {
  let board: Awaited<ReturnType<typeof createBoard>>;
  let served: Served;
  /** They are read in the order in which they came. */
  let tickMs = nowMs;
  const laptop = mkdtempSync(join(tmpdir(), 'seventytwo-laptop-'));

  before(async () => {
    board = await createBoard({ admin: 'clara', nowMs, clock: () => (tickMs += 1) });
    served = await serve((asked, env) => board.app.fetch(asked, env), {
      ...{ listen: '127.0.0.1:0', host: '127.0.0.1', port: 0, mostConnections: 50, limits: {} },
      ...{ section: 'web', cannotListen: '{code}' },
    });
  });
  after(async () => {
    await served.close();
    await board.close();
    rmSync(laptop, { recursive: true, force: true });
  });

  async function ask(person: string, json: object) {
    const answer = await board.app.request('/api/v1/links/revocations', {
      ...{ method: 'POST', body: JSON.stringify(json) },
      headers: { authorization: `Seventytwo-unsigned ${person}` },
    });
    return { status: answer.status, ...JSON.parse(await answer.text()) };
  }
  const all = () => readRevocations(board.deps.register);
  async function run(...words: readonly string[]) {
    const [out, err]: string[][] = [[], []];
    const io: Io = {
      ...{ env: {}, isTerminal: false, now: () => nowMs, readInput: () => Promise.resolve('') },
      print: (line) => void out?.push(line),
      tell: (line) => void err?.push(line),
    };
    const given = ['--server', served.url, '--data', laptop];
    const code = await main(['links', 'revoke', ...words, ...given], io);
    return { code, out: out?.join('\n') ?? '', err: err?.join('\n') ?? '' };
  }

  it('are taken back by no one but an admin, and only those that there can be', async () => {
    const reason = 'phone stolen';
    const refused = await ask('ben', { scope: 'person', subject: 'ben', reason });
    assert.deepEqual([refused.status, refused.error.code], [403, 'not-your-role']);
    assert.match(refused.error.message, /only an admin takes links back; ask one of clara$/);
    for (const [json, message] of [
      [{ scope: 'person', subject: 'mallory', reason }, /subject is "mallory"; use one of anna/],
      [{ scope: 'person', subject: '__proto__', reason }, /subject is "__proto__"/],
      [{ scope: 'person', reason }, /subject is missing/],
      [{ scope: 'incident', subject: 'INC-1', reason }, /such as INC-K7F3Q/],
      [{ scope: 'all', subject: 'ben', reason }, /leave it out for all links/],
      [{ scope: 'everything', reason }, /scope is "everything"; use one of incident, person, all/],
      [{ scope: 'all', reason: ' ' }, /reason/],
      [{ scope: 'all' }, /reason is missing/],
    ] as const) {
      const answer = await ask('clara', json);
      assert.equal(answer.status, 400);
      assert.match(answer.error.message, message);
    }
    assert.deepEqual(await all(), []);
  });

  it('are taken back from the command line of a laptop, and the chain tells by which way', async () => {
    const person = await run('--person', 'ben', '--reason', 'phone stolen', '--as', 'clara');
    assert.deepEqual([person.code, person.err], [0, '']);
    assert.match(person.out, /^The links of ben sent until now are taken back/);
    const one = await run('--incident', 'INC-K7F3Q', '--reason', 'r', '--as', 'clara', '--json');
    assert.deepEqual(JSON.parse(one.out).revoked.subject, 'INC-K7F3Q');
    assert.equal((await run('--all', '--reason', 'r', '--as', 'clara')).code, 0);
    const { policy } = await board.deps.policy();
    assert.deepEqual(
      (await all()).map(({ scope, subject, by }) => [scope, subject, by]),
      [
        ['person', personKey(policy, 'ben'), 'clara'],
        ['incident', 'INC-K7F3Q', 'clara'],
        ['all', '', 'clara'],
      ],
    );
    const chain: AuditEntry[] = [];
    for await (const entry of readAudit(board.deps.register.db)) chain.push(entry);
    const taken = chain.filter(({ kind }) => kind === 'link-revoked');
    assert.deepEqual(
      taken.map(({ who, channel }) => `${who} ${channel}`),
      Array(3).fill('clara api'),
    );
    assert.doesNotMatch(JSON.stringify(chain), /phone stolen/);
  });

  it('stay where the laptop is that of somebody else', async () => {
    const before = (await all()).length;
    const ran = await run('--all', '--reason', 'r', '--as', 'ben');
    assert.equal(ran.code, 4);
    assert.match(ran.err, /ben is no admin of the policy file/);
    assert.equal((await run('--all', '--as', 'clara')).code, 2);
    assert.equal((await all()).length, before);
  });
});
