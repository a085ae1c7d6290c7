/** The commands about the keys that encrypt. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

export function addKeys(add: Add, io: Io): void {
  withZone(
    add(
      'keys list',
      'the ids of the encryption keys, and which is active; shows no key, needs no server',
      ['seventytwo keys list', 'seventytwo keys list --json'],
      async (given) => (await import('../keys.ts')).runKeysList(io, given),
    ),
  );
  add(
    'keys rotate',
    'make a new active encryption key; running incidents go on, older keys still open what they sealed',
    ['seventytwo keys rotate --as anna'],
    async (given) => (await import('../keys.ts')).runKeysRotate(io, given),
  ).option('--as <person>', 'who you are, for the audit chain (SEVENTYTWO_AS)');
  add(
    'codec',
    "show Temporal's own web UI and CLI what is sealed, on this machine alone, until Ctrl-C",
    ['seventytwo codec', 'seventytwo codec --port 8234 --origin http://localhost:8233'],
    async (given) => (await import('../codec.ts')).runCodec(io, given),
  )
    .option('--port <number>', 'default 8234; 0 takes a free one')
    .option(
      '--origin <origin...>',
      "web pages that may ask, default the web UI of this folder's up",
    );
}
