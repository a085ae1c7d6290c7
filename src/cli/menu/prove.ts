/** The commands that show the record to whoever asks later, and prove it. Only to rebuild it takes a server. */
import { addFieldOptions } from '../fields.ts';
import type { Io } from '../io.ts';
import { entryShape } from '../entry-filter.ts';
import { withZone, type Add } from './add.ts';

export function addRegister(add: Add, io: Io): void {
  const list = withZone(
    add(
      'register list',
      'every breach, notified or not (GDPR Art. 33(5)); needs no server',
      [
        'seventytwo register list',
        'seventytwo register list --from 2026-01-01 --to 2026-12-31 --state withheld',
      ],
      async (given) => (await import('../register.ts')).runRegisterList(io, given),
    ),
  );
  addFieldOptions(list, entryShape, []);
  withZone(
    add(
      'register show',
      'one entry: facts, effects, remedial action, duties, decisions',
      ['seventytwo register show INC-K7F3Q'],
      async (given, words) => (await import('../register.ts')).runRegisterShow(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  add(
    'register rebuild',
    'write anew what the register lost, from what Temporal still has; exit code 6 if something is missing',
    ['seventytwo register rebuild --as anna', 'seventytwo register rebuild INC-K7F3Q --json'],
    async (given, words) => (await import('../rebuild.ts')).runRegisterRebuild(io, given, words),
  )
    .argument('[incident]', 'its id, such as INC-K7F3Q; default all that Temporal knows')
    .option('--as <person>', 'who you are, for the audit chain (SEVENTYTWO_AS)');
  add(
    'register seal',
    'seal the rows that a version before wrote readable; may be stopped and repeated',
    ['seventytwo register seal --as anna', 'seventytwo register seal --json'],
    async (given) => (await import('../register-seal.ts')).runRegisterSeal(io, given),
  ).option('--as <person>', 'who you are, for the audit chain (SEVENTYTWO_AS)');
  const exporting = withZone(
    add(
      'register export',
      'the register as a file; its columns are in docs/register.md',
      [
        'seventytwo register export --out breaches.csv --bom',
        'seventytwo register export --format pdf --from 2026-01-01 --out breaches.pdf',
      ],
      async (given) => (await import('../register.ts')).runRegisterExport(io, given),
    ),
  )
    .option('--out <file>', 'where to write it (required)')
    .option('--force', 'replace the file if it is there')
    .option('--format <csv|json|md|pdf|docx>', 'default csv')
    .option('--bom', 'begin a CSV with a byte order mark, as Excel wants it');
  addFieldOptions(exporting, entryShape, []);
}

export function addEvidence(add: Add, io: Io): void {
  add(
    'evidence',
    'everything on record of one incident as one zip that anybody can check offline; needs no server',
    ['seventytwo evidence INC-K7F3Q --out INC-K7F3Q.zip --as dora'],
    async (given, words) => (await import('../evidence.ts')).runEvidence(io, given, words),
  )
    .argument('<incident>', 'its id, such as INC-K7F3Q')
    .option('--out <file>', 'where to write it (required)')
    .option('--force', 'replace the file if it is there')
    .option('--as <person>', 'who takes it out, for the record (SEVENTYTWO_AS)');
}

export function addMetrics(add: Add, io: Io): void {
  add(
    'metrics',
    'the figures of the running worker, once, as Prometheus reads them',
    ['seventytwo metrics', 'seventytwo metrics --json'],
    async (given) => (await import('../metrics.ts')).runMetrics(io, given),
  );
}

/** Making a key or a checkpoint is on record. */
const actor = ['--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)'] as const;

export function addAudit(add: Add, io: Io): void {
  withZone(
    add(
      'audit list',
      'who did what and when, entry by entry; needs no server',
      ['seventytwo audit list', 'seventytwo audit list --incident INC-K7F3Q --json'],
      async (given) => (await import('../audit.ts')).runAuditList(io, given),
    ),
  ).option('--incident <incident>', 'of this incident alone');
  add(
    'audit verify',
    'check that nothing in the chain or in the events it seals was altered; exit code 6 if so',
    ['seventytwo audit verify', 'seventytwo audit verify --checkpoint ./checkpoint.json'],
    async (given) => (await import('../audit.ts')).runAuditVerify(io, given),
  )
    .option('--checkpoint <file>', 'what audit checkpoint wrote, or - for standard input')
    .option('--key <key>', 'the public key that must have signed it, default that of this folder');
  add(
    'audit checkpoint',
    'a signed line that says how far the chain reaches; keep it outside of this machine',
    [
      'seventytwo audit checkpoint --out ./checkpoint.json',
      'seventytwo audit checkpoint --mail --as anna',
    ],
    async (given) => (await import('../checkpoint.ts')).runAuditCheckpoint(io, given),
  )
    .option(...actor)
    .option('--out <file>', 'write it there instead of printing it')
    .option('--mail', 'mail it now to audit.checkpoints.to of the policy; needs a worker')
    .option('--force', 'replace the file if it is there');
  add(
    'audit key',
    'the public key that signs checkpoints, made on first use',
    ['seventytwo audit key'],
    async (given) => (await import('../checkpoint.ts')).runAuditKey(io, given),
  ).option(...actor);
  withZone(
    add(
      'audit export',
      'the chain as JSON Lines, for the verifier that needs nothing but Node',
      [
        'seventytwo audit export --out chain.jsonl',
        'seventytwo audit export --incident INC-K7F3Q --out INC-K7F3Q.jsonl',
      ],
      async (given) => (await import('../audit.ts')).runAuditExport(io, given),
    ),
  )
    .option('--out <file>', 'where to write it (required)')
    .option('--incident <incident>', 'its entries with their events, all others as hashes')
    .option('--force', 'replace the file if it is there');
}
