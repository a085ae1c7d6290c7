/** `openapi`: the description of the HTTP API, for tools that make clients of it. */
import { readServer } from '../api/client.ts';
import { openApi } from '../api/openapi.ts';
import { usualWebListen } from '../policy/web.ts';
import type { Io } from './io.ts';
import type { Given } from './session.ts';

/** The same that a board answers at /api/v1/openapi.json; it asks none. */
export function runOpenApi(io: Io, { server, json }: Given): void {
  const origin = readServer(
    server ?? (io.env.SEVENTYTWO_SERVER || undefined) ?? `http://${usualWebListen}`,
  );
  // JSON either way: for a reader, or in one line.
  io.print(JSON.stringify(openApi(origin), null, json ? 0 : 2));
}
