/** What was erased is gone, the chain stays verifiable, and a process that is killed between two steps loses nothing. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { verifyAudit } from '../../src/register/audit-verify.ts';
import { beginChain } from '../../src/register/audit-genesis.ts';
import type { Register } from '../../src/register/database.ts';
import { eraseParts } from '../../src/register/erase.ts';
import { readClaims, requireContent } from '../../src/register/erasures.ts';
import { recordHold } from '../../src/register/holds.ts';
import { append } from '../../src/register/journal.ts';
import { restore } from '../../src/register/restore.ts';
import { eraseContent, goOn } from '../../src/retention/eraser.ts';
import { onEachEngine, open, type Place } from './engines.ts';
import {
  closedStory,
  file,
  hashOf,
  laterMs,
  quietOutside,
  secret,
  tellStory,
  why,
} from './erasure-sample.ts';
import { summaryOf } from './sample.ts';

const about = (incident: string) => ({ incident, why, nowMs: laterMs });
const hold = (incident: string, kind: 'held' | 'released') => ({
  ...{ incident, kind, by: 'dora', atMs: laterMs, reason: `${secret} before a court` },
});

onEachEngine(({ name, place }) => {
  async function withRegister(work: (register: Register, where: Place) => Promise<void>) {
    const where = await place();
    const register = await open(where);
    try {
      await work(register, where);
    } finally {
      await register.close();
    }
  }

  it('takes all of an incident and leaves the chain whole, and everything of another one', () =>
    withRegister(async (register, { folder }) => {
      const story = { files: ['own', 'shared'], drafts: ['N3', 'N5'] };
      await tellStory(register, 'INC-AAAAA', story);
      const before = closedStory('INC-AAAAA', story).length;
      const { outside, asked } = quietOutside();
      const { manifest } = await eraseContent(register, outside, about('INC-AAAAA'));
      assert.deepEqual(asked, ['runs?', 'key', 'runs']);
      assert.equal(manifest.upTo, before);
      const verified = await verifyAudit(register);
      assert.equal(verified.fault, undefined);
      // Its events and the two drafts; its files are named by events alone, which are gone.
      assert.deepEqual([verified.erased, verified.events], [before + 2, 0]);
      await tellStory(register, 'INC-BBBBB', { files: ['shared'] });
      assert.equal((await verifyAudit(register)).fault, undefined);
      const [line] = await register.db
        .selectFrom('incident')
        .selectAll()
        .where('id', '=', 'INC-AAAAA')
        .execute();
      assert.equal(line?.title, '(erased)');
      await assert.rejects(requireContent(register.db, 'INC-AAAAA'), { code: 'erased' });
      if (name === 'PostgreSQL') return;
      await eraseContent(register, outside, about('INC-BBBBB'));
      for (const one of readdirSync(folder).filter((name) => name !== 'keys'))
        assert.ok(!readFileSync(join(folder, one)).includes(secret), `${one} still holds it`);
    }));

  it('keeps the bytes of a file until the last incident that has it gives it up', () =>
    withRegister(async (register) => {
      await tellStory(register, 'INC-AAAAA', { files: ['shared'] });
      await tellStory(register, 'INC-BBBBB', { files: ['shared'] });
      const files = [hashOf(file('shared'))];
      const kept = () =>
        register.db
          .selectFrom('attachment')
          .select('sha256')
          .execute()
          .then((rows) => rows.length);
      await eraseParts(register, { ...about('INC-AAAAA'), scope: 'attachments', files });
      assert.equal(await kept(), 1);
      assert.equal((await verifyAudit(register)).fault, undefined);
      await eraseParts(register, { ...about('INC-BBBBB'), scope: 'attachments', files });
      assert.equal(await kept(), 0);
      const verified = await verifyAudit(register);
      assert.deepEqual([verified.fault, verified.erased], [undefined, 2]);
    }));

  it('takes some drafts, and only those', () =>
    withRegister(async (register) => {
      await tellStory(register, 'INC-AAAAA', { drafts: ['N3', 'N5'] });
      const wanted = { ...about('INC-AAAAA'), scope: 'drafts', files: [], drafts: ['N3'] } as const;
      assert.equal((await eraseParts(register, wanted))?.notices.length, 1);
      const { fault, erased } = await verifyAudit(register);
      assert.deepEqual([fault, erased], [undefined, 1]);
      assert.equal(await eraseParts(register, wanted), undefined, 'nothing is left to take');
    }));

  for (const step of ['stillNeeded', 'eraseKey', 'forgetRuns'] as const)
    it(`goes on where it was killed: at ${step}`, () =>
      withRegister(async (register) => {
        await tellStory(register, 'INC-AAAAA', { files: ['own'] });
        const killed = quietOutside({ [step]: () => Promise.reject(new Error('killed')) });
        await assert.rejects(eraseContent(register, killed.outside, about('INC-AAAAA')), /killed/);
        // An act without its removal is a fault, whoever wrote it.
        const { fault } = await verifyAudit(register);
        assert.equal(fault?.broken, step === 'stillNeeded' ? undefined : 'unfinished-erasure');
        // Nobody brings it back meanwhile.
        await assert.rejects(
          requireContent(register.db, 'INC-AAAAA'),
          /INC-AAAAA (is being|was) erased/,
        );
        const { outside, asked } = quietOutside();
        assert.deepEqual(await goOn(register, outside), { finished: 1, refused: 0 });
        assert.deepEqual(asked.slice(-2), ['key', 'runs']);
        assert.equal((await verifyAudit(register)).fault, undefined);
        assert.deepEqual(await goOn(register, outside), { finished: 0, refused: 0 });
        const acts = await register.db
          .selectFrom('audit')
          .select('n')
          .where('kind', '=', 'erased')
          .execute();
        assert.equal(acts.length, 1);
      }));

  it('erases nothing that runs, by phase or by what Temporal says, and leaves no claim behind', () =>
    withRegister(async (register) => {
      await tellStory(register, 'INC-AAAAA', { isOpen: true });
      await tellStory(register, 'INC-BBBBB');
      const { outside } = quietOutside({ stillNeeded: async () => 'INC-BBBBB still runs' });
      await assert.rejects(eraseContent(register, outside, about('INC-AAAAA')), {
        code: 'incident-runs',
      });
      await assert.rejects(eraseContent(register, outside, about('INC-BBBBB')), /still runs/);
      assert.deepEqual(await readClaims(register.db), []);
      assert.equal((await verifyAudit(register)).erased, 0);
    }));

  it('erases nothing that is held, even when the hold comes between claim and act', () =>
    withRegister(async (register) => {
      await tellStory(register, 'INC-AAAAA', { files: ['own'] });
      const { outside, asked } = quietOutside({
        async stillNeeded(incident) {
          await recordHold(register, hold(incident, 'held'));
          return undefined;
        },
      });
      await assert.rejects(eraseContent(register, outside, about('INC-AAAAA')), { code: 'held' });
      assert.deepEqual(asked, ['runs?']);
      assert.deepEqual(await readClaims(register.db), []);
      const files = [hashOf(file('own'))];
      await assert.rejects(
        eraseParts(register, { ...about('INC-AAAAA'), scope: 'attachments', files }),
        { code: 'held' },
      );
      await recordHold(register, hold('INC-AAAAA', 'released'));
      await eraseContent(register, quietOutside().outside, about('INC-AAAAA'));
      const { fault } = await verifyAudit(register);
      assert.equal(fault, undefined);
    }));

  it('holds and releases once each, and says why not', () =>
    withRegister(async (register) => {
      await tellStory(register, 'INC-AAAAA');
      await assert.rejects(recordHold(register, hold('INC-ZZZZZ', 'held')), {
        code: 'unknown-incident',
      });
      await assert.rejects(recordHold(register, hold("INC-' or 1=1 --", 'held')), {
        code: 'unknown-incident',
      });
      await assert.rejects(recordHold(register, hold('INC-AAAAA', 'released')), {
        code: 'not-held',
      });
      await recordHold(register, hold('INC-AAAAA', 'held'));
      await assert.rejects(recordHold(register, hold('INC-AAAAA', 'held')), {
        code: 'held-already',
      });
      const rows = await register.db
        .selectFrom('audit')
        .selectAll()
        .where('kind', '=', 'held')
        .execute();
      assert.ok(!JSON.stringify(rows).includes(secret), 'the reason is not on the chain');
    }));

  it('brings nothing back by a rebuild, nor by a late writer', () =>
    withRegister(async (register) => {
      await tellStory(register, 'INC-AAAAA', { files: ['own'] });
      await eraseContent(register, quietOutside().outside, about('INC-AAAAA'));
      const events = closedStory('INC-AAAAA', { files: ['own'] });
      const found = {
        ...{ incidentId: 'INC-AAAAA', disputed: new Set<number>(), isOpen: false },
        ...{ events: new Map(events.map((event) => [event.seq, event])), upTo: events.length },
      };
      let writes = 0;
      const restored = await restore(register, found, async () => void (writes += 1));
      assert.equal(restored.erasedBy, events.length + 1);
      assert.equal(writes, 0);
      await assert.rejects(append(register, { events, incident: summaryOf(events) }), {
        code: 'erased',
      });
      assert.equal((await verifyAudit(register)).fault, undefined);
    }));

  it('takes events from before the chain began, and the first entry still holds', () =>
    withRegister(async (register) => {
      await register.db.deleteFrom('audit').execute();
      for (const id of ['INC-AAAAA', 'INC-BBBBB', 'INC-CCCCC']) {
        const events = closedStory(id);
        await append(register, { events, incident: summaryOf(events) });
      }
      await register.db.deleteFrom('audit').execute();
      await beginChain(register.db, laterMs);
      assert.equal((await verifyAudit(register)).fault, undefined);
      for (const id of ['INC-BBBBB', 'INC-CCCCC'])
        await eraseContent(register, quietOutside().outside, about(id));
      const { fault, earlierEvents } = await verifyAudit(register);
      assert.deepEqual([fault, earlierEvents], [undefined, 9]);
    }));
});
