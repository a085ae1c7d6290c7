/** `/report`: what somebody tells who has not signed in. Always the same answer, so that nothing can be learnt from it. */
import { randomUUID } from 'node:crypto';
import { addressOf } from './address.ts';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { rateLimiter } from 'hono-rate-limiter';
import { bodyLimit } from 'hono/body-limit';
import { createServiceSigner, type ServiceSigner } from '../access/service-key.ts';
import { reportForm } from '../domain/alerting.ts';
import { system, type Command } from '../domain/commands.ts';
import { oneLine } from '../domain/describe.ts';
import { longText, shortText } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import { isRecordedIn } from '../looking/recorded.ts';
import { visible } from '../notices/document.ts';
import { declare, requireAllowed } from '../sending/declaring.ts';
import type { WebDeps } from './deps.ts';
import { onMissing } from './fault.ts';
import { page } from './page.ts';
import { formOf } from './typed.ts';
import type { WebEnv } from './visitor.ts';

/** Each pages somebody: whoever has more to say within an hour says it to the contact address. */
const fromOneAddress = { limit: 5, windowMs: 60 * 60_000 };
/** Empty ones and what could not be recorded too: nobody corrects a form more often. */
const postsOfOneAddress = { limit: 30, windowMs: 60 * 60_000 };
/** From all addresses together: a flood of reports must not wake the company all night. */
const fromAll = { limit: 20, windowMs: 60 * 60_000 };
/** Both fields at their limit, in three bytes a character. */
const longestBody = 16 * 1_024;

export function createReport(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const signer = createServiceSigner(deps.register, deps.data, deps.now);
  const isOff = async (): Promise<boolean> => (await deps.policy()).policy.web.reports === 'off';

  app.get('/report', async (c) => ((await isOff()) ? onMissing(c) : formPage(c)));

  const tooMany = (c: Context<WebEnv>): Response | Promise<Response> =>
    page(c, {
      title: 'Too many reports',
      status: 429,
      body: html`<p class="say">
        There were too many reports just now. Please write to the address at the foot of this page.
      </p>`,
    });
  let toldAtMs = -Infinity;
  // Once an hour, with what it means: reports of others may be turned away for it.
  const tooManyOfAll = (c: Context<WebEnv>): Response | Promise<Response> => {
    if (deps.now() - toldAtMs >= fromAll.windowMs) {
      toldAtMs = deps.now();
      deps.tell(
        `${fromAll.limit} reports from outside came within an hour: more are turned away until it is over; look at them, and set web.reports: off if they are a flood`,
      );
    }
    return tooMany(c);
  };
  const address = addressOf(deps);
  const unrecorded = new WeakSet<Request>();
  // What was not recorded has used up nobody's turn, its sender's neither.
  const recorded = {
    skipFailedRequests: true,
    requestWasSuccessful: (c: Context<WebEnv>) => !unrecorded.has(c.req.raw),
  };

  app.post(
    '/report',
    // oxlint-disable-next-line no-misused-promises -- the limiter gives on what this returns.
    rateLimiter<WebEnv>({ ...postsOfOneAddress, keyGenerator: address, handler: tooMany }),
    bodyLimit({
      maxSize: longestBody,
      onError: (c: Context<WebEnv>) => formPage(c, 'That was too long; please shorten it.'),
    }),
    // Before the limit that all share: what is no report must not count for one.
    async (c, next) => {
      if (await isOff()) return onMissing(c);
      const isEmpty = reportIn(await formOf(c)).what === '';
      return isEmpty ? formPage(c, 'Please say in a few words what happened.') : next();
    },
    rateLimiter<WebEnv>({
      ...{ ...fromOneAddress, ...recorded, keyGenerator: address },
      // oxlint-disable-next-line no-misused-promises -- the same.
      handler: tooMany,
    }),
    rateLimiter<WebEnv>({
      ...{ ...fromAll, ...recorded, keyGenerator: () => 'all' },
      // oxlint-disable-next-line no-misused-promises -- the same.
      handler: tooManyOfAll,
    }),
    async (c) => {
      const { what, contact } = reportIn(await formOf(c));
      // Awaited, so that whoever was thanked was heard; what failed is for us, not for whoever is outside.
      await takeReport(deps, signer, what, contact).catch((error: unknown) => {
        unrecorded.add(c.req.raw);
        deps.tell(`a report from outside could not be recorded: ${nameOf(error)}`);
      });
      return page(c, {
        title: 'Thank you',
        body: html`<p>
          Thank you. Somebody looks at it. If it is urgent, please also write to the address at the
          foot of this page.
        </p>`,
      });
    },
  );
  return app;
}

function reportIn(form: FormData): { readonly what: string; readonly contact: string } {
  return {
    what: textOf(form, 'what', longText - 600),
    contact: textOf(form, 'contact', shortText),
  };
}

function textOf(form: FormData, name: string, most: number): string {
  const value = form.get(name);
  return typeof value === 'string' ? visible(value).trim().slice(0, most) : '';
}

/** In nobody's name, with the key of the service: whoever is outside is no person of the policy. */
async function takeReport(
  deps: WebDeps,
  signer: ServiceSigner,
  what: string,
  contact: string,
): Promise<void> {
  const description = [
    'Reported from outside by the web form; whoever it was had not signed in, and nothing of it is checked.',
    '',
    what,
    '',
    contact === '' ? 'No contact was given.' : `Contact: ${contact}`,
  ].join('\n');
  const [firstLine = ''] = what.split('\n');
  const fields = {
    ...{ title: `Report from outside: ${oneLine(firstLine).slice(0, 120)}`, description },
    severity: 'medium' as const,
    source: reportForm,
  };
  const actor = { person: system.person, channel: 'web' } as const;
  const command: Command = { name: 'declare', commandId: `report:${randomUUID()}`, actor, fields };
  requireAllowed(command, await deps.policy(), deps.now());
  await declare(
    {
      incidents: deps.incidents,
      sign: async (unsigned, incidentId) => {
        const signature = await signer.sign({ ...unsigned, incidentId });
        return { ...unsigned, actor: { ...actor, signature } };
      },
      isRecorded: (id) => isRecordedIn(deps.register, id),
    },
    command,
  );
}

function formPage(c: Context<WebEnv>, fault?: string): Response | Promise<Response> {
  return page(c, {
    title: 'Report a problem',
    status: fault === undefined ? 200 : 400,
    body: html`${fault === undefined ? '' : html`<p class="fault" role="alert">${fault}</p>`}
      <p>
        Tell us about a weakness, a mail that went astray, a lost device, or anything else that may
        harm somebody's data. You need no account.
      </p>
      <form method="post" action="/report">
        <div class="field">
          <label for="what">What happened?</label>
          <p class="hint" id="what-hint">
            In your own words. Please no passwords, and no more about other people than needed.
          </p>
          <textarea
            id="what"
            name="what"
            rows="6"
            required
            maxlength="${longText - 600}"
            aria-describedby="what-hint"
          ></textarea>
        </div>
        <div class="field">
          <label for="contact"
            >How can we reach you? <span class="optional">(optional)</span></label
          >
          <p class="hint" id="contact-hint">Seen only by those who work on it.</p>
          <input
            type="text"
            id="contact"
            name="contact"
            maxlength="${shortText}"
            autocomplete="email"
            aria-describedby="contact-hint"
          />
        </div>
        <p class="send"><button class="primary">Send</button></p>
      </form>`,
  });
}

/** What was typed must not get into the log. */
function nameOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  return error instanceof Error ? error.name : 'no known reason';
}
