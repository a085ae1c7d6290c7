/** The folder outside of any checkout where downloaded and built programs are kept. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env['SEVENTYTWO_CACHE']) return resolve(env['SEVENTYTWO_CACHE']);
  if (env['XDG_CACHE_HOME']) return resolve(env['XDG_CACHE_HOME'], 'seventytwo');
  const home = env['HOME'] || homedir();
  return process.platform === 'darwin'
    ? join(home, 'Library', 'Caches', 'seventytwo')
    : join(home, '.cache', 'seventytwo');
}
