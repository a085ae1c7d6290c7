/** Doctor: whether every vendor has a contract and a review, and each service beyond this machine a vendor. */
import { isReviewDue, withoutVendor, type VendorService } from '../domain/vendors.ts';
import { isLoopback } from '../loopback.ts';
import type { Policy } from '../policy/schema.ts';
import { standings, type VendorStanding } from '../policy/vendor-standing.ts';
import { failed, ok, warning, type Finding } from './check.ts';

type Place = { readonly service: VendorService; readonly host: string };

/** `temporal` is the host that commands talk to; undefined when another check tells that there is none. */
export function checkVendors(policy: Policy, temporal: string | undefined, nowMs: number): Finding {
  const all = standings(policy, nowMs);
  const ids = (isSo: (vendor: VendorStanding) => boolean): string =>
    all
      .filter(isSo)
      .map(({ id }) => id)
      .join(', ');
  const worst = [
    line(
      'no transfer ground',
      ids(({ concerns }) => concerns.includes('no transfer ground')),
    ),
    line(
      'no contract (Art. 28(3))',
      ids(({ concerns }) => concerns.includes('contract missing')),
    ),
  ].flat();
  const open = withoutVendor(servicesOf(policy, temporal), Object.values(policy.vendors));
  const lesser = [
    line(
      'no commitment to confidentiality (Art. 28(3)(b))',
      ids(({ concerns }) => concerns.includes('confidentiality missing')),
    ),
    line(
      'review due',
      ids(({ concerns }) => isReviewDue(concerns)),
    ),
    line(
      'adequacy decision not verified',
      ids(({ adequacy }) => adequacy !== undefined && !adequacy.verified),
    ),
    open.map(({ service, host }) => `${service} is at ${host}, which no vendor provides`),
  ].flat();
  const count = `${all.length} ${all.length === 1 ? 'vendor' : 'vendors'}`;
  const found = [...worst, ...lesser].join('\n');
  if (worst.length > 0) return failed(found, words.remedy);
  if (lesser.length > 0)
    return warning(found, open.length === lesser.length ? words.name : words.remedy);
  return ok(
    all.length === 0
      ? 'no vendor is listed, and no service is beyond this machine'
      : `${count}, all in the EU or EEA or with a transfer ground, under contract and reviewed`,
  );
}

function line(what: string, ids: string): string[] {
  return ids === '' ? [] : [`${what}: ${ids}`];
}

/** This machine is nobody's service. */
function servicesOf({ mail, register }: Policy, temporal: string | undefined): readonly Place[] {
  const hosts = { mail: mail.smtp?.host, register: register.postgres?.host, temporal };
  const services = ['mail', 'register', 'temporal'] as const;
  return services.flatMap((service): Place[] => {
    const host = hosts[service];
    return host === undefined || isLoopback(host) ? [] : [{ service, host }];
  });
}

const words = {
  remedy: 'see seventytwo vendors list and mend it in the policy file or the vendors file',
  name: 'name it at the vendor who runs it (services), or add that vendor',
} as const;
