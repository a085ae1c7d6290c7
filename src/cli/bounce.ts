/** `bounce`: takes in what a mail server sent back, from its pipe, a file or a rule of a mailbox. */
import { open } from 'node:fs/promises';
import { takeBounce, type BounceDeps } from '../bounce.ts';
import { readSecret } from '../config/secret.ts';
import { Failure } from '../failure.ts';
import { longestReport } from '../mail/report.ts';
import { createServiceSigner } from '../access/service-key.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, withIncidents, withRegister, type Given } from './session.ts';
import { shown } from './shown.ts';

export async function runBounce(
  io: Io,
  given: Given,
  [file = '-']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const raw = file === '-' ? await io.readInput() : await readUpTo(file, longestReport + 1);
  const { policy, config } = session;
  const { bounceToken } = policy.mail;
  const secret = bounceToken && (await readSecret(bounceToken, io.env));
  const taken = await withRegister(
    session,
    (register) => {
      const { sign } = createServiceSigner(register, config.data, io.now);
      const deps = { policy, secret, register, sign, now: io.now };
      const send: Taker = (id, command, isRecorded) =>
        withIncidents(session, (incidents) => incidents.send(id, command, isRecorded));
      return takeBounce(raw, { ...deps, incidents: () => Promise.resolve({ send }) });
    },
    'writing',
  );
  if (session.options.json) printJson(session, taken);
  else io.print(taken.said);
}

type Taker = Awaited<ReturnType<BounceDeps['incidents']>>['send'];

async function readUpTo(path: string, most: number): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason known';
    throw new Failure(
      'usage',
      'no-file',
      `${shown(path)} cannot be read (${code}); name a file with one message, or - for standard input`,
      error,
    );
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
