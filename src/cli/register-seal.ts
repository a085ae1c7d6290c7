/** `register seal`: what a version before wrote readable is sealed where it stands. */
import { recordAct, wholeRegister } from '../register/audit.ts';
import { countPlain, sealPlain, type Sealed } from '../register/plain.ts';
import { sha256Of } from '../sha256.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { pacer } from './progress.ts';
import { openSession, withRegister, type Given } from './session.ts';

export async function runRegisterSeal(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const { person } = session;
  const pace = pacer(io);
  const seal = await withRegister(
    session,
    async (register): Promise<Sealed> => {
      const plain = await countPlain(register);
      if (plain === 0) return { sealed: 0, left: 0 };
      // Before the first row: whoever stops it is on record too.
      await recordAct(register, {
        ...{ kind: 'seal', person, channel: 'cli', nowMs: io.now() },
        ...{ subject: wholeRegister, subjectHash: sha256Of(wholeRegister) },
      });
      return sealPlain(register, (sealed) =>
        pace(() => `Sealing the register: ${sealed} of ${plain} rows so far.`),
      );
    },
    'writing',
  );
  if (given.json) return printJson(session, { seal });
  const { sealed, left } = seal;
  io.print(
    sealed === 0
      ? 'Nothing was left to seal.'
      : `${sealed} rows are sealed. Backups from before have them readable: throw those away once there are newer ones.`,
  );
  if (left > 0)
    io.print(
      `${left} rows are of incidents whose key was erased, so nothing can be sealed for them; seventytwo erase takes them away.`,
    );
}
