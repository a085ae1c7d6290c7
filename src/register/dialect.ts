/** Lets Kysely, which expects better-sqlite3, work on our SQLite. */
import { SqliteDialect } from 'kysely';
import type { SqliteDatabase, SqliteValue } from './sqlite.ts';

export function sqliteDialect(
  database: SqliteDatabase,
  { readOnly }: { readonly readOnly: boolean },
): SqliteDialect {
  return new SqliteDialect({
    database: {
      // Kysely closes only what it has used: whoever opened it closes it.
      close: () => undefined,
      prepare(sql) {
        // A plain `begin` that reads before it writes fails at once when another process wrote
        // in between, whatever the busy timeout; taking the write lock first makes it wait. A reader
        // takes none: its transaction is a snapshot.
        const isBegin = sql === 'begin' && !readOnly;
        const statement = database.prepare(isBegin ? 'begin immediate' : sql);
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...parameters.map(toValue)),
          run: (parameters) => statement.run(...parameters.map(toValue)),
          iterate: (parameters) => statement.iterate(...parameters.map(toValue)),
        };
      },
    },
  });
}

/** An object or Date would be taken for named parameters and leave NULL behind. */
function toValue(parameter: unknown): SqliteValue {
  if (
    parameter === null ||
    typeof parameter === 'string' ||
    typeof parameter === 'number' ||
    typeof parameter === 'bigint' ||
    parameter instanceof Uint8Array
  )
    return parameter;
  throw new Error(`a query parameter is ${typeof parameter}; convert it before binding`);
}
