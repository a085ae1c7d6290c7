/** Where people reach the board. */
import { z } from 'zod';

export const web = z.strictObject({
  url: z.url().optional(),
});
