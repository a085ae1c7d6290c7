/** Signs what the board itself sends, in nobody's session, where the policy asks for signatures: with the worker's own key. */
import { readPrivateKey, serviceKeyPath } from '../access/person-key.ts';
import { signCommand, usualLifetimeMs } from '../access/signing.ts';
import { validKeysOf } from '../access/standing.ts';
import type { Command } from '../domain/commands.ts';
import { readAccessKeys } from '../register/access-keys.ts';
import type { WebDeps } from './deps.ts';

type Sign = (command: Command, incidentId: string) => Promise<Command>;

export async function serviceSigner(
  { policy, register, data, now }: WebDeps,
  person: string,
): Promise<Sign> {
  const { access } = (await policy()).policy;
  const hasKey = validKeysOf(await readAccessKeys(register), person, now()).length > 0;
  const key =
    access.signatures === 'required' || hasKey
      ? await readPrivateKey(serviceKeyPath(data))
      : undefined;
  if (!key) return async (command) => command;
  return async (command, incidentId) => {
    const issuedAtMs = now();
    const span = { issuedAtMs, expiresAtMs: issuedAtMs + usualLifetimeMs };
    const signature = signCommand({ ...command, incidentId }, key, span);
    return { ...command, actor: { ...command.actor, signature } };
  };
}
