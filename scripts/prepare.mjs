/** Builds after `npm ci`; in plain JavaScript, because it also runs where the tools to build are not installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const canBuild = ['typescript', 'tsx'].every((name) =>
  existsSync(join(root, 'node_modules', name, 'package.json')),
);

if (canBuild) {
  // npm puts its own path into the environment of a script; `npm` itself is a .cmd on Windows.
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
} else if (existsSync(join(root, 'dist', 'cli.js'))) {
  console.log(
    'prepare: built files are in dist/; not built again without the development packages',
  );
} else {
  console.error(
    'prepare: dist/ is missing and the packages to build it are not installed; run `npm ci` (without --omit=dev), then `npm prune --omit=dev`',
  );
  process.exitCode = 1;
}
