/** Commands to incidents and their events, for whatever runs them: a stand of single processes, or `up`. */
import { connectIncidents, type Incidents } from '../../src/client.ts';
import type { Command, CommandFields, CommandName } from '../../src/domain/commands.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import type { Status } from '../../src/domain/status.ts';
import { openRegister } from '../../src/register/database.ts';
import { readEvents } from '../../src/register/journal.ts';
import type { ConnectionSettings } from '../../src/temporal.ts';

export type Desk = {
  readonly incidents: Incidents;
  declare(id: string, fields?: Partial<CommandFields<'declare'>>): Promise<Status>;
  /** `commandId`: the same one makes it the same command. */
  send<N extends CommandName>(
    id: string,
    name: N,
    by: string,
    fields: CommandFields<N>,
    commandId?: string,
  ): Promise<Status>;
  /** As the register has them. */
  events(id: string): Promise<readonly IncidentEvent[]>;
};

/** Counted over all desks: a second one on the same incidents must not repeat an id. */
let commands = 0;

export async function openDesk(settings: ConnectionSettings, data: string): Promise<Desk> {
  const incidents = await connectIncidents(settings);

  function command(
    name: CommandName,
    person: string,
    fields: object,
    commandId = `${name}-${(commands += 1)}`,
  ): Command {
    const actor = { person, channel: 'cli' };
    // oxlint-disable-next-line no-unsafe-type-assertion -- the callers keep a name and its fields together.
    return { name, commandId, actor, fields } as unknown as Command;
  }

  return {
    incidents,

    async declare(id, fields = {}) {
      const first = command('declare', 'anna', { title: 'export was public', ...fields });
      const status = await incidents.declare(id, first);
      if (!status) throw new Error(`${id} is taken`);
      return status;
    },

    send: (id, name, by, fields, commandId) =>
      incidents.send(id, command(name, by, fields, commandId), () => Promise.resolve(true)),

    async events(id) {
      const register = await openRegister(data, { readOnly: true });
      try {
        return await readEvents(register, id);
      } finally {
        await register.close();
      }
    },
  };
}
