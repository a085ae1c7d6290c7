/** The audit chain however many write it, killed or not, and one that began in a register that was there before. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headOf } from '../../src/register/audit.ts';
import { copyOf, record, tamper, unseal, using, verifyIn } from './chain.ts';
import { startAppending } from './child.ts';
import { dataFolder, story } from './sample.ts';

describe('a register from before the chain', () => {
  it('begins it with the number and the hash of the events that were there', async () => {
    const place = await dataFolder();
    await record(place, story('INC-2', 4), story('INC-1', 3));
    await using(place, unseal);
    tamper(place, (sqlite) =>
      sqlite.exec(
        `drop index event_file; alter table event drop column file; drop table audit; drop table policy; drop table access_key; drop table erasure; drop table hold; drop table upkeep; drop table rota_override; drop table rota_told; drop table link_use; drop table link_revocation; drop table alert; drop table alert_group; drop table web_session; drop table watchdog; drop table digest; drop table courtesy; delete from kysely_migration where name >= '0003-audit'`,
      ),
    );
    await record(place, story('INC-1', 5), story('INC-3', 2));
    const { fault, earlierEvents, events: sealed } = await verifyIn(place);
    assert.deepEqual([fault, earlierEvents, sealed], [undefined, 7, 4]);
    for (const sql of [
      `update event set body = replace(body, 'note 1', 'note 2') where incident_id = 'INC-2' and seq = 2`,
      `delete from event where incident_id = 'INC-1' and seq = 1`,
      `insert into event select 'INC-0', seq, at_ms, type, person, channel, command_id, body, file from event where incident_id = 'INC-2' and seq = 1`,
    ]) {
      const other = await copyOf(place);
      tamper(other, (sqlite) => sqlite.exec(sql));
      assert.equal((await verifyIn(other)).fault?.broken, 'altered-history', sql);
    }
  });
});

describe('writers', () => {
  it('three processes of 200 appends each leave one whole chain', async () => {
    const place = await dataFolder();
    const ids = ['INC-1', 'INC-2', 'INC-3'];
    const children = ids.map((id) => startAppending(place, id, 200));
    const codes = await Promise.all(children.map(({ ended }) => ended));
    assert.deepEqual(codes, [0, 0, 0], children.map(({ errors }) => errors()).join('\n'));
    const { fault, entries, events: sealed } = await verifyIn(place);
    assert.deepEqual([fault, entries, sealed], [undefined, 601, 600]);
  });

  it('killed while writing leave a whole chain that goes on', async () => {
    const place = await dataFolder();
    for (const id of ['INC-1', 'INC-2', 'INC-3']) {
      const child = startAppending(place, id, 100_000);
      child.process.stdout?.on('data', () => {
        if (child.output().split('\n').length > 20) child.process.kill('SIGKILL');
      });
      assert.equal(await child.ended, 'SIGKILL', child.errors());
      const { fault, events: sealed } = await verifyIn(place);
      assert.equal(fault, undefined);
      assert.ok(sealed >= 20);
    }
    assert.ok(await using(place, ({ db }) => headOf(db)));
  });

  it('read while others write see one moment of it', async () => {
    const place = await dataFolder();
    await record(place);
    const child = startAppending(place, 'INC-1', 150);
    let looks = 0;
    const ended = child.ended.then(() => (looks < 0 ? looks : -1));
    while ((await Promise.race([ended, Promise.resolve(0)])) === 0) {
      assert.equal((await verifyIn(place)).fault, undefined);
      looks += 1;
    }
    assert.equal(await child.ended, 0, child.errors());
    assert.ok(looks > 2);
  });
});
