/** Appends the first `count` events of a story one by one; prints each number once the register has it. */
import { openRegister } from '../../../src/register/database.ts';
import { append } from '../../../src/register/journal.ts';
import { story, summaryOf } from '../sample.ts';

const [folder = '', id = '', count = '1'] = process.argv.slice(2);
const events = story(id, Number(count));
const register = await openRegister(folder);
for (const [n, event] of events.entries()) {
  const upTo = await append(register, {
    events: [event],
    incident: { ...summaryOf(events.slice(0, 1)), lastSeq: n + 1 },
  });
  process.stdout.write(`${upTo}\n`);
}
await register.close();
