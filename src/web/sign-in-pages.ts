/** What the pages of signing in say. */
import { html, raw } from 'hono/html';
import type { Html } from './page.ts';
import { returnPath, returnQuery } from './return-path.ts';
import type { Visitor } from './visitor.ts';

/** The link of `access code` carries the code behind #, which never leaves the browser: it goes into the field, and out of the address. */
const fill = `const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  document.getElementById('code').value = code;
  history.replaceState(null, '', location.pathname);
}`;

export function signInForm({
  nonce,
  provider,
  back,
}: {
  readonly nonce: string;
  readonly provider: boolean;
  readonly back: unknown;
}): Html {
  return html`<div class="sign-in">
    ${provider ? html`<p class="send"><a class="button primary" href="/sign-in/oidc/start${returnQuery(back)}">Sign in with the company's account</a></p>` : ''}
    <form method="post" action="/sign-in">
      <input type="hidden" name="return" value="${returnPath(back)}" />
      <div class="field">
        <label for="code">One-time code</label>
        <p class="hint" id="code-hint">
          Made where your key lies, good for five minutes:
          <code>seventytwo access code --as &lt;you&gt;</code>
        </p>
        <input
          type="text"
          id="code"
          name="code"
          required
          maxlength="20"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck="false"
          aria-describedby="code-hint"
        />
      </div>
      <p class="send"><button class="${provider ? 'quiet' : 'primary'}">Sign in</button></p>
    </form>
    <script nonce="${nonce}">
      ${raw(fill)};
    </script>
  </div>`;
}

export function signedIn({ person, formToken }: Visitor, name: string | undefined): Html {
  return html`<p>You are signed in as ${name ?? person}.</p>
    <p><a class="button primary" href="/">To the incidents</a></p>
    <form method="post" action="/sign-out">
      <input type="hidden" name="formToken" value="${formToken}" />
      <button>Sign out</button>
    </form>`;
}

/** One sentence for each of: wrong, expired, used, not yours any more. */
export function wrongCode(back: unknown): Html {
  return html`<p class="say">
      This code does not work: it is mistyped, older than five minutes, or was used before. Make a
      new one: <code>seventytwo access code --as &lt;you&gt;</code>
    </p>
    <p><a class="button" href="/sign-in${returnQuery(back)}">Try again</a></p>`;
}
