/** Streams of events to open pages: that something has changed, and nothing of what. */
import { Hono, type Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { createChanges } from './changes.ts';
import type { WebDeps } from './deps.ts';
import { readShown } from './reading.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

/** Proxies end what is silent for a minute. */
const beatMs = 25_000;
/** Then the browser comes again by itself, and whether it still may is asked anew. */
const longestMs = 10 * 60_000;

export function createStreams(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const changes = createChanges(deps.register, deps.tell);

  app.get('/events', async (c) => stream(c, await viewOf(c, deps), undefined));

  app.get('/incidents/:id/events', async (c) => {
    const view = await viewOf(c, deps);
    const { status } = await readShown(deps, view, c.req.param('id'));
    return stream(c, view, status.id);
  });

  function stream(
    c: Context<WebEnv>,
    { visitor, person, nowMs }: View,
    id: string | undefined,
  ): Response {
    // Nobody would read it, so nothing would ever end it.
    if (c.req.method === 'HEAD') return c.body(null, 405, { allow: 'GET' });
    let wake: () => void = () => undefined;
    let isChanged = false;
    const end = changes.listen(person, id, () => {
      isChanged = true;
      wake();
    });
    if (!end) return c.text('too many pages are open; reload by hand\n', 503);
    // A proxy that collects answers before it hands them on would hold back every event.
    c.header('x-accel-buffering', 'no');
    const endMs = Math.min(nowMs + longestMs, visitor.expiresAtMs);
    return streamSSE(c, async (sse) => {
      sse.onAbort(() => wake());
      try {
        await sse.writeSSE({ event: 'hello', data: '' });
        while (!sse.aborted && deps.now() < endMs) {
          await new Promise<void>((done) => {
            const timer = setTimeout(done, beatMs);
            timer.unref();
            wake = () => {
              clearTimeout(timer);
              done();
            };
            if (isChanged) wake();
          });
          await sse.writeSSE({ event: isChanged ? 'changed' : 'beat', data: '' });
          isChanged = false;
        }
      } finally {
        end();
      }
    });
  }

  return app;
}
