/** The cells of the register that may hold personal data: sealed when they are written, opened only in the row they were sealed for. */
import type { Kysely, KyselyPlugin, QueryResult, UnknownRow } from 'kysely';
import { toEnvelope } from '../encryption/box.ts';
import { unknownKey } from '../encryption/incident-keys.ts';
import { tampered, type Keys } from '../encryption/keys.ts';
import { isRingKeyId } from '../encryption/ring.ts';
import { Failure } from '../failure.ts';
import type { Tables } from './tables.ts';

type Sealing = {
  readonly columns: readonly string[];
  /** What tells the row from all others of its table: a cell opens in no other. */
  readonly row: readonly string[];
  /** The column that says whose key it is; without one the installation's, or one that the writer names. */
  readonly incident?: string;
};

export const sealings = {
  event: { columns: ['body'], row: ['incident_id', 'seq'], incident: 'incident_id' },
  incident: { columns: ['title'], row: ['id'], incident: 'id' },
  notice: {
    columns: ['about', 'json', 'markdown'],
    row: ['incident_id', 'notice_id'],
    incident: 'incident_id',
  },
  hold: { columns: ['body'], row: ['sha256', 'incident_id'], incident: 'incident_id' },
  link_revocation: { columns: ['reason'], row: ['id'] },
  alert: {
    columns: ['body'],
    row: ['incident_id', 'fingerprint', 'starts_at_ms'],
    incident: 'incident_id',
  },
  attachment: { columns: ['content'], row: ['sha256'] },
  policy: { columns: ['policy', 'customers', 'vendors'], row: ['version'] },
  // It outlives the key of its incident.
  erasure: { columns: ['manifest'], row: ['sha256'] },
  rota_override: { columns: ['given_because'], row: ['id'] },
} as const satisfies Partial<Record<keyof Tables, Sealing>>;

export type SealedTable = keyof typeof sealings;

type Place = { readonly table: string; readonly sealing: Sealing };

/** By column: a row is told by the columns beside it, because queries rename no sealed one. */
const places: ReadonlyMap<string, readonly Place[]> = new Map(
  Object.values<Sealing>(sealings)
    .flatMap(({ columns }) => columns)
    .map((column) => [
      column,
      Object.entries<Sealing>(sealings).flatMap(([table, sealing]) =>
        sealing.columns.includes(column) ? [{ table, sealing }] : [],
      ),
    ]),
);

export type Cells = {
  readonly keys: Keys;
  /**
   * The row as it is to be written. `owner`: the incident whose key seals what belongs to none by its columns.
   * Throws Failure `key-erased`, or `unknown-key` where the incident has a key that is not here.
   */
  seal<T extends SealedTable>(
    db: Kysely<Tables>,
    table: T,
    row: Tables[T],
    owner?: string,
  ): Promise<Tables[T]>;
  /** For whoever judges what does not open: it stays sealed instead of throwing. */
  leaving(db: Kysely<Tables>): Kysely<Tables>;
};

/** Begins a sealed text; sealed bytes begin as every envelope does. */
export const sealedMark = 'sealed:';
/** What stands in the list of incidents instead of a title. */
export const erasedTitle = '(erased)';

export function createCells(keys: Keys): Cells {
  return {
    keys,
    leaving: (db) => db.withoutPlugins().withPlugin(opening(keys, 'leave')),
    async seal(db, table, row, owner) {
      const sealing: Sealing = sealings[table];
      const cells: Record<string, unknown> = { ...row };
      const incident = sealing.incident === undefined ? owner : String(cells[sealing.incident]);
      if (incident !== undefined) await requireOneKey(db, keys, incident);
      for (const column of sealing.columns) {
        const value = cells[column];
        if (typeof value !== 'string' && !(value instanceof Uint8Array)) continue;
        if (isSealed(value)) continue;
        const bytes = typeof value === 'string' ? Buffer.from(value) : value;
        const sealed = await keys.seal(incident, bytes, useOf(table, column, sealing.row, cells));
        cells[column] = typeof value === 'string' ? sealedMark + sealed.toString('base64') : sealed;
      }
      // oxlint-disable-next-line no-unsafe-type-assertion -- the same columns, each of the type it had.
      return cells as Tables[typeof table];
    },
  };
}

