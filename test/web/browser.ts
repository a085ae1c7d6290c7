/** A real browser for proofs, found where people and systems have one, and what every page must hold in it. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findBrowser(env: NodeJS.ProcessEnv = process.env): string {
  const given = env.SEVENTYTWO_CHROMIUM;
  if (given) return given;
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter)];
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    `no browser was found (${names.join(', ')} in /usr/bin or PATH); install Chromium, or name one in SEVENTYTWO_CHROMIUM`,
  );
}

export function openBrowser(): Promise<Browser> {
  // In a container its own sandbox cannot be set up; nothing but our own pages is opened.
  return chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
}

export const phone = { width: 390, height: 844 };

/** WCAG 2.2 AA holds all of these. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** WCAG 2.2 AA, and nothing to scroll sideways. */
export async function requirePassed(page: Page): Promise<void> {
  // No page of ours has frames, so nothing is gained by a second page that puts their answers together.
  const checker = new AxeBuilder({ page }).withTags(tags).setLegacyMode(true);
  const { violations } = await checker.analyze();
  // Only a violation has a name here: the whole answer of the checker is pages long.
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
  assert.deepEqual(told, [], page.url());
  await requireNarrow(page);
}

export async function requireNarrow(page: Page): Promise<void> {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  const most = page.viewportSize()?.width ?? phone.width;
  assert.ok(width <= most, `${page.url()} is ${width} wide on ${most}`);
}

/** What no page may cause: words on the console, requests to elsewhere, violations of its own policy. */
export function watch(page: Page, own: string, tell: (fault: string) => void): void {
  page.on('console', (message) => {
    // The browser itself says on its console that an answer was an error; which one, the proof asks for itself.
    const isStatus = /the server responded with a status of/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isStatus) tell(message.text());
  });
  page.on('pageerror', (error) => tell(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(own)) tell(`request to ${request.url()}`);
  });
}
