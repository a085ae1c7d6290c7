/** Where somebody wanted to go before signing in: a path of this board, or its first page. */

/** Names and ids alone: nothing that a browser could take for another host. */
const own = /^(?:\/[\w-]+)+$/;
const longest = 200;

export function returnPath(given: unknown): string {
  const isPath = typeof given === 'string' && given.length <= longest && own.test(given);
  return isPath && !/^\/sign-(?:in|out)\b/.test(given) ? given : '/';
}

/** For the address of a page that leads there: empty for the first page. */
export function returnQuery(given: unknown): string {
  const path = returnPath(given);
  return path === '/' ? '' : `?return=${encodeURIComponent(path)}`;
}
