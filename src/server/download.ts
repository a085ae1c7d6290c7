/**
 * Child process: lets the Temporal SDK download one of its servers into a folder. The SDK offers no
 * download alone, so the server is started for a moment; and a download cannot be called off, but a
 * process can. Arguments: `dev-server` or `time-skipping`, and the folder.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [kind, folder] = process.argv.slice(2);
if ((kind !== 'dev-server' && kind !== 'time-skipping') || folder === undefined)
  throw new Error('give dev-server or time-skipping, and a folder');

// Nobody is left to use the download.
process.on('disconnect', () => process.exit(1));

// The SDK throws a file away that is older than `ttl`; this folder is new each time.
const executable = { type: 'cached-download', downloadDir: folder, ttl: '365 days' } as const;
try {
  const environment =
    kind === 'dev-server'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await environment.teardown();
  process.exit(0);
} catch (error) {
  // The exit runs before a pipe is drained, the callback after.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
    process.exit(1),
  );
}
