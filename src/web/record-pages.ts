/** Pages that only show what is on record: one draft of a notice, and what the audit chain holds of an incident. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { NoticeDraft } from '../domain/notice.ts';
import { Failure } from '../failure.ts';
import { draftDocument } from '../notices/draft.ts';
import { wordsIn } from '../notices/words.ts';
import { readAudit } from '../register/audit.ts';
import { readNotice } from '../register/notices.ts';
import { shown } from '../sending/shown.ts';
import { mayHere } from './commands.ts';
import type { WebDeps } from './deps.ts';
import { documentHtml } from './document.ts';
import { page } from './page.ts';
import { doUrl, hidden, who } from './parts.ts';
import { readShown } from './reading.ts';
import { at } from './times.ts';
import { viewOf } from './view.ts';
import type { WebEnv } from './visitor.ts';

export function createRecordPages(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/incidents/:id/notices/:notice', async (c) => {
    const view = await viewOf(c, deps);
    const { status, incident } = await readShown(deps, view, c.req.param('id'));
    const { id } = status;
    const kept = await readNotice(deps.register, id, c.req.param('notice'));
    if (!kept)
      throw new Failure(
        'usage',
        'unknown-notice',
        `${id} has no draft ${shown(c.req.param('notice'))}`,
      );
    // oxlint-disable-next-line no-unsafe-type-assertion -- the renderer of drafts wrote it.
    const draft = JSON.parse(kept.json) as NoticeDraft;
    const { name: author, zone } = view.policy.organisation;
    const approved =
      status.notices.find(({ id: notice }) => notice === kept.notice)?.approved ??
      Object.values(status.customerDrafts ?? {}).find(({ notice }) => notice === kept.notice)
        ?.approved;
    // What is filled in goes into the notice of this duty alone.
    const isNotice = status.notices.some(
      ({ id: notice, about }) =>
        notice === kept.notice && 'duty' in about && about.duty === 'gdpr-33-1',
    );
    const mayApprove = !approved && mayHere(incident, id, 'approveNotice', view);
    const body = html`<p class="line">
        ${kept.notice} of ${id} · written ${at(kept.draftedAtMs, view)} · SHA-256
        ${kept.sha256.slice(0, 12)}…
        ${mayApprove ? html`<a href="#approve">To its approval</a>` : ''}
      </p>
      ${approved ? html`<p class="done">Approved by ${who(approved.by, view)}, ${at(approved.atMs, view)}. Approving files nothing.</p>` : ''}
      ${documentHtml(draftDocument(draft, { zone, author, words: wordsIn(draft.language) }))}
      ${
        mayApprove
          ? html`<form
              class="send"
              id="approve"
              method="post"
              action="${doUrl(id, 'approveNotice')}"
            >
              ${hidden(view)}<input type="hidden" name="notice" value="${kept.notice}" />
              <p>
                Approving means: exactly this draft may leave the company. It files nothing, and a
                newer draft needs a new approval.
              </p>
              <button class="primary">Approve ${kept.notice}</button>
            </form>`
          : ''
      }
      ${
        isNotice && mayHere(incident, id, 'setNotice', view)
          ? html`<p>
              What is missing:
              <a href="${doUrl(id, 'setNotice')}">fill in a field</a> by its number, one after the
              other, then
              <a href="${doUrl(id, 'draftNotice', { duty: 'gdpr-33-1' })}">draft it anew</a>. A
              draft that exists never changes.
            </p>`
          : ''
      }
      <p class="small">
        As a file:
        <code>seventytwo notice export ${id} ${kept.notice} --format pdf --out &lt;file&gt;</code>
      </p>`;
    return page(c, {
      ...{ title: draft.title, body, back: { href: `/incidents/${id}`, label: id } },
    });
  });

  app.get('/incidents/:id/audit', async (c) => {
    const view = await viewOf(c, deps);
    const { status } = await readShown(deps, view, c.req.param('id'));
    const { id } = status;
    const rows: unknown[] = [];
    for await (const entry of readAudit(deps.register.db, { incident: id })) {
      const { n, atMs, kind, who: by, channel, seq, subject, hash } = entry;
      rows.push(
        html`<tr>
          <td>${n}</td>
          <td>${at(atMs, view)}</td>
          <td>${who(by, view)} (${channel})</td>
          <td>${kind}</td>
          <td>
            ${seq === null ? (subject ?? '') : html`<a href="/incidents/${id}?all=1#e${seq}">event ${seq}</a>`}
          </td>
          <td><code>${hash.slice(0, 12)}</code></td>
        </tr>`,
      );
    }
    const body = html`<p>
        Every entry holds the hash of the one before it, across all incidents: nothing can be
        altered or left out without breaking the chain. <code>seventytwo audit verify</code> proves
        it.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Entries of the audit chain">
        <table>
          <thead>
            <tr>
              ${['No.', 'When', 'Who', 'What', 'About', 'Hash'].map((heading) => html`<th scope="col">${heading}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>`;
    return page(c, {
      ...{ title: `Audit of ${id}`, body, back: { href: `/incidents/${id}`, label: id } },
    });
  });

  return app;
}
