/** What happens on the pages: a link is pressed, Temporal is away, a form is refused, screens and paper differ, and a page stays open. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { requireNarrow, requirePassed } from './browser.ts';
import { further, main, pages } from './scene/pages.ts';
import { ids } from './scene/stories.ts';
import { nobody, openViewer, type Viewer } from './scene/viewer.ts';

describe('a board that is used', () => {
  let viewer: Viewer;
  before(async () => {
    viewer = await openViewer();
  });
  after(() => viewer?.close());

  it('passes on the page of a link, whatever became of the link', async () => {
    const link = await viewer.scene.link(ids.storm, 'anna');
    const late = await viewer.scene.link(ids.storm, 'anna', 60_000);
    const over = await viewer.scene.link(ids.closed, 'anna');
    await viewer.look('ben', async (page) => {
      await viewer.open(page, link);
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByText('you are signed in as somebody else').waitFor();
      await requirePassed(page);
    });
    await viewer.look(nobody, async (page) => {
      viewer.scene.setAway(true);
      await viewer.open(page, link, 503);
      await requirePassed(page);
      viewer.scene.setAway(false);
      await page.getByRole('link', { name: 'Try again' }).click();
      await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
      await requirePassed(page);
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByText('is acknowledged. Paging has stopped.').waitFor();
      await requirePassed(page);
      await viewer.open(page, link);
      await page.getByText('This link was used at').waitFor();
      await requirePassed(page);
      await viewer.open(page, late);
      await page.getByText('This link expired at').waitFor();
      await requirePassed(page);
      await viewer.open(page, over);
      await page.getByText('is not open').waitFor();
      await requirePassed(page);
    });
  });

  it('shows what it knows while Temporal is away, and says that it is', async () => {
    viewer.scene.setAway(true);
    await viewer.look('anna', async (page) => {
      await viewer.open(page, '/');
      await page.getByText('Temporal does not answer.').waitFor();
      await requirePassed(page);
      await viewer.open(page, main);
      await page.getByText('The incident does not answer.').waitFor();
      await requirePassed(page);
      await viewer.open(page, `${main}/do/note`);
      await page.getByLabel('Text').fill('kept');
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByRole('button', { name: 'Add a note' }).click();
      assert.equal((await answer).status(), 503);
      await page.getByText('Not known whether it was taken.').waitFor();
      assert.equal(await page.getByLabel('Text').inputValue(), 'kept');
      await requirePassed(page);
    });
    viewer.scene.setAway(false);
  });

  it('passes where a form was refused, or taken', async () => {
    await viewer.look('dora', async (page) => {
      await viewer.open(page, `${main}/do/declareAwareness`);
      await page.getByLabel('Reason').fill('x');
      await page.getByLabel('At', { exact: true }).fill('2030-01-01T10:00');
      await page.getByRole('button', { name: 'Declare awareness of a breach' }).click();
      await page.getByText('Not done.').waitFor();
      await requirePassed(page);
      await viewer.open(page, `${main}/do/fileDuty?duty=gdpr-33-1`);
      await page.evaluate('document.querySelector("main form").noValidate = true');
      await page.getByRole('button', { name: 'Record a filing' }).click();
      await page.getByText('Reference is missing').waitFor();
      await requirePassed(page);
    });
    await viewer.look(nobody, async (page) => {
      await viewer.open(page, '/sign-in');
      await page.getByLabel('One-time code').fill('0000-0000');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByText('This code does not work').waitFor();
      await requirePassed(page);
      await viewer.open(page, '/report');
      await page.evaluate('document.querySelector("main form").noValidate = true');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Please say in a few words').waitFor();
      await requirePassed(page);
      await page.getByLabel('What happened?').fill('A letter for somebody else');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Somebody looks at it.').waitFor();
      await requirePassed(page);
    });
  });

  it('scrolls to one side on no page of 320 pixels, nor with letters of twice the size', async () => {
    for (const [person, path, status] of [...pages, ...further])
      await viewer.look(
        person,
        async (page) => {
          await viewer.open(page, path, status);
          await requireNarrow(page);
          await page.setViewportSize({ width: 640, height: 800 });
          await page.evaluate('document.documentElement.style.fontSize = "200%"');
          await requireNarrow(page);
        },
        { viewport: { width: 320, height: 640 } },
      );
  });

  it('shows where the keyboard is, at every stop', async () => {
    await viewer.look('dora', async (page) => {
      await viewer.open(page, main);
      for (let stop = 0; stop < 40; stop += 1) {
        await page.keyboard.press('Tab');
        const [what, width] = await page.evaluate<readonly [string, number]>(
          '[document.activeElement.outerHTML.slice(0, 120), parseFloat(getComputedStyle(document.activeElement).outlineWidth)]',
        );
        assert.ok(width >= 2, what);
      }
    });
  });

  it('prints an incident whole: what is folded too, and nothing to press', async () => {
    await viewer.look('dora', async (page) => {
      await page.goto(`${viewer.scene.url}${main}`);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.getByRole('button').count(), 0);
      assert.equal(await page.locator('main a.button').filter({ visible: true }).count(), 0);
      const first = page.locator('.timeline li').last();
      assert.ok(((await first.boundingBox())?.height ?? 0) > 10, 'the oldest event is not printed');
    });
  });

  it('counts down, and takes over what changed without being asked', async () => {
    await viewer.look('anna', async (page) => {
      await page.goto(`${viewer.scene.url}${main}`);
      await page.getByText('Kept up to date.').waitFor();
      const clock = page.locator('#tasks time.left').last();
      const seen = new Set<string>();
      for (let second = 0; second < 4; second += 1) {
        seen.add(await clock.innerText());
        await page.waitForTimeout(1_000);
      }
      assert.ok(seen.size >= 3, [...seen].join(', '));
      for (const one of seen) assert.match(one, /^\d+ min(?: \d+ s)? left$/);
      await viewer.scene.say(ids.main, 'note', 'ben', { text: 'told without asking' });
      await page.getByText('told without asking').waitFor({ timeout: 10_000 });
    });
  });

  it('never wrote to the console, asked another host, or broke its own policy', () => {
    assert.deepEqual(viewer.faults, []);
    assert.deepEqual(
      viewer.scene.told.filter((sentence) => /bug/.test(sentence)),
      [],
    );
  });

  it('says on the page that the connection is lost', async () => {
    await viewer.look('anna', async (page) => {
      await page.goto(`${viewer.scene.url}${main}`);
      await page.getByText('Kept up to date.').waitFor();
      await viewer.scene.stop();
      await page.getByText('No connection: this page may not be up to date.').waitFor();
    });
  });
});
