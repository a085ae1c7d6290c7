/** The one way in which values become payloads, for every client and every worker: sealed, failures too. */
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createCodec } from './codec.ts';
import { openKeys } from './keys.ts';

/** `keys`: the folder. */
export function createConverter(
  at: { readonly keys: string },
  side: 'client' | 'worker',
): DataConverter {
  return {
    payloadCodecs: [createCodec(openKeys(at), side === 'client' ? 'throw' : 'mark')],
    failureConverterPath: fileURLToPath(
      new URL('../../data/failure-converter.cjs', import.meta.url),
    ),
  };
}
