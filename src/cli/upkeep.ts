/** `seventytwo upkeep`: looks over the whole installation now, as the daily chore does, and prints what needs care. */
import type { Connection } from '@temporalio/client';
import { registerPlace } from '../config/register.ts';
import { connectTo } from '../connecting.ts';
import { checkMailPath } from '../doctor/mail.ts';
import type { UpkeepFinding } from '../domain/upkeep.ts';
import { exitCodes } from '../failure.ts';
import { catalogues } from '../language/index.ts';
import { toldOf } from '../mail/upkeep.ts';
import { loadPolicy } from '../policy/file.ts';
import { openRegister, type Register } from '../register/database.ts';
import { createClient } from '../temporal-client.ts';
import { readConnectionSettings } from '../temporal.ts';
import { findAll } from '../upkeep/finder.ts';
import { upkeepFinders } from '../upkeep/finders.ts';
import { printFinding } from './finding.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { silenceMs } from './progress.ts';
import { openSession, type Given, type Session } from './session.ts';

/** Somebody waits; without a worker nothing answers. */
const askLimitMs = 20_000;

export async function runUpkeep(io: Io, given: Given): Promise<number> {
  const session = await openSession(io, given);
  const waiting = setTimeout(() => io.tell('Looking over the installation.'), silenceMs);
  const found = await look(session).finally(() => clearTimeout(waiting));
  const findings = found.map((finding) => ({
    ...finding,
    ...toldOf(finding, catalogues.en.mails),
  }));
  const isFailed = found.some(({ severity }) => severity === 'failed');
  const code = isFailed ? exitCodes.checkFailed : exitCodes.done;
  if (given.json) {
    printJson(session, { ok: !isFailed, findings });
    return code;
  }
  for (const { kind: name, severity: result, sentence, remedy } of findings)
    printFinding(io, { name, result, found: `${sentence}. ${remedy}.` }, 18);
  const count = (severity: UpkeepFinding['severity']): number =>
    found.filter((finding) => finding.severity === severity).length;
  io.print(
    found.length === 0
      ? 'Everything was looked at, and nothing needs care.'
      : `${count('failed')} must be mended, ${count('warning')} need somebody to see to it`,
  );
  return code;
}

/** What it needs is opened once, by the finder that needs it first: without a server the others look all the same. */
async function look({ policy, config, io }: Session): Promise<readonly UpkeepFinding[]> {
  let connecting: Promise<Connection> | undefined;
  let opening: Promise<Register> | undefined;
  const settings = () => readConnectionSettings(io.env, config.data);
  const connection = () => (connecting ??= (async () => connectTo(settings()))());
  const register = () =>
    (opening ??= (async () =>
      openRegister(config.data, {
        ...(await registerPlace(policy, config, io.env)),
        readOnly: true,
      }))());
  const loaded = await loadPolicy(config.policyPath);
  const finders = upkeepFinders({
    ...{ loaded, data: config.data, register, askLimitMs, now: io.now },
    client: async () => createClient(await connection(), settings()),
    mailFault: async () => {
      const { result, fault } = await checkMailPath(policy, config, io.env);
      return result === 'failed' ? (fault ?? 'internal') : undefined;
    },
  });
  try {
    return await findAll(finders);
  } finally {
    // What did not open was told as a finding.
    const [opened, connected] = await Promise.allSettled([opening, connecting]);
    if (opened.status === 'fulfilled') await opened.value?.close();
    if (connected.status === 'fulfilled') await connected.value?.close();
  }
}
