/** Names a module that runs as a process of its own, as source (`.ts`) and when compiled (`.js`). */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `moduleBeside('../worker', import.meta.url)` */
export function moduleBeside(name: string, importer: string): string {
  return fileURLToPath(new URL(`${name}${extname(fileURLToPath(importer))}`, importer));
}
