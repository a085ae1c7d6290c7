/** Every page as people see it, over a bad weekend: for everybody to read, on any screen, and saying when it is out of date. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { createBoard } from './board.ts';
import { requireNarrow, requirePassed } from './browser.ts';
import { ids } from './scene/stories.ts';
import { nobody, openViewer, type Viewer } from './scene/viewer.ts';

const main = `/incidents/${ids.main}`;

/** Who asks for what, and the status of the answer where it is not 200. */
const pages: readonly (readonly [person: string, path: string, status?: number])[] = [
  ['anna', '/'],
  ['ben', '/'],
  ['ben', '/closed'],
  ['anna', '/on-call'],
  ['anna', '/declare'],
  ['dora', main],
  ['otto', `${main}?all=1`],
  ['dora', `${main}/notices/N1`],
  ['otto', `${main}/audit`],
  ['anna', `/incidents/${ids.storm}`],
  ['anna', `/incidents/${ids.storm}/alerts`],
  ['anna', `/incidents/${ids.closed}/alerts`],
  ['clara', `/incidents/${ids.overdue}`],
  ['anna', `/incidents/${ids.restricted}`],
  ['ben', `/incidents/${ids.restricted}`, 403],
  ['ben', `/incidents/${ids.reviewed}`],
  ['anna', `/incidents/${ids.merged}`],
  ['dora', `${main}/do/withholdDuty`],
  ['anna', `${main}/do/startDuty`],
  ['nobody', '/', 403],
  ['otto', '/declare', 403],
  ['anna', '/nothing', 404],
  ['anna', '/incidents/INC-22222', 404],
  [nobody, '/sign-in'],
  [nobody, '/sign-in/oidc?state=x&code=y', 403],
  [nobody, '/sign-in/oidc/start', 503],
  [nobody, '/report'],
  [nobody, '/l/nothing', 404],
];

const colourful = [
  ['anna', '/'],
  ['anna', '/on-call'],
  ['dora', main],
  ['anna', `/incidents/${ids.storm}/alerts`],
  ['clara', `/incidents/${ids.overdue}`],
  ['dora', `${main}/notices/N1`],
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

  it('scrolls to one side on no page of 320 pixels, nor with letters of twice the size', async () => {
    for (const [person, path, status] of pages)
      await viewer.look(
        person,
        async (page) => {
          await viewer.open(page, path, status);
          await requireNarrow(page);
          await page.setViewportSize({ width: 640, height: 800 });
          await page.evaluate('document.documentElement.style.fontSize = "200%"');
          await requireNarrow(page);
        },
        { viewport: { width: 320, height: 640 } },
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
