/**
 * Completes package-lock.json after a dependency changed: `node --import tsx scripts/lock.ts`.
 * A registry mirror may lack a library's packages for other platforms. npm then leaves them out of
 * the lock, and `npm ci` refuses that lock everywhere. The entries added here are skipped on
 * machines they are not for; on their own they are fetched by name and version, without a checksum.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony'];
const processors = ['x64', 'arm64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64'];

type Entry = {
  readonly license?: string | undefined;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
const file = new URL('../package-lock.json', import.meta.url);
// oxlint-disable-next-line no-unsafe-type-assertion -- npm wrote it; parsing it would reorder its keys.
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };

const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {}, license }) =>
  Object.entries(optionalDependencies).flatMap(([name, version]) => {
    const key = `node_modules/${name}`;
    const parts = name.split('-');
    const os = systems.find((system) => parts.includes(system));
    const cpu = processors.find((processor) => parts.includes(processor));
    if (key in lock.packages || os === undefined || cpu === undefined) return [];
    return [[key, { version, cpu: [cpu], license, optional: true, os: [os] }] as const];
  }),
);
lock.packages = Object.fromEntries<Entry>(
  [...Object.entries(lock.packages), ...missing].toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} entries added${missing.map(([key]) => `\n  ${key}`).join('')}`);
