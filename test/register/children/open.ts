/** Opens 30 fresh registers, each at an instant agreed with the other processes. */
import { join } from 'node:path';
import { openRegister } from '../../../src/register/database.ts';

const [folder = '', start = '0'] = process.argv.slice(2);
for (let n = 0; n < 30; n += 1) {
  while (Date.now() < Number(start) + n * 60);
  const register = await openRegister(join(folder, String(n)));
  await register.close();
}
