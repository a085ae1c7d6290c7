/** The two databases that can keep a register: what holds for one holds for the other. */
import { after, describe } from 'node:test';
import { openRegister, type OpenOptions, type Register } from '../../src/register/database.ts';
import type { PostgresServer } from '../../src/register/postgres.ts';
import { sharedPostgres, stopSharedPostgres } from '../support/postgres.ts';
import { dataFolder } from './sample.ts';

/** Where a register is; JSON, so that another process can be told. */
export type Place = { readonly folder: string; readonly postgres?: PostgresServer };

export type EngineUnderTest = {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Where nobody has made a register yet. */
  readonly place: () => Promise<Place>;
};

const engines: readonly EngineUnderTest[] = [
  { name: 'SQLite', place: async () => ({ folder: await dataFolder() }) },
  {
    name: 'PostgreSQL',
    place: async () => ({
      folder: await dataFolder(),
      postgres: await (await sharedPostgres()).database(),
    }),
  },
];

export function open({ folder, postgres }: Place, options: OpenOptions = {}): Promise<Register> {
  return openRegister(folder, { ...options, ...(postgres && { postgres }) });
}

/** Declares the same tests for both. */
export function onEachEngine(declare: (engine: EngineUnderTest) => void): void {
  after(stopSharedPostgres);
  for (const engine of engines) describe(engine.name, () => declare(engine));
}
