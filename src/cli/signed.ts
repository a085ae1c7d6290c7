/** Signs what the command line sends, where the key of whoever acts lies. */
import type { Command } from '../domain/commands.ts';
import type { Session } from './session.ts';

/** For this incident alone. Without a key it goes as it is: whether that is enough the worker decides. */
export async function signedFor(
  { config, io }: Pick<Session, 'config' | 'io'>,
  command: Command,
  incidentId: string,
): Promise<Command> {
  const { personKeyPath, readNamedKey } = await import('../access/person-key.ts');
  const path = personKeyPath(config.data, command.actor.person, io.env);
  const key = await readNamedKey(path, io.env);
  if (!key) return command;
  const { signCommand, usualLifetimeMs } = await import('../access/signing.ts');
  const issuedAtMs = io.now();
  const span = { issuedAtMs, expiresAtMs: issuedAtMs + usualLifetimeMs };
  const signature = signCommand({ ...command, incidentId }, key, span);
  return { ...command, actor: { ...command.actor, signature } };
}
