/** What the HTTP API tells of the organisation: its policy as far as a command line needs it, who takes over in the rota, a person's digest. */
import { Hono } from 'hono';
import { apiRoot, reads, writes, type OverrideWanted } from '../api/routes.ts';
import { Failure } from '../failure.ts';
import { digestOf } from '../looking/digest.ts';
import { readKept } from '../looking/recorded.ts';
import { longestOverrideMs, mayOverride } from '../on-call/override.ts';
import { rotaOf } from '../on-call/rota.ts';
import { playbooksOf } from '../policy/playbooks.ts';
import { status as toStatus } from '../domain/status.ts';
import { recordExport } from '../register/audit.ts';
import { addOverride, readOverrides, readReasons, removeOverride } from '../register/overrides.ts';
import { shown } from '../sending/shown.ts';
import { version } from '../version.ts';
import { jsonOf, parsed, requireSeen, unknownIncident, type ApiEnv } from './api-answers.ts';
import type { ApiAsker } from './api-askers.ts';
import type { WebDeps } from './deps.ts';
import { incidentIdFrom } from './reading.ts';

export function createApiOrganisation(deps: WebDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const { register } = deps;

  app.get(`${apiRoot}/me`, (c) => {
    const { person, roles } = c.get('asker');
    return c.json({ person, roles, version });
  });

  /** Names, zones, roles and kinds: no addresses, no reasons of absences, and nothing about how the installation is run. */
  app.get(`${apiRoot}/policy`, async (c) => {
    const { policy, version: policyVersion } = await deps.policy();
    const { organisation, people, customers, roles, onCall, rota, playbooks } = policy;
    return c.json({
      ...{ version: policyVersion, roles, onCall, playbooks: playbooksOf(playbooks) },
      organisation: {
        ...{ name: organisation.name, contact: organisation.contact, zone: organisation.zone },
        ...{ language: organisation.language, authority: organisation.authority },
      },
      people: mapped(people, ({ name, zone, roles: more }) => ({ name, zone, roles: more })),
      customers: mapped(customers, ({ name, zone, language, within }) => ({
        ...{ name, zone, language, within },
      })),
      ...(rota && {
        rota: { ...rota, away: rota.away.map(({ reason: _reason, ...span }) => span) },
      }),
    });
  });

  app.get(`${apiRoot}/digest`, async (c) => {
    const { person } = c.get('asker');
    const { policy } = await deps.policy();
    const zone = policy.people[person]?.zone ?? policy.organisation.zone;
    return c.json(await digestOf(register, policy, { person, zone, nowMs: deps.now() }));
  });

  app.get(`${apiRoot}/on-call/overrides`, async (c) => {
    const { sinceMs } = parsed(reads.overrides.query, c.req.query());
    const all = await readOverrides(register.db, Number(sinceMs ?? deps.now()));
    const ids = all.map(({ id }) => id);
    const reasons = await readReasons(register.db, ids);
    const overrides = all.map((one) => ({ ...one, reason: reasons.get(one.id) }));
    return c.json({ overrides });
  });

  app.post(`${apiRoot}/on-call/overrides`, async (c) => {
    const asker = c.get('asker');
    const { reason, ...terms } = parsed(writes.override.body, jsonOf(c.get('body')));
    requireMay(asker);
    await requirePossible(terms);
    const given = { ...terms, by: asker.person, givenAtMs: deps.now() };
    return c.json({ override: await addOverride(register, given, reason, 'api') });
  });

  app.post(`${apiRoot}/on-call/overrides/:override/removal`, async (c) => {
    const asker = c.get('asker');
    requireMay(asker);
    const id = c.req.param('override');
    const override = await removeOverride(register, id, asker.person, deps.now(), 'api');
    return c.json({ override });
  });

  /** What a laptop made of a draft leaves the register like any other file: it is on record before the file has its name. */
  app.post(`${apiRoot}/incidents/:id/exports`, async (c) => {
    const id = incidentIdFrom(c.req.param('id'));
    const { notice, format, sha256 } = parsed(writes.exported.body, jsonOf(c.get('body')));
    const kept = await readKept(register, id);
    if (!kept) throw unknownIncident(id);
    const { person } = c.get('asker');
    requireSeen(toStatus(kept, 0), c.get('asker'), deps.now());
    const what = `notice ${id} ${notice} ${format}`;
    await recordExport(register, { what, person, sha256, channel: 'api', nowMs: deps.now() });
    return c.json({ recorded: true });
  });

  async function requirePossible(wanted: Omit<OverrideWanted, 'reason'>): Promise<void> {
    const { policy } = await deps.policy();
    const names = rotaOf(policy)?.layers.map(({ name }) => name) ?? [];
    const { layer, person, fromMs, untilMs } = wanted;
    const fault = (sentence: string): Failure => new Failure('usage', 'bad-input', sentence);
    if (!names.includes(layer))
      throw fault(
        `layer is ${shown(layer)}; use one of ${names.join(', ') || 'none: the policy has no rota'}`,
      );
    if (!Object.hasOwn(policy.people, person))
      throw fault(
        `person is ${shown(person)}; use one of ${Object.keys(policy.people).join(', ')}`,
      );
    if (untilMs <= fromMs) throw fault(`untilMs is ${untilMs}, not behind fromMs; turn them`);
    if (untilMs <= deps.now()) throw fault(`untilMs is ${untilMs}, which is over; take one ahead`);
    if (untilMs - fromMs > longestOverrideMs)
      throw fault(`untilMs is more than 92 days behind fromMs; change the rotation instead`);
  }

  return app;
}

function requireMay({ person, roles }: ApiAsker): void {
  if (mayOverride(roles)) return;
  throw new Failure(
    'notAllowed',
    'role-needed',
    `${person} is neither responder, commander nor admin by the policy file, and only they change who is on call; ask one of them`,
  );
}

function mapped<T, R>(all: Readonly<Record<string, T>>, as: (one: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(all).map(([id, one]) => [id, as(one)]));
}
