/** Writes docs/dependencies.md: every package that a company runs with the product, from the lock file and what is installed; no network. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const path = join(root, 'docs', 'dependencies.md');

/** Permissive: nothing is asked but that the notice stays with copies. By their SPDX names. */
export const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // Of tables of names and of countries: attribution, which the notice in the package gives.
  'CC-BY-3.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Unlicense',
]);

/** What each direct one is for; the others are theirs. */
const purposes: Readonly<Record<string, string>> = {
  '@hono/node-server': 'serves local web pages with Node',
  '@inquirer/prompts': 'questions on a terminal: `init`, `triage --guided`',
  '@myriaddreamin/typst-ts-node-compiler': 'notices and the register as PDF',
  '@photostructure/sqlite': 'the register as a SQLite file',
  '@temporalio/activity': 'Temporal: what touches the world',
  '@temporalio/client': 'Temporal: commands, queries, schedules',
  '@temporalio/common': 'Temporal: failures and payloads',
  '@temporalio/envconfig': 'Temporal: connection settings and profiles',
  '@temporalio/testing': 'Temporal: finds and starts the server that `up` brings',
  '@temporalio/worker': 'Temporal: the worker',
  '@temporalio/workflow': 'Temporal: the workflows',
  'age-encryption': 'encrypted backups',
  commander: 'the command line',
  'date-holidays': 'public holidays for working days',
  docx: 'notices and the register as DOCX',
  fflate: 'evidence packs as ZIP',
  hono: 'the HTML of mails, escaped; web pages',
  'ical-generator': 'deadlines as calendar entries',
  'hono-rate-limiter': 'limits who asks the web too often',
  jose: 'the links in mails, signed',
  'openid-client': 'sign-in by OpenID Connect',
  standardwebhooks: 'signatures of webhooks',
  kysely: 'SQL for both databases, and migrations',
  nodemailer: 'mail over SMTP with TLS',
  pg: 'the register in PostgreSQL',
  'postal-mime': 'reads the mails in the inbox of `up`',
  'prom-client': 'metrics',
  protobufjs: 'one copy for the Temporal SDK',
  'smtp-server': 'the inbox of `up`',
  tar: 'the archive inside a backup',
  'temporal-polyfill': 'calendar and zones',
  yaml: 'the policy file',
  zod: 'checks of everything that comes from outside',
};

const entry = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});
const lockShape = z.object({ packages: z.record(z.string(), entry) });
type Lock = z.infer<typeof lockShape>['packages'];

export type Dependency = {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  readonly purpose: string;
  readonly runsInstallScript: boolean;
  readonly isDirect: boolean;
};

export function readDependencies(): readonly Dependency[] {
  const lock = lockShape.parse(JSON.parse(read('package-lock.json'))).packages;
  const direct = Object.keys(lock['']?.dependencies ?? {});
  const users = usersOf(lock, direct);
  return Object.entries(lock)
    .filter(([place, { dev, link }]) => place !== '' && !dev && !link)
    .map(([place, found]) => {
      const name = nameOf(place);
      const isDirect = direct.includes(name) && place === `node_modules/${name}`;
      return {
        ...{ name, isDirect, version: found.version ?? '' },
        license: found.license ?? licenseOf(place),
        purpose: isDirect ? purposeOf(name) : `for ${[...(users.get(place) ?? [])].join(', ')}`,
        runsInstallScript: found.hasInstallScript === true,
      };
    })
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

const key = ({ name, version }: Dependency): string => `${name} ${version}`;

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function purposeOf(name: string): string {
  const purpose = purposes[name];
  if (purpose === undefined) throw new Error(`say in scripts/dependencies.ts what ${name} is for`);
  return purpose;
}

/** Which direct dependencies bring a package along, by its place; resolved as Node does, from the inside outwards. */
function usersOf(lock: Lock, direct: readonly string[]): ReadonlyMap<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const name of direct) {
    const open = [`node_modules/${name}`];
    const seen = new Set(open);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      users.set(place, (users.get(place) ?? new Set()).add(name));
      const { dependencies, optionalDependencies, peerDependencies } = lock[place] ?? {};
      for (const needed of Object.keys({
        ...dependencies,
        ...optionalDependencies,
        ...peerDependencies,
      })) {
        const found = resolve(lock, place, needed);
        if (found !== undefined && !seen.has(found)) {
          seen.add(found);
          open.push(found);
        }
      }
    }
  }
  return users;
}

function resolve(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    const place = `${folder}/node_modules/${name}`;
    if (Object.hasOwn(lock, place)) return place;
    if (!folder.includes('/node_modules/')) break;
  }
  const top = `node_modules/${name}`;
  return Object.hasOwn(lock, top) ? top : undefined;
}

/** Of a package whose entry in the lock file has none: what it says itself. */
function licenseOf(place: string): string {
  const manifest = `${place}/package.json`;
  if (!existsSync(join(root, manifest))) return 'unknown';
  const said = z
    .object({
      license: z.string().optional(),
      licenses: z.array(z.object({ type: z.string() })).optional(),
    })
    .parse(JSON.parse(read(manifest)));
  return said.license ?? said.licenses?.map(({ type }) => type).join(' OR ') ?? licenseText(place);
}

/** The text of the licence, where the package has nothing else. */
function licenseText(place: string): string {
  const file = join(root, place, 'LICENSE');
  if (!existsSync(file)) return 'unknown';
  const text = readFileSync(file, 'utf8');
  return text.includes('free and unencumbered software released into the public domain')
    ? 'Unlicense'
    : 'unknown';
}

function read(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

/** Every part of an `AND`, and one part of an `OR`. */
export function isAllowed(license: string): boolean {
  return license
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((name) => allowed.has(name.trim())));
}

export async function dependenciesPage(all: readonly Dependency[]): Promise<string> {
  const row = ({ name, version, license, purpose, runsInstallScript }: Dependency): string =>
    `| ${name} | ${version} | ${license} | ${purpose} | ${runsInstallScript ? 'yes' : 'no'} |`;
  const head = [
    '| package | version | licence | what for | install script |',
    '|---|---|---|---|---|',
  ];
  const scripts = all.filter(({ runsInstallScript }) => runsInstallScript);
  const text = [
    '# Dependencies',
    `Every package that runs with the product, written by \`node --import tsx scripts/dependencies.ts\` from the lock file and what is installed; a test fails when it is out of date, or when a licence is outside of the list. ${all.length} packages, each in the one version that \`package-lock.json\` names; builds for other systems are listed too, and only that of your own is installed.`,
    `Allowed are permissive licences alone: ${[...allowed].join(', ')}.`,
    `Install scripts: ${scripts.map(({ name }) => name).join(', ')}. Everything else is only unpacked. That of \`@photostructure/sqlite\` compiles only where none of its ready builds (Linux, macOS, Windows; x64 and ARM) fits.`,
    '## Direct',
    [...head, ...all.filter(({ isDirect }) => isDirect).map(row)].join('\n'),
    '## Brought along',
    [...head, ...all.filter(({ isDirect }) => !isDirect).map(row)].join('\n'),
  ].join('\n\n');
  return format(`${text}\n`, { ...(await resolveConfig(path)), parser: 'markdown' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(path, await dependenciesPage(readDependencies()));
