/** Where the board is, for whoever is to open it. */
import type { Policy } from '../policy/schema.ts';

/** As people type it; `listen`: where it runs on this machine, if it does. */
export function boardUrl({ web }: Policy, listen: string | undefined): string | undefined {
  if (web.url !== undefined || listen === undefined) return web.url;
  return `${web.certificate === undefined ? 'http' : 'https'}://${listen}`;
}
