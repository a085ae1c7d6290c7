/** The page of a link in a mail: looking at it changes nothing, its button acknowledges one incident. */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { createLinkBook, ownerOf } from '../links/book.ts';
import type { Link } from '../links/token.ts';
import { personZone } from '../policy/snapshot.ts';
import type { Policy } from '../policy/schema.ts';
import { catalogues, type Catalogue } from '../language/index.ts';
import { Failure } from '../failure.ts';
import { recordLinkUse, type LinkOutcome } from '../register/links.ts';
import { isSameSecret } from '../same-secret.ts';
import type { WebDeps } from './deps.ts';
import { createLinkDeeds } from './link-deeds.ts';
import { linkLimits } from './link-limits.ts';
import { standingOf } from './link-standing.ts';
import { awayView, closedView, openView, said, type Reader } from './link-view.ts';
import { page, type Html } from './page.ts';
import { returnQuery } from './return-path.ts';
import { formOf } from './typed.ts';
import type { WebEnv } from './visitor.ts';

type C = Context<WebEnv>;

/** A form with one token in it. */
const longestBody = 4_096;

type Found = {
  readonly token: string;
  readonly link: Link;
  readonly policy: Policy;
  readonly reader: Reader;
};

export function createLinkPages(deps: WebDeps): Hono<WebEnv> {
  const { register, data, now, tell } = deps;
  const book = createLinkBook(register, data, {
    now,
    onAway: () => tell('the register does not answer: links that were taken back before are known'),
  });
  const deeds = createLinkDeeds(deps);
  const app = new Hono<WebEnv>();

  app.use('/l/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    // The link is a secret until it is used.
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Robots-Tag', 'noindex, nofollow');
  });
  app.use('/l/*', ...linkLimits(deps, async () => (await ownWords()).tooMany));
  app.options('/l/*', (c) => c.body(null, 204, { Allow: 'GET, HEAD, POST' }));
  app.use('/l/*', bodyLimit({ maxSize: longestBody, onError: (c) => unknown(c) }));
  // Without a referrer browsers send `Origin: null`: then `Sec-Fetch-Site` tells.
  app.use('/l/*', csrf({ origin: isOwnOrigin }));

  app.get('/l/:token', async (c) => {
    const found = await find(c);
    if (!found) return unknown(c);
    if (c.req.method === 'GET') await note(found, 'opened');
    return answered(c, found, async () => {
      const { link, policy, reader, token } = found;
      const standing = await standingOf(link, book, deps, policy);
      if (standing.kind !== 'open')
        return told(c, found, closedView(standing, link.incidentId, reader));
      const formToken = await book.formToken(token, link);
      return told(c, found, openView(standing.status, reader, formToken));
    });
  });

  app.post('/l/:token', async (c) => {
    const found = await find(c);
    if (!found) return unknown(c);
    const { token, link, policy, reader } = found;
    const sent = await formOf(c);
    const form = sent.get('form');
    const kept = await book.formToken(token, link);
    if (!isSameSecret(typeof form === 'string' ? form : '', kept)) return unknown(c);
    if (sent.get('as') === 'somebody-else') {
      await note(found, 'forwarded');
      return c.redirect(`/sign-in${returnQuery(`/incidents/${link.incidentId}`)}`, 303);
    }
    return answered(c, found, async () => {
      const standing = await standingOf(link, book, deps, policy);
      if (standing.kind !== 'open')
        return told(c, found, closedView(standing, link.incidentId, reader), 409);
      const { linkPages: words } = reader.catalogue;
      const visitor = c.get('visitor');
      if (visitor && visitor.person !== standing.owner) {
        await note(found, 'forwarded');
        await deeds.tellForwarded(link, standing.owner, visitor.person);
        return told(c, found, said(words.forwarded(reader.name), link.incidentId, words), 403);
      }
      await deeds.acknowledge(token, link, standing.owner);
      await note(found, 'used');
      return told(c, found, said(words.done(link.incidentId), link.incidentId, words));
    });
  });

  app.all('/l/*', (c) => unknown(c));
  app.onError((error, c) => {
    // Refused for where it came from, before anybody looked at the link; or no form at all.
    if (error instanceof HTTPException && error.status === 403) return unknown(c);
    if (error instanceof Failure && error.code === 'bad-form') return unknown(c);
    throw error;
  });
  return app;

  async function find(c: C): Promise<Found | undefined> {
    const token = c.req.param('token') ?? '';
    const link = await book.read(token);
    if (!link) return undefined;
    const { policy } = await deps.policy();
    const owner = ownerOf(link, policy);
    const person = owner === undefined ? undefined : policy.people[owner];
    const reader: Reader = {
      name: person?.name ?? '',
      zone: personZone(policy, owner ?? ''),
      catalogue: catalogues[person?.language ?? policy.organisation.language],
    };
    return { token, link, policy, reader };
  }

  /** A register that is away stops nobody from acknowledging. */
  async function note({ link, policy }: Found, outcome: LinkOutcome): Promise<void> {
    const person = ownerOf(link, policy);
    if (person === undefined) return;
    const { id, incidentId, mail } = link;
    const use = { link: id, incidentId, person, mail, atMs: now(), outcome };
    await recordLinkUse(register, use).catch((error: unknown) => {
      const code = error instanceof Failure ? error.code : 'unknown';
      tell(`that a link of ${incidentId} was ${outcome} could not be recorded (${code})`);
    });
  }

  /** What went wrong with the incident is told to whoever holds its link. */
  async function answered(c: C, found: Found, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { incidentId } = found.link;
      const { linkPages: words } = found.reader.catalogue;
      const isAway = error.kind === 'unreachable';
      if (!isAway) await note(found, 'refused');
      if (isAway) return told(c, found, awayView(c.req.path, incidentId, found.reader), 503);
      return told(c, found, said(words.refused(error.message), incidentId, words), 409);
    }
  }

  async function told(
    c: C,
    { link, reader }: Found,
    body: Html,
    status: 200 | 403 | 409 | 503 = 200,
  ): Promise<Response> {
    const { linkPages, mails } = reader.catalogue;
    return page(c, { title: linkPages.title(link.incidentId), body, status, lang: mails.language });
  }

  /** For whoever is not known. */
  async function ownWords(): Promise<Catalogue['linkPages']> {
    const { policy } = await deps.policy();
    return catalogues[policy.organisation.language].linkPages;
  }

  /** One answer for everything that is no link of ours, whatever is wrong with it. */
  async function unknown(c: C): Promise<Response> {
    const { unknownTitle: title, unknown: sentence } = await ownWords();
    const lang = (await deps.policy()).policy.organisation.language;
    return page(c, { title, body: html`<p class="say">${sentence}</p>`, status: 404, lang });
  }

  async function isOwnOrigin(origin: string, c: Context): Promise<boolean> {
    const { policy } = await deps.policy();
    const own = policy.web?.url ?? c.req.url;
    return origin === new URL(own).origin;
  }
}
