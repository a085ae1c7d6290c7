/** What the HTTP API tells of the organisation: its policy as far as a command line needs it, who takes over in the rota, a person's digest. */
import { Hono } from 'hono';
import { apiRoot, reads, writes } from '../api/routes.ts';
import { digestOf } from '../looking/digest.ts';
import { readKept } from '../looking/recorded.ts';
import { requireMayOverride, requirePossible } from '../on-call/override.ts';
import { playbooksOf } from '../policy/playbooks.ts';
import { status as toStatus } from '../domain/status.ts';
import { recordExport } from '../register/audit.ts';
import { addOverride, readOverrides, readReasons, removeOverride } from '../register/overrides.ts';
import { version } from '../version.ts';
import { jsonOf, parsed, requireSeen, unknownIncident, type ApiEnv } from './api-answers.ts';
import type { WebDeps } from './deps.ts';
import { incidentIdFrom } from './reading.ts';

const overrideWords = { from: 'fromMs', until: 'untilMs', time: String };

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
    requireMayOverride(asker.person, asker.roles);
    const { policy } = await deps.policy();
    const nowMs = deps.now();
    requirePossible(terms, { policy, nowMs }, overrideWords);
    const given = { ...terms, by: asker.person, givenAtMs: nowMs };
    return c.json({ override: await addOverride(register, given, reason, 'api') });
  });

  app.post(`${apiRoot}/on-call/overrides/:override/removal`, async (c) => {
    const asker = c.get('asker');
    requireMayOverride(asker.person, asker.roles);
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

  return app;
}

function mapped<T, R>(all: Readonly<Record<string, T>>, as: (one: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(all).map(([id, one]) => [id, as(one)]));
}
