/** Appends the first `count` events of a story one by one; prints each number once the register has it. */
import { append } from '../../../src/register/journal.ts';
import { open, type Place } from '../engines.ts';
import { story, summaryOf } from '../sample.ts';

const [where = '', id = '', count = '1'] = process.argv.slice(2);
// oxlint-disable-next-line no-unsafe-type-assertion -- the test that started this process wrote it.
const place = JSON.parse(where) as Place;
const events = story(id, Number(count));
const register = await open(place);
for (const [n, event] of events.entries()) {
  const upTo = await append(register, {
    events: [event],
    incident: { ...summaryOf(events.slice(0, 1)), lastSeq: n + 1 },
  });
  process.stdout.write(`${upTo}\n`);
}
await register.close();
