/** The board as people have it: a real browser the size of a phone, a real worker, from declaring to filing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { listIncidents } from '../../src/register/incidents.ts';
import { readIncident } from '../../src/register/journal.ts';
import { freePort } from '../../src/server/port.ts';
import type { Served } from '../../src/serving.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { reachIncidents } from '../../src/web/incidents.ts';
import { startBoard } from '../../src/web/server.ts';
import { startApp, until, type App } from '../support/app.ts';
import { signInOfTests } from './board.ts';
import { openBrowser, phone, requirePassed, watch } from './browser.ts';

describe('the board in a browser', () => {
  let app: App;
  let register: Register;
  let served: Served;
  let browser: Browser;
  let close: () => Promise<void>;
  /** What no page may cause: words on the console, requests to elsewhere, violations of its own policy. */
  const faults: string[] = [];

  before(async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    app = await startApp(undefined, { SEVENTYTWO_WEB: listen });
    await until(async () =>
      fetch(`http://${listen}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const config = readConfig(app.env, {});
    register = await openRegister(app.data, { keys: config.keys });
    const incidents = reachIncidents(readConnectionSettings(app.env, app.data));
    close = () => incidents.close();
    const loaded = await loadPolicy(app.policyPath);
    const web = { ...loaded.policy.web, reports: 'incident' } as const;
    const policy = { ...loaded, policy: { ...loaded.policy, web } };
    const deps = {
      ...{ policy: async () => policy, incidents, register, data: app.data, now: Date.now },
      tell: (sentence: string) => void faults.push(sentence),
    };
    served = await startBoard(deps, '127.0.0.1:0', {}, signInOfTests);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    await close?.();
    await register?.close();
    await app?.stop();
  });

  async function open(
    person: string,
    options: { readonly javaScriptEnabled?: boolean; readonly colorScheme?: 'dark' } = {},
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: phone, ...options });
    await context.addCookies([{ name: 'person', value: person, url: served.url }]);
    const page = await context.newPage();
    watch(page, served.url, (fault) => void faults.push(fault));
    return { context, page };
  }

  /** From declaring to filing, by what is on the pages alone. */
  async function story(page: Page, look: (page: Page) => Promise<void>): Promise<string> {
    await page.goto(`${served.url}/declare`);
    await look(page);
    await page.getByLabel('Title').fill('Export readable without login');
    await page.getByLabel('critical').check();
    await page.getByRole('button', { name: 'Declare' }).click();
    await page.waitForURL(/\/incidents\/INC-/);
    const id = /INC-\w+/.exec(page.url())?.[0] ?? '';
    await look(page);
    await page.getByRole('button', { name: 'I have it: acknowledge' }).click();
    await page.waitForURL(/done=acknowledge/);
    await page.getByRole('link', { name: 'Triage', exact: true }).first().click();
    await look(page);
    await page.getByLabel('Summary').fill('The export was public.');
    await page.getByLabel('yes', { exact: true }).check();
    await page.getByRole('button', { name: 'Triage' }).click();
    await page.waitForURL(/done=triage/);
    await page.getByRole('link', { name: 'Declare awareness', exact: true }).click();
    await page.getByLabel('Reason').fill('Strangers downloaded it.');
    const local = new Date(Date.now() - 60_000).toLocaleString('sv', { timeZone: 'Europe/Berlin' });
    await page.getByLabel('At', { exact: true }).fill(local.replace(' ', 'T').slice(0, 16));
    await page.getByRole('button', { name: 'Declare awareness of a breach' }).click();
    await page.waitForURL(/done=declareAwareness/);
    await look(page);
    await page.getByRole('link', { name: 'Record the filing' }).click();
    await look(page);
    await page.getByLabel('Reference').fill('LDA-2026-1');
    await page.getByRole('button', { name: 'Record a filing' }).click();
    await page.waitForURL(/done=fileDuty/);
    assert.match(await page.locator('#duty-gdpr-33-1').innerText(), /filed/);
    return id;
  }

  it('takes an incident from declaring to filing without JavaScript', async () => {
    const { context, page } = await open('anna', { javaScriptEnabled: false });
    const id = await story(page, async () => {});
    await context.close();
    await until(
      async () => (await readIncident(register, id))?.duties['gdpr-33-1']?.state === 'filed',
    );
  });

  it('does so with JavaScript, and every page on the way passes WCAG 2.2 AA', async () => {
    const { context, page } = await open('anna');
    await story(page, requirePassed);
    await context.close();
  });

  it('passes on every other page too, in the light and in the dark', async () => {
    const [one] = await listIncidents(register);
    assert.ok(one);
    await app.done('notice', 'draft', one.id, '--as', 'dora');
    const notice = (await readIncident(register, one.id))?.notices.at(-1)?.id ?? '';
    const base = `/incidents/${one.id}`;
    const paths = ['/', '/closed', '/on-call', base, `${base}/audit`, `${base}/notices/${notice}`];
    const forms = ['withholdDuty', 'restrict', 'addTask', 'startDuty', 'stamp', 'attach', 'review'];
    for (const scheme of [{}, { colorScheme: 'dark' }] as const) {
      const { context, page } = await open('dora', scheme);
      for (const path of [...paths, ...forms.map((name) => `${base}/do/${name}`)]) {
        await page.goto(`${served.url}${path}`);
        await requirePassed(page);
      }
      await context.close();
    }
  });

  it('lets somebody in by a printed code, to where they wanted, and one tap on a phone acknowledges', async () => {
    const { id: declared } = (await app.done('declare', 'Laptop gone', '--as', 'ben')).incident;
    const base = `http://${JSON.parse(readFileSync(join(app.data, 'runtime.json'), 'utf8')).web}`;
    const context = await browser.newContext({ viewport: phone, hasTouch: true });
    const page = await context.newPage();
    await page.goto(`${base}/incidents/${declared}`);
    await page.waitForURL(/\/sign-in\?return=/);
    await requirePassed(page);
    const { code } = await app.done('access', 'code', '--as', 'anna');
    await page.getByLabel('One-time code').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).tap();
    await page.waitForURL(`${base}/incidents/${declared}`);
    await page.getByRole('button', { name: 'I have it: acknowledge' }).tap();
    await page.waitForURL(/done=acknowledge/);
    await requirePassed(page);
    await page.goto(`${base}/sign-in`);
    await requirePassed(page);
    await page.getByRole('button', { name: 'Sign out' }).first().tap();
    await page.getByLabel('One-time code').waitFor();
    await page.goto(`${base}/sign-in?return=//evil.example`);
    assert.equal(await page.locator('input[name=return]').inputValue(), '/');
    await page.getByLabel('One-time code').fill('0000-0000');
    await page.getByRole('button', { name: 'Sign in' }).tap();
    await page.getByText('This code does not work').waitFor();
    await requirePassed(page);
    await context.close();
  });

  it('takes a report of somebody unknown, in nobody\u2019s name', async () => {
    const context = await browser.newContext({ viewport: phone });
    const page = await context.newPage();
    await page.goto(`${served.url}/report`);
    await requirePassed(page);
    await page.getByLabel('What happened?').fill('Your export is public');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you.').waitFor();
    await requirePassed(page);
    await page.goto(`${served.url}/l/nothing`);
    await requirePassed(page);
    await context.close();
    const found = (await listIncidents(register)).find(({ title }) => /from outside/.test(title));
    const incident = await readIncident(register, found?.id ?? '');
    assert.deepEqual([incident?.reporter, incident?.source], ['seventytwo', 'report form']);
    assert.ok(incident?.paging);
    const { page: board, context: own } = await open('anna');
    await board.goto(`${served.url}/incidents/${incident.id}`);
    await board.getByText('the report form', { exact: true }).waitFor();
    await own.close();
  });

  it('says what does not work on pages that everybody can read', async () => {
    const pages = [
      ['anna', '/incidents/INC-00000', 404],
      ['anna', '/nothing', 404],
      ['nobody', '/', 403],
    ] as const;
    for (const [person, path, status] of pages) {
      const { context, page } = await open(person);
      const answer = await page.goto(`${served.url}${path}`);
      assert.equal(answer?.status(), status, path);
      await requirePassed(page);
      await context.close();
    }
  });

  it('shows what somebody else did without being asked', async () => {
    const [one] = await listIncidents(register);
    assert.ok(one);
    const { context, page } = await open('dora');
    await page.goto(`${served.url}/incidents/${one.id}`);
    await page.getByText('Kept up to date.').waitFor();
    await app.done('note', one.id, 'seen by a colleague', '--as', 'ben');
    await page.getByText('seen by a colleague').first().waitFor({ timeout: 10_000 });
    await context.close();
  });

  it('counts the hours that the command line counts', async () => {
    const { id } = (await app.done('declare', 'Counted by two', '--as', 'ben')).incident;
    const { context, page } = await open('dora');
    // A minute may end between the two: then they are asked once more.
    let both: readonly string[] = [];
    await until(async () => {
      await page.goto(`${served.url}/incidents/${id}`);
      const [onPage = ''] = await page.locator('time.left').allInnerTexts();
      const { out } = await app.run(['show', id]);
      both = [onPage, out];
      return onPage.endsWith(' left') && out.includes(` in ${onPage.replace(/ left$/, '')}\n`);
    }, 5_000).catch(() => assert.fail(both.join('\n')));
    await context.close();
  });

  it('does once what was sent twice', async () => {
    const [one] = await listIncidents(register);
    assert.ok(one);
    const { context, page } = await open('anna', { javaScriptEnabled: false });
    const path = `${served.url}/incidents/${one.id}/do/note`;
    await page.goto(path);
    const hidden = (name: string) => page.locator(`input[name=${name}]`).last().inputValue();
    const form = {
      ...{ formToken: await hidden('formToken'), commandId: await hidden('commandId') },
      text: 'only once',
    };
    const before = (await readIncident(register, one.id))?.notes ?? 0;
    const headers = { origin: served.url };
    const sent = [1, 2].map(() => context.request.post(path, { form, headers, maxRedirects: 0 }));
    for (const answer of await Promise.all(sent)) assert.equal(answer.status(), 303);
    await page.goto(`${served.url}/incidents/${one.id}`);
    assert.equal((await readIncident(register, one.id))?.notes, before + 1);
    await context.close();
  });

  it('is there beside the worker of up, which knows nobody yet', async () => {
    const url = `http://${JSON.parse(readFileSync(join(app.data, 'runtime.json'), 'utf8')).web}`;
    assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { alive: true });
    assert.match(
      await (await fetch(`${url}/.well-known/security.txt`)).text(),
      /^Contact: mailto:/,
    );
    const home = await fetch(url, { redirect: 'manual' });
    assert.equal(home.status, 303);
  });

  it('never wrote to the console, asked another host, or broke its own policy', () => {
    assert.deepEqual(faults, []);
  });
});
