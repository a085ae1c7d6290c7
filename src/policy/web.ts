/** The section of the policy about the web board. */
import { z } from 'zod';
import { signInShape } from './oidc.ts';

export const web = z.strictObject({ url: z.url().optional(), ...signInShape });
