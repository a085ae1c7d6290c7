/** Prebuilds dist/workflow-bundle.js, so that a worker starts without webpack; only when its inputs changed. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bundlePath = join(root, 'dist', 'workflow-bundle.js');
const failureConverter = 'data/failure-converter.cjs';
const hashPath = join(root, 'dist', 'workflow-bundle.sha256');

export async function bundle(): Promise<void> {
  const hash = inputHash();
  if (existsSync(bundlePath) && existsSync(hashPath) && readFileSync(hashPath, 'utf8') === hash) {
    return;
  }
  console.log('build: bundling the workflows (a few seconds)');
  // Loading the SDK's bundler takes a second by itself: only when there is something to bundle.
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'src', 'workflows', 'index.ts'),
    failureConverterPath: join(root, failureConverter),
    logger: new DefaultLogger('WARN'),
  });
  // A worker may be reading the old one: renaming swaps it whole. The hash comes last, so that a
  // build killed on the way is done again.
  rmSync(hashPath, { force: true });
  writeFileSync(`${bundlePath}.new`, code);
  renameSync(`${bundlePath}.new`, bundlePath);
  writeFileSync(hashPath, hash);
}

/** The import table lets workflows import nothing else of ours; the lock file pins the rest. */
function inputHash(): string {
  const folders = ['src/workflows', 'src/domain'];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const hash = createHash('sha256');
  for (const path of [
    ...sources.toSorted(),
    'package-lock.json',
    'scripts/bundle.ts',
    failureConverter,
  ]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}
