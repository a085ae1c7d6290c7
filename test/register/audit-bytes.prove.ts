/** Every byte of the audit chain and of what it seals: a few thousand verifications. A part of them: audit-tamper.test.ts. */
import { changeBytes } from './small-chain.ts';

changeBytes(1);
