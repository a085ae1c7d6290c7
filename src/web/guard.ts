/** What every request passes: headers that leave a page no freedom, a host that is ours, forms that are our own. */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { every } from 'hono/combine';
import { csrf } from 'hono/csrf';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { mayDo } from '../domain/permissions.ts';
import { Failure } from '../failure.ts';
import { isLoopback } from '../loopback.ts';
import { isSameSecret } from '../same-secret.ts';
import { rolesOf } from '../policy/roles.ts';
import type { Policy } from '../policy/schema.ts';
import { isFromHere } from './address.ts';
import type { WebDeps } from './deps.ts';
import { isForMachines, problem } from './machines.ts';
import { formOf } from './typed.ts';
import type { WebEnv } from './visitor.ts';

/** Every field of the largest form at its limit, in three bytes a character. */
const longestBody = 512 * 1_024;
/** Of whoever has not signed in: a code or a report. A body without a length is held in memory until it ends. */
const longestOfStrangers = 32 * 1_024;
/** The most that an incident keeps as one file, and what a form adds to it. */
const longestUpload = 26 * 1_024 * 1_024;
/** Half a year, as browsers ask for it. */
const hsts = 'max-age=15552000';

export function secured(deps: WebDeps): MiddlewareHandler<WebEnv> {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [NONCE],
      styleSrc: [NONCE],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // Below: some pages have one of their own.
    referrerPolicy: false,
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  });
  const own: MiddlewareHandler<WebEnv> = async (c, next) => {
    c.set('nonce', c.get('secureHeadersNonce') ?? '');
    await next();
    // What stands on a page is not for the disk of whatever phone it was read on.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
    // Not `no-referrer`: then browsers send forms without an origin, and no form of ours would be taken.
    if (!c.res.headers.has('referrer-policy')) c.header('referrer-policy', 'same-origin');
    if (await isEncrypted(deps, c.req.url)) c.header('strict-transport-security', hsts);
  };
  return every(headers, own);
}

/** Whether whoever asks came by https: to us, or to a proxy before us. */
async function isEncrypted(deps: WebDeps, url: string): Promise<boolean> {
  if (url.startsWith('https:')) return true;
  const { web } = (await deps.policy()).policy;
  return web.url?.startsWith('https:') === true && new URL(web.url).host === new URL(url).host;
}

const tooLong = (): never => {
  throw new Failure('usage', 'too-long', 'what was sent is too long; shorten it and send it again');
};
const forms = bodyLimit({ maxSize: longestBody, onError: tooLong });
const uploads = bodyLimit({ maxSize: longestUpload, onError: tooLong });
const ofStrangers = bodyLimit({ maxSize: longestOfStrangers, onError: tooLong });
/** After it is known who asks. */
export const limited: MiddlewareHandler<WebEnv> = (c, next) => {
  if (!c.get('visitor')) return ofStrangers(c, next);
  return (c.req.path.endsWith('/attach') ? uploads : forms)(c, next);
};

const elsewhere = 'This board has another address; see web.url of the policy file.';

/** A page of another site, whose name was made to point here, comes with that name. Names of this machine are for whoever is on it. */
export function ownHost(deps: WebDeps): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { host, hostname } = new URL(c.req.url);
    if (isLoopback(hostname.replace(/^\[|\]$/g, '')) && isFromHere(c)) return next();
    const { web } = (await deps.policy()).policy;
    if (web.url !== undefined && new URL(web.url).host === host) return next();
    return isForMachines(c)
      ? problem(c, 421, 'other-host', elsewhere)
      : c.text(`${elsewhere}\n`, 421);
  };
}

/** Of the organisation, and of whoever has signed in. */
export function withFrame(deps: WebDeps): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { policy } = await deps.policy();
    const { name: organisation, contact } = policy.organisation;
    const visitor = c.get('visitor');
    const name = visitor && policy.people[visitor.person]?.name;
    c.set('frame', {
      ...{ organisation, contact, nowMs: deps.now(), takesReports: policy.web.reports !== 'off' },
      mayDeclare: visitor !== undefined && mayDo(rolesOf(policy, visitor.person), 'declare'),
      ...(name !== undefined && { name }),
    });
    await next();
  };
}

/** Whoever is not signed in has nothing that a foreign page could use. */
const withoutToken = /^\/(?:report|sign-in)$/;

export function ownForms(deps: WebDeps): MiddlewareHandler<WebEnv> {
  const origin = csrf({
    origin: async (from, c) => isOwn(from, c.req.url, (await deps.policy()).policy),
  });
  const token: MiddlewareHandler<WebEnv> = async (c, next) => {
    const visitor = c.get('visitor');
    const isForm = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (visitor && isForm && !withoutToken.test(c.req.path)) {
      const sent = (await formOf(c)).get('formToken');
      if (typeof sent !== 'string' || !isSameSecret(sent, visitor.formToken))
        throw new Failure(
          'notAllowed',
          'old-form',
          'this form is from an earlier sign-in, or from elsewhere; go back, reload the page and send it again',
        );
    }
    await next();
  };
  return every(origin, token);
}

function isOwn(from: string, asked: string, { web }: Pick<Policy, 'web'>): boolean {
  return [asked, ...(web.url === undefined ? [] : [web.url])].some(
    (url) => new URL(url).origin === from,
  );
}
