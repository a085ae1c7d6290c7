/** What a backup says of itself: its first file, by which all others are known, measured and placed. */
import { z } from 'zod';
import { Failure } from '../failure.ts';

/** Raised when an older program could no longer read what is written. */
const formatVersion = 1;
export const manifestName = 'manifest.json';
/** Ten thousand files need a tenth of it; more is no manifest. */
export const mostManifestBytes = 16 * 1_024 * 1_024;
const mostFiles = 10_000;

/** Within the folder that it is restored to, on every system: no way up, no root, no drive, nothing that hides. */
function isSafe(path: string): boolean {
  const parts = path.split('/');
  return (
    !/[\\:\p{Cc}]/u.test(path) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const shape = z.object({
  format: z.literal(formatVersion),
  product: z.literal('seventytwo'),
  /** Of the program that made it. */
  version: z.string(),
  madeAtMs: z.int(),
  installation: z.string(),
  /** The newest entry of the audit chain that is in it. */
  head: z.object({ n: z.int().min(0), hash }),
  register: z.object({
    /** Where it was kept; in the backup it is a SQLite file all the same. */
    engine: z.enum(['sqlite', 'postgres']),
    /** Name of its newest migration. */
    schema: z.string(),
  }),
  /** Why Temporal's data are not in it, for a person. */
  temporal: z.union([
    z.object({ included: z.literal(true), serverVersion: z.string().optional() }),
    z.object({ included: z.literal(false), why: z.string() }),
  ]),
  policy: z.object({
    version: z.string(),
    /** Files that it names outside of its own folder, with the places they are in here. */
    elsewhere: z.array(z.object({ path: z.string(), named: z.string() })),
  }),
  files: z
    .array(
      z.object({
        path: z.string().refine(isSafe, 'leads out of the folder that it is restored to'),
        bytes: z.int().min(0),
        sha256: hash,
      }),
    )
    .max(mostFiles)
    .refine(
      (files) => new Set(files.map(({ path }) => path.toLowerCase())).size === files.length,
      'names a file twice',
    ),
});

export type Manifest = z.infer<typeof shape>;
export type ManifestFile = Manifest['files'][number];

export function writeManifest(manifest: Omit<Manifest, 'format' | 'product'>): Buffer {
  const whole = shape.parse({ format: formatVersion, product: 'seventytwo', ...manifest });
  return Buffer.from(`${JSON.stringify(whole, null, 2)}\n`);
}

/** `file` is named in the sentence when it cannot be used. */
export function readManifest(bytes: Buffer, file: string): Manifest {
  const parsed: unknown = JSON.parse(bytes.toString('utf8'));
  const format =
    typeof parsed === 'object' && parsed !== null && 'format' in parsed ? parsed.format : undefined;
  if (format !== formatVersion)
    throw new Failure(
      'refused',
      'backup-format',
      `the backup ${file} has format ${JSON.stringify(format) ?? 'none'} and this version of seventytwo reads format ${formatVersion}; use the version that made it`,
    );
  const { data, error } = shape.safeParse(parsed);
  if (data) return data;
  const [issue] = error.issues;
  throw new Failure(
    'refused',
    'backup-manifest',
    `the manifest of the backup ${file} cannot be used: ${issue?.path.join('.')} ${issue?.message}; nothing was unpacked`,
    error,
  );
}
