/** The three files of the board, from our own address: its look, its small script, its mark. */
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { sha256Of } from '../sha256.ts';
import type { WebEnv } from './visitor.ts';

// The data stands beside src and dist alike, so one relative place serves both.
const folder = new URL('../../data/web/', import.meta.url);

const types = {
  'board.css': 'text/css; charset=utf-8',
  'board.js': 'text/javascript; charset=utf-8',
  'board.svg': 'image/svg+xml',
} as const;
type Asset = keyof typeof types;

const contents = new Map<string, string>();

/** With its hash: a browser may keep it for a year, and has the new one at once. */
export function assetUrl(name: Asset): string {
  return `/${name}?${sha256Of(contentOf(name)).slice(0, 12)}`;
}

export function createAssets(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const [name, type] of Object.entries(types))
    app.get(`/${name}`, (c) =>
      c.body(contentOf(name), 200, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  return app;
}

function contentOf(name: string): string {
  const known = contents.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(name, folder), 'utf8');
  contents.set(name, text);
  return text;
}
