/** The keys that a worker needs: those of people, to check their commands, and its own. */
import type { Logger } from '@temporalio/worker';
import { createBelieving } from '../access/believing.ts';
import { createLinkBook, type LinkBook } from '../links/book.ts';
import { createKeyRing, type KeyRing } from '../access/ring.ts';
import type { LoadedPolicy } from '../policy/file.ts';
import type { Register } from '../register/database.ts';
import { createServiceSigner, type ServiceSigner } from '../access/service-key.ts';

/** Both are looked up once here, so that a register that goes away later stops no command. */
export async function prepareKeys(
  register: Register,
  folder: string,
  policy: () => Promise<LoadedPolicy>,
  logger: Pick<Logger, 'warn'>,
): Promise<{
  readonly keys: KeyRing;
  readonly links: LinkBook;
  readonly sign: ServiceSigner['sign'];
}> {
  const now = Date.now;
  const signer = createServiceSigner(register, folder, now);
  // A worker without it can do all but merge, and tries again then.
  await signer.ready().catch((error: unknown) => {
    logger.warn('the key of this worker is not on record yet: incidents cannot be merged', {
      error,
    });
  });
  const tell = (sentence: string): void => void logger.warn(sentence);
  const keys = createKeyRing(createBelieving(register, policy, tell), {
    now,
    onAway: (error) => {
      logger.warn('the keys of people cannot be read; those known before decide', { error });
    },
  });
  await keys.keys().catch((error: unknown) => {
    logger.warn('the keys of people cannot be read: commands wait', { error });
  });
  const links = createLinkBook(register, folder, {
    now,
    onAway: (error) => {
      logger.warn('which links were taken back cannot be read; what was known before decides', {
        error,
      });
    },
  });
  return { keys, links, sign: signer.sign };
}
