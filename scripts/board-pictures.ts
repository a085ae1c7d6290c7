/**
 * The pictures of the board in docs/pictures, drawn anew: `node --import tsx scripts/board-pictures.ts [folder]`. Chromium
 * shows the weekend of test/web/scene, whose clock is its own, so that a picture changes only when the board does.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../test/web/browser.ts';
import { startScene, type Scene } from '../test/web/scene/board.ts';
import { ids } from '../test/web/scene/stories.ts';

type Shot = {
  readonly path: string;
  readonly person?: string;
  readonly dark?: true;
  /** What is scrolled to the top. */
  readonly to?: string;
};

const main = `/incidents/${ids.main}`;
const phone = { width: 390, height: 844 };
const desk = { width: 1_280, height: 900 };

async function shoot(
  browser: Browser,
  scene: Scene,
  { path, person, dark, to }: Shot,
  viewport: typeof phone,
): Promise<Buffer> {
  const context = await browser.newContext({ viewport, ...(dark && { colorScheme: 'dark' }) });
  try {
    if (person !== undefined)
      await context.addCookies([{ name: 'person', value: person, url: scene.url }]);
    const page = await context.newPage();
    await page.goto(`${scene.url}${path}`);
    if (to !== undefined) await scrollTo(page, to);
    return await page.screenshot();
  } finally {
    await context.close();
  }
}

async function scrollTo(page: Page, selector: string): Promise<void> {
  await page.evaluate(
    `document.documentElement.style.scrollBehavior = 'auto'; document.querySelector('${selector}').scrollIntoView()`,
  );
}

/** Several phones beside each other. */
async function draw(
  browser: Browser,
  scene: Scene,
  path: string,
  shots: readonly Shot[],
): Promise<void> {
  const images: string[] = [];
  for (const shot of shots) {
    const bytes = await shoot(browser, scene, shot, phone);
    images.push(`<img src="data:image/png;base64,${bytes.toString('base64')}">`);
  }
  const gap = 12;
  const width = shots.length * (phone.width + gap) - gap;
  const page = await browser.newPage({ viewport: { width, height: phone.height } });
  await page.setContent(
    `<body style="margin:0;display:flex;gap:${gap}px;background:#888">${images.join('')}</body>`,
  );
  await page.screenshot({ path });
  await page.close();
}

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'docs', 'pictures');
await mkdir(folder, { recursive: true });
const scene = await startScene();
const browser = await openBrowser();
try {
  await draw(browser, scene, join(folder, 'board.png'), [
    { path: '/', person: 'anna' },
    { path: main, person: 'dora' },
    { path: main, person: 'dora', dark: true },
  ]);
  const storm = `/incidents/${ids.storm}`;
  await draw(browser, scene, join(folder, 'board-page.png'), [
    { path: await scene.link(ids.storm, 'anna') },
    { path: storm, person: 'anna' },
    { path: `${storm}/alerts`, person: 'anna' },
  ]);
  await draw(browser, scene, join(folder, 'board-duty.png'), [
    { path: main, person: 'dora', to: '#duties' },
    { path: `${main}/notices/N1`, person: 'dora' },
    { path: '/on-call', person: 'anna' },
  ]);
  const wide = await shoot(browser, scene, { path: main, person: 'dora' }, desk);
  const page = await browser.newPage({ viewport: { width: 960, height: 675 } });
  await page.setContent(
    `<body style="margin:0"><img width="960" src="data:image/png;base64,${wide.toString('base64')}"></body>`,
  );
  await page.screenshot({ path: join(folder, 'board-desk.png') });
} finally {
  await browser.close();
  await scene.close();
}
