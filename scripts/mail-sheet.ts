/**
 * A contact sheet of the mails: `node --import tsx scripts/mail-sheet.ts [folder]` draws each kind as Chromium shows it,
 * light and dark, on a desk (600 px) and on a small phone (320 px), and on that phone as programs do that drop style sheets
 * (Thunderbird its @media rules, Gmail all of them for addresses elsewhere); one picture a kind. Ends with 1 when something
 * is wider than its screen or breaks a rule of WCAG AA.
 */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { policy } from '../test/mail/sample.ts';
import { everyMail } from '../test/mail/variety.ts';

/** Chromium without a sandbox of its own: what it shows was written here, and containers often allow none. */
const options = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
};

const views = [
  ...(['light', 'dark'] as const).flatMap((colorScheme) =>
    [600, 320].map((width) => ({ colorScheme, width, isBare: false })),
  ),
  { colorScheme: 'light', width: 320, isBare: true } as const,
];

async function picture(browser: Browser, html: string, view: (typeof views)[number]) {
  const context = await browser.newContext({
    colorScheme: view.colorScheme,
    viewport: { width: view.width, height: 400 },
  });
  try {
    const page = await context.newPage();
    await page.setContent(view.isBare ? html.replace(/<style>[^]*?<\/style>/g, '') : html);
    return { bytes: await page.screenshot({ fullPage: true }), faults: await faultsOf(page, view) };
  } finally {
    await context.close();
  }
}

async function faultsOf(page: Page, { colorScheme, width, isBare }: (typeof views)[number]) {
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
    // A mail has no frames: a second page that puts their answers together only costs time.
    .setLegacyMode(true)
    .analyze();
  return [
    ...(wide === width
      ? []
      : [`is ${String(wide)} px wide on ${width}${isBare ? ' without style sheets' : ''}`]),
    ...violations.map(({ id, nodes }) => `${id} (${colorScheme}): ${nodes[0]?.html ?? ''}`),
  ];
}

async function draw(browser: Browser, folder: string, name: string, html: string): Promise<void> {
  const images: string[] = [];
  for (const view of views) {
    const { bytes, faults } = await picture(browser, html, view);
    for (const fault of faults) {
      process.stdout.write(`${name}: ${fault}\n`);
      process.exitCode = 1;
    }
    images.push(
      `<img src="data:image/png;base64,${bytes.toString('base64')}" width="${view.width}">`,
    );
  }
  const page = await browser.newPage({ viewport: { width: 2_230, height: 400 } });
  await page.setContent(
    `<body style="margin:10px;display:flex;gap:10px;align-items:flex-start;background:#888">${images.join('')}</body>`,
  );
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
}

const folder = process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'seventytwo-mails-')));
/** Only these, when words are given. */
const wanted = process.argv.slice(3);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch(options);
try {
  const seen = new Set<string>();
  for (const [what, { html }] of everyMail(policy)) {
    const name = what.trim().replaceAll(/[^a-z0-9]+/gi, '-');
    // Of the hundred briefings one for each rule looks like the other.
    if (name.includes('-of-') && wanted.length === 0) continue;
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    if (seen.has(name)) continue;
    seen.add(name);
    await draw(browser, folder, name, html);
    process.stdout.write(`${join(folder, name)}.png\n`);
  }
} finally {
  await browser.close();
}
