/** What the pages of signing in say. */
import { html, raw } from 'hono/html';
import type { Visitor } from './visitor.ts';

/** The link of `access code` carries the code behind #, which never leaves the browser: it goes into the field, and out of the address. */
const fill = `const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  document.getElementById('code').value = code;
  history.replaceState(null, '', location.pathname);
}`;

export function signInForm({ nonce, provider }: { nonce: string; provider: boolean }) {
  return html`<form method="post" action="/sign-in">
      <p>
        <label for="code">One-time code</label>
        <input
          id="code"
          name="code"
          required
          maxlength="20"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck="false"
        />
        <button type="submit">Sign in</button>
      </p>
    </form>
    <p>Make a code where your key lies: <code>seventytwo access code --as &lt;you&gt;</code></p>
    ${provider ? html`<p><a href="/sign-in/oidc/start">Sign in with the company's account</a></p>` : ''}
    <script nonce="${nonce}">
      ${raw(fill)};
    </script>`;
}

export function signedIn({ person, formToken }: Visitor) {
  return html`<p>You are signed in as ${person}.</p>
    <form method="post" action="/sign-out">
      <input type="hidden" name="formToken" value="${formToken}" />
      <button type="submit">Sign out</button>
    </form>
    <p><a href="/">To the incidents</a></p>`;
}

/** One sentence for each of: wrong, expired, used, not yours any more. */
export const wrongCode = html`<p>
    This code does not work: it is mistyped, older than five minutes, or was used before. Make a new
    one: <code>seventytwo access code --as &lt;you&gt;</code>
  </p>
  <p><a href="/sign-in">Try again</a></p>`;
