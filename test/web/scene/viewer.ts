/** Whoever looks at the board of the scene in a browser, with an eye on what no page may cause. */
import assert from 'node:assert/strict';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser, phone, watch } from '../browser.ts';
import { startScene } from './board.ts';

/** Who has not signed in. */
export const nobody = '';

export type Viewer = Awaited<ReturnType<typeof openViewer>>;

export async function openViewer() {
  const scene = await startScene();
  const browser = await openBrowser();
  const faults: string[] = [];
  return {
    ...{ scene, faults },
    async look(
      person: string,
      work: (page: Page) => Promise<void>,
      options: BrowserContextOptions = {},
    ): Promise<void> {
      const context = await browser.newContext({ viewport: phone, ...options });
      if (person !== nobody)
        await context.addCookies([{ name: 'person', value: person, url: scene.url }]);
      const page = await context.newPage();
      watch(page, scene.url, (fault) => void faults.push(fault));
      await work(page);
      await context.close();
    },
    /** Opens a page, and everything that is folded on it. */
    async open(page: Page, path: string, status = 200): Promise<void> {
      const answer = await page.goto(`${scene.url}${path}`);
      assert.equal(answer?.status(), status, path);
      await page.evaluate(
        'document.querySelectorAll("details").forEach((one) => (one.open = true))',
      );
    },
    async close(): Promise<void> {
      await browser.close();
      await scene.close();
    },
  };
}
