/** `web`: the board alone, beside a worker that runs elsewhere. */
import type { Io } from './io.ts';
import type { Given } from './session.ts';

export async function runWebCommand(io: Io, given: Given): Promise<void> {
  const { runWeb } = await import('../web.ts');
  const listen = typeof given.listen === 'string' ? { listen: given.listen } : {};
  await runWeb(
    io.env,
    { ...given, ...listen },
    (sentence) => io.tell(sentence),
    (url) => io.print(given.json ? JSON.stringify({ url }) : `Board: ${url}. Ctrl-C stops it.`),
  );
}
