/** Asks a web address of the policy, within limits: nobody can lead it elsewhere, or keep it waiting. */
import { isLoopback } from '../loopback.ts';
import { checkedFetch } from '../tls.ts';

/** A monitor answers in well under a second; the next turn comes soon. */
const limitMs = 10_000;

/** Undefined when it was taken (2xx); otherwise a word or two, without the answer or the address. */
export async function ask(
  url: string,
  request: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { protocol, hostname } = new URL(url);
  // The policy was checked too; what is asked here must not depend on who checked it.
  if (protocol !== 'https:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) return 'not-https';
  const { body, headers = {} } = request;
  try {
    const answer = await checkedFetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body }),
      headers: { ...headers, 'user-agent': 'seventytwo' },
      // An address in an answer may be anybody's.
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(limitMs), ...(signal ? [signal] : [])]),
    });
    // Nothing of the answer is wanted, however long it is.
    await answer.body?.cancel();
    return answer.ok ? undefined : `answered-${answer.status}`;
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'unreachable';
}
