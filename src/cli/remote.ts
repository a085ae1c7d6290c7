/** A session with an installation elsewhere: what it needs of the policy comes over the HTTP API, and nothing else is here. */
import { z } from 'zod';
import { overHttp, readServer, type Looks } from '../api/client.ts';
import { personKeyPath, readNamedKey } from '../access/person-key.ts';
import type { Incidents } from '../client.ts';
import type { Config } from '../config.ts';
import { Failure } from '../failure.ts';
import { policySchema, type Policy } from '../policy/schema.ts';
import type { Io } from './io.ts';

export type Remote = Incidents & Looks & { readonly origin: string };

const named = z.looseObject({ name: z.string(), zone: z.string().optional() });
const rota = z.custom<NonNullable<Policy['rota']>>((given) => typeof given === 'object');
const profile = z.looseObject({
  version: z.string(),
  organisation: z.looseObject({ zone: z.string() }),
  people: z.record(z.string(), named),
  customers: z.record(z.string(), named),
  playbooks: z.record(z.string(), z.unknown()),
  roles: z.unknown(),
  onCall: z.unknown(),
  rota: rota.optional(),
});

export async function openRemote(
  io: Io,
  config: Config,
  written: string,
  person: string | undefined,
): Promise<{ readonly remote: Remote; readonly policy: Policy; readonly version: string }> {
  const origin = readServer(written);
  if (person === undefined)
    throw new Failure(
      'usage',
      'no-actor',
      `say who you are with --as <person> or SEVENTYTWO_AS: ${origin} tells nothing to nobody`,
    );
  const key = await readNamedKey(personKeyPath(config.data, person, io.env), io.env);
  const remote = { ...overHttp({ origin, person, key, now: io.now }), origin };
  const told = understood(profile.safeParse(await remote.policy()), origin);
  const { version, people, customers, playbooks, ...rest } = told;
  const read = policySchema.safeParse({
    ...{ organisation: rest.organisation, roles: rest.roles, onCall: rest.onCall },
    // The server tells no addresses, and no command that works over it shows one.
    people: Object.fromEntries(
      Object.entries(people).map(([id, known]) => [
        id,
        { ...known, email: 'nobody@example.invalid' },
      ]),
    ),
  });
  const policy = understood(read, origin);
  // As the server has read it: read twice, a duration would be none.
  const planned = told.rota && { rota: told.rota };
  // oxlint-disable-next-line no-unsafe-type-assertion -- of these only names, zones and kinds are asked for here.
  const more = { customers, playbooks, ...planned } as unknown as Pick<
    Policy,
    'customers' | 'playbooks'
  >;
  return { remote, policy: { ...policy, ...more }, version };
}

function understood<T>(read: z.ZodSafeParseResult<T>, origin: string): T {
  if (read.success) return read.data;
  throw new Failure(
    'unreachable',
    'no-api',
    `what answers at ${origin} is not the API of seventytwo, or of another version of it; check the address`,
    read.error,
  );
}
