/** Whether connections that leave this machine are encrypted, and which do: from the settings and what answered just now. */
import type { Environment } from '../config.ts';
import type { VendorService } from '../domain/vendors.ts';
import { isLoopback } from '../loopback.ts';
import { countryName } from '../policy/country.ts';
import type { Policy } from '../policy/schema.ts';
import { readConnectionSettings } from '../temporal.ts';
import { failed, ok, unknown, warning, type Checked, type Finding } from './check.ts';

const stays = (what: string): Finding => ok(`${what}: nothing leaves this machine`);

/** `path`: what came of talking to the mail server. */
export function checkMailEncryption(
  { mail: { smtp } }: Policy,
  path: Checked | undefined,
): Finding {
  if (!smtp) return stays('no mail server is named');
  const { host, port, security } = smtp;
  if (security === 'none') return stays(`${host}:${port} without TLS`);
  const how = `${host}:${port}, ${security === 'tls' ? 'TLS from the first byte' : 'STARTTLS required'}`;
  if (path?.result === 'ok') return ok(`${how}; its certificate was checked just now`);
  return path?.fault === 'no-tls'
    ? failed(`${how}; ${path.found}`, 'correct mail.smtp.security, host or caFile')
    : unknown(`${how}; no connection came about, so its certificate is not known`);
}

/** Throws the Failure that refuses a plain connection. */
export function checkTemporalEncryption(
  env: Environment,
  data: string,
  answer: Checked | undefined,
): Finding {
  const { address, options } = readConnectionSettings(env, data);
  if (!options.tls) return stays(`Temporal ${address} without TLS`);
  return answer?.result === 'ok'
    ? ok(`Temporal ${address} with TLS; its certificate was checked just now`)
    : answer?.fault === 'temporal-not-trusted'
      ? { result: 'failed', found: answer.found }
      : unknown(`Temporal ${address} with TLS; it did not answer, so its certificate is not known`);
}

export function checkRegisterEncryption(
  { register: { postgres } }: Policy,
  answer: Checked | undefined,
): Finding {
  if (!postgres) return stays('the register is a file in the data folder');
  const { host, port, caFile } = postgres;
  if (isLoopback(host) && caFile === undefined)
    return stays(`PostgreSQL ${host}:${port} without TLS`);
  return answer?.result === 'ok'
    ? ok(`PostgreSQL ${host}:${port} with TLS; its certificate was checked just now`)
    : answer?.fault === 'register-not-trusted'
      ? { result: 'failed', found: answer.found }
      : unknown(`PostgreSQL ${host}:${port} with TLS; no connection came about`);
}

/** Where each configured service is: an address tells no country, the vendor who runs it does. */
export function checkPlaces(
  { mail, register, vendors }: Pick<Policy, 'mail' | 'register' | 'vendors'>,
  env: Environment,
  data: string,
): Finding {
  const { address } = readConnectionSettings(env, data);
  const hosts: readonly (readonly [VendorService, string])[] = [
    ['temporal', address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')],
    ['mail', mail.smtp?.host ?? 'localhost'],
    ['register', register.postgres?.host ?? 'localhost'],
  ];
  const here = hosts.filter(([, host]) => isLoopback(host)).map(([service]) => service);
  const beyond = hosts
    .filter(([, host]) => !isLoopback(host))
    .map(([service, host]) => {
      const by = Object.entries(vendors).find(([, one]) => one.services.includes(service));
      return { service, host, by };
    });
  const found = [
    ...(here.length > 0 ? [`${here.join(', ')} on this machine`] : []),
    ...beyond.map(
      ({ service, host, by }) =>
        `${service} at ${host}, ${by ? `by ${by[0]} in ${countryName(by[1].country) ?? by[1].country}` : 'by no vendor who is known'}`,
    ),
  ].join('; ');
  return beyond.every(({ by }) => by)
    ? ok(found)
    : warning(found, 'name each service at the vendor who runs it (vendors.<id>.services)');
}
