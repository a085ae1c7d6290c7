/** A data folder with a register and a policy, and the commands that people type there: no server anywhere. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from '../../src/cli/program.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { openRegister } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { good } from '../policy/good.ts';
import { dataFolder, summaryOf } from '../register/sample.ts';

export async function createDesk(...stories: readonly (readonly IncidentEvent[])[]) {
  const folder = await dataFolder();
  await writeFile(join(folder, 'policy.yaml'), good);
  const record = async (events: readonly IncidentEvent[]): Promise<void> => {
    const register = await openRegister(folder);
    await append(register, { events, incident: summaryOf(events) });
    await register.close();
  };
  for (const events of stories) await record(events);
  return {
    folder,
    record,
    /** Each word by itself: titles hold spaces. */
    async run(...words: readonly string[]) {
      const out: string[] = [];
      const err: string[] = [];
      const code = await main(words, {
        env: { SEVENTYTWO_DATA: folder },
        print: (text) => void out.push(text),
        tell: (text) => void err.push(text),
        isTerminal: false,
        readInput: () => Promise.resolve(''),
        now: () => Date.parse('2026-11-27T18:20:00Z'),
      });
      const text = out.join('\n');
      return { code, out: text, err: err.join('\n'), json: () => JSON.parse(text) };
    },
  };
}
