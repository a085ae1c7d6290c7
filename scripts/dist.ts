/** Finishes dist/ after tsc: drops what has no source any more, makes the CLI executable, bundles the workflows. */
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

dropOrphans();
chmodSync(join(dist, 'cli.js'), 0o755);
await bundle();

/** tsc never deletes: a module removed from src would live on in dist and still be importable. */
function dropOrphans(): void {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!/\.js(\.map)?$/.test(name) || name.startsWith('workflow-bundle.')) continue;
    const source = join(root, 'src', name.replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(source)) rmSync(join(dist, name));
  }
}
