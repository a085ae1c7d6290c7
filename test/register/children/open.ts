/** Opens fresh registers, each at an instant agreed with the other processes. */
import { open, type Place } from '../engines.ts';

const [where = '', start = '0'] = process.argv.slice(2);
// oxlint-disable-next-line no-unsafe-type-assertion -- the test that started this process wrote it.
const places = JSON.parse(where) as readonly Place[];
for (const [n, place] of places.entries()) {
  while (Date.now() < Number(start) + n * 60);
  const register = await open(place);
  await register.close();
}