/** A second key of one incident would make forgeries of all that the first one sealed. */
async function requireOneKey(db: Kysely<Tables>, keys: Keys, incident: string): Promise<void> {
  if (await keys.hasKeyOf(incident)) return;
  const line = await db
    .withoutPlugins()
    .selectFrom('incident')
    .select('title')
    .where('id', '=', incident)
    .executeTakeFirst();
  if (line && isSealed(line.title)) throw unknownKey(incident, keys.folder);
}

/** So that every reader sees what was written. `leave`: what does not open stays sealed, for whoever judges it. */
export function opening(keys: Keys, unreadable: 'throw' | 'leave'): KyselyPlugin {
  async function open(column: string, value: Cell, row: UnknownRow): Promise<unknown> {
    try {
      return await openCell(keys, column, value, row);
    } catch (error) {
      const isTold = error instanceof Failure && told.has(error.code);
      if (unreadable === 'leave' && isTold) return value;
      if (column === 'title' && error instanceof Failure && error.code === 'key-erased')
        return erasedTitle;
      throw error;
    }
  }
  return {
    transformQuery: ({ node }) => node,
    async transformResult({ result }): Promise<QueryResult<UnknownRow>> {
      const rows: UnknownRow[] = [];
      for (const row of result.rows) {
        let opened: UnknownRow | undefined;
        for (const column in row) {
          const value = row[column];
          if (!isSealed(value)) continue;
          opened ??= { ...row };
          opened[column] = await open(column, value, row);
        }
        rows.push(opened ?? row);
      }
      return { ...result, rows };
    },
  };
}

/** What is wrong with a cell, and not with the keys folder as a whole. */
const told: ReadonlySet<string> = new Set(['tampered', 'unknown-key', 'key-erased']);

type Cell = string | Uint8Array;

export function isSealed(value: unknown): value is Cell {
  if (typeof value === 'string') return value.startsWith(sealedMark);
  return value instanceof Uint8Array && toEnvelope(value) !== undefined;
}

/** Why a cell that was left sealed does not open. */
export async function whySealed(
  keys: Keys,
  column: string,
  row: UnknownRow,
): Promise<Failure | undefined> {
  const value = row[column];
  if (!isSealed(value)) return undefined;
  try {
    await openCell(keys, column, value, row);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

async function openCell(
  keys: Keys,
  column: string,
  value: Cell,
  row: UnknownRow,
): Promise<string | Buffer> {
  const found = places
    .get(column)
    ?.find(({ sealing: { row: needed } }) => needed.every((one) => row[one] !== undefined));
  if (!found) throw new Error(`a sealed ${column} is read without what tells its row`);
  const { table, sealing } = found;
  const bytes = typeof value === 'string' ? fromText(value) : value;
  const keyId = toEnvelope(bytes)?.keyId ?? '';
  // Before the key is looked for: one that was erased would excuse what somebody put in this place.
  if (sealing.incident !== undefined && !isRingKeyId(keyId) && keyId !== row[sealing.incident])
    throw tampered(
      `the ${column} of ${table} ${identityOf(sealing, row)} in the register: it was sealed for ${keyId}`,
    );
  const plain = await keys
    .open(bytes, useOf(table, column, sealing.row, row))
    .catch((error: unknown) => {
      const isMoved = error instanceof Failure && error.code === 'tampered';
      throw isMoved
        ? tampered(`the ${column} of ${table} ${identityOf(sealing, row)} in the register`)
        : error;
    });
  return typeof value === 'string' ? plain.toString() : plain;
}

/** One form alone: another that decodes to the same bytes was altered. */
function fromText(text: string): Buffer {
  const body = text.slice(sealedMark.length);
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('base64') !== body) throw tampered();
  return bytes;
}

function identityOf({ row: identity }: Sealing, row: UnknownRow): string {
  return identity.map((one) => String(row[one])).join(' ');
}

function useOf(
  table: string,
  column: string,
  identity: readonly string[],
  row: UnknownRow,
): string {
  return `register ${JSON.stringify([table, column, ...identity.map((one) => row[one])])}`;
}
