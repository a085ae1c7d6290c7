/** What the button of a link sends: the acknowledgement with the link as its proof, or word of a link in other hands. */
import { linkCommandId } from '../access/link-proof.ts';
import { linkPrefix, type Link } from '../links/token.ts';
import type { Command } from '../domain/commands.ts';
import type { PersonId } from '../domain/policy.ts';
import { Failure } from '../failure.ts';
import { createServiceSigner } from '../access/service-key.ts';
import type { WebDeps } from './deps.ts';

/** A link brings no incident back that was closed. */
const neverBack = (): Promise<boolean> => Promise.resolve(false);

export function createLinkDeeds({ incidents, register, data, now, tell }: WebDeps) {
  const signer = createServiceSigner(register, data, now);
  return {
    async acknowledge(token: string, link: Link, person: PersonId): Promise<void> {
      const actor = { person, channel: 'mail', signature: `${linkPrefix}${token}` } as const;
      const commandId = linkCommandId(link);
      const command: Command = { name: 'acknowledge', commandId, actor, fields: {} };
      await incidents.send(link.incidentId, command, neverBack);
    },

    /** Told on the timeline once for each who tried; it is on record in the register as well. */
    async tellForwarded(link: Link, owner: PersonId, usedBy: PersonId): Promise<void> {
      const { incidentId, id } = link;
      const command: Command<'noteLinkForwarded'> = {
        name: 'noteLinkForwarded',
        commandId: `link-forwarded:${id}:${usedBy}`,
        actor: { person: owner, channel: 'web' },
        fields: { owner, usedBy, link: id },
      };
      try {
        const signature = await signer.sign({ ...command, incidentId });
        const signed: Command = { ...command, actor: { ...command.actor, signature } };
        await incidents.send(incidentId, signed, neverBack);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        tell(`that a link of ${incidentId} was forwarded is not on its timeline (${error.code})`);
      }
    },
  };
}
