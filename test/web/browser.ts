/** A real browser for proofs: found where people and systems have one, or said clearly that there is none. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function findBrowser(env: NodeJS.ProcessEnv = process.env): string {
  const given = env.SEVENTYTWO_CHROMIUM;
  if (given) return given;
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter)];
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    `no browser was found (${names.join(', ')} in /usr/bin or PATH); install Chromium, or name one in SEVENTYTWO_CHROMIUM`,
  );
}

export function openBrowser(): Promise<Browser> {
  // In a container its own sandbox cannot be set up; nothing but our own pages is opened.
  return chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
}
