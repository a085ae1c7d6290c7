/** Every page as people see it, over a bad weekend: for everybody to read, the most urgent first. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { createBoard } from './board.ts';
import { requirePassed } from './browser.ts';
import { main, pages } from './scene/pages.ts';
import { ids } from './scene/stories.ts';
import { openViewer, type Viewer } from './scene/viewer.ts';

const colourful = [
  ['anna', '/'],
  ['anna', '/on-call'],
  ['dora', main],
  ['anna', `/incidents/${ids.storm}/alerts`],
  ['clara', `/incidents/${ids.overdue}`],
] as const;

describe('the looks of the board', () => {
  let viewer: Viewer;
  before(async () => {
    viewer = await openViewer();
  });
  after(() => viewer?.close());

  it('passes WCAG 2.2 AA on every page', async () => {
    for (const [person, path, status] of pages)
      await viewer.look(person, async (page) => {
        await viewer.open(page, path, status);
        await requirePassed(page);
      });
  });

  it('and in the dark, where every colour of it is seen', async () => {
    for (const [person, path] of colourful)
      await viewer.look(
        person,
        async (page) => {
          await viewer.open(page, path);
          await requirePassed(page);
        },
        { colorScheme: 'dark' },
      );
  });

  it('says in words where nothing is', async () => {
    const empty = await createBoard({ nowMs: viewer.scene.now() });
    const text = async (path: string) => (await empty.get(path, 'anna')).text();
    assert.match(await text('/'), /No open incident\./);
    assert.match(await text('/closed'), /No incident is closed\./);
    await empty.close();
  });

  it('puts whom nobody reached first, then a legal time that is over, then the severity', async () => {
    await viewer.scene.say(ids.reviewed, 'note', 'ben', {
      text: 'the list is read from the register',
    });
    await viewer.look('anna', async (page) => {
      await viewer.open(page, '/');
      const order = await page.locator('.incidents .id').allInnerTexts();
      assert.ok(order.indexOf(ids.overdue) < order.indexOf(ids.main), order.join());
      assert.equal(order.at(-1), ids.reviewed);
    });
  });

  it('leads whoever may break the glass to it, and an auditor not', async () => {
    const button = (page: Page) => page.getByRole('link', { name: 'Break the glass' });
    await viewer.look('ben', async (page) => {
      await viewer.open(page, `/incidents/${ids.restricted}`, 403);
      await button(page).click();
      await page.getByRole('heading', { name: 'Break the glass' }).waitFor();
      await requirePassed(page);
    });
    await viewer.look('otto', async (page) => {
      await viewer.open(page, `/incidents/${ids.restricted}`, 403);
      assert.equal(await button(page).count(), 0);
    });
  });

  it('never wrote to the console, asked another host, or broke its own policy', () => {
    assert.deepEqual(viewer.faults, []);
    assert.deepEqual(
      viewer.scene.told.filter((sentence) => /bug/.test(sentence)),
      [],
    );
  });
});
