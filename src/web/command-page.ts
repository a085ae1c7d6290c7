/** Any command as a page: its form, and sending it. Which fields it has follows from the table of commands. */
import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import type { Command, CommandName } from '../domain/commands.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { isRecordedIn } from '../looking/recorded.ts';
import { isHidden } from '../looking/sight.ts';
import { mostBytes, storeWhile } from '../sending/attaching.ts';
import { readFields } from '../sending/fields.ts';
import { sha256Of } from '../sha256.ts';
import { commandFrom, labelOf, mayHere, shapeOf } from './commands.ts';
import type { WebDeps } from './deps.ts';
import { sentence, statusOf } from './fault.ts';
import { fieldLabel, formField, type Typed } from './form-field.ts';
import { kept } from './kept.ts';
import { page, type Html } from './page.ts';
import { doUrl, hidden } from './parts.ts';
import { incidentIdFrom, readShown, type Shown } from './reading.ts';
import { commandIdFrom, given, typedFrom } from './typed.ts';
import { viewOf, type View } from './view.ts';
import type { WebEnv } from './visitor.ts';

export function createCommandPages(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/incidents/:id/do/:command', async (c) => {
    const view = await viewOf(c, deps);
    const name = nameFrom(c.req.param('command'));
    const { status, incident } = await shownFor(view, c.req.param('id'), name);
    if (!mayHere(incident, incidentIdFrom(c.req.param('id')), name, view, c.req.query()))
      throw new Failure('notAllowed', 'not-permitted', `you may not do this: ${labelOf(name)}`);
    const typed = typedFrom(new URL(c.req.url).searchParams, shapeOf(name));
    return formPage(c, view, { name, status, typed, id: incidentIdFrom(c.req.param('id')) });
  });

  app.post('/incidents/:id/do/:command', async (c) => {
    const view = await viewOf(c, deps);
    const name = nameFrom(c.req.param('command'));
    const id = incidentIdFrom(c.req.param('id'));
    const commandId = await commandIdFrom(c);
    const form = await c.req.formData();
    const typed = typedFrom(form, shapeOf(name));
    const notes: string[] = [];
    try {
      const file = name === 'attach' ? await fileFrom(form) : undefined;
      const fields = await readFields(
        shapeOf(name),
        { ...given(typed, shapeOf(name)), ...file?.fields },
        contextOf(view, (note) => void notes.push(note)),
      );
      // A time that could be read in two ways: whoever typed it says yes to the one that was taken.
      if (notes.length > 0 && form.get('noted') !== markOf(notes))
        return await again(c, view, { name, id, typed, commandId, notes });
      const send = (): Promise<Status> => sendCommand(view, id, name, fields, commandId);
      const status = file
        ? await storeWhile(
            deps.register,
            { incidentId: id, content: file.content, nowMs: deps.now() },
            send,
          )
        : await send();
      // Whoever only looks at a break-glass access has no way to the incident itself.
      const isSeen = !isHidden(status, view);
      return c.redirect(isSeen ? `/incidents/${id}?done=${name}&at=${status.seq}` : '/', 303);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      // Unanswered it may have been taken: the same id is carried out once. Refused it is done with.
      const next = error.kind === 'unreachable' ? commandId : randomUUID();
      return await again(c, view, { name, id, typed, commandId: next, fault: error });
    }
  });

  async function sendCommand(
    view: View,
    id: string,
    name: CommandName,
    fields: Readonly<Record<string, unknown>>,
    commandId: string,
  ): Promise<Status> {
    const actor = { person: view.person, channel: 'web' } as const;
    // oxlint-disable-next-line no-unsafe-type-assertion -- readFields has checked the fields by the table of this name.
    const command = {
      name,
      commandId: `${name}:${commandId}`,
      actor,
      fields,
    } as unknown as Command;
    const signed = await view.visitor.sign(command, id);
    return deps.incidents.send(id, signed, () => isRecordedIn(deps.register, id));
  }

  /** Whoever breaks the glass, or looks at such an access, need not see the incident. */
  async function shownFor(view: View, typed: string, name: CommandName): Promise<Partial<Shown>> {
    try {
      return await readShown(deps, view, typed);
    } catch (error) {
      const passes = name === 'breakGlass' || name === 'reviewBreakGlass';
      if (passes && error instanceof Failure && error.code === 'restricted') return {};
      throw error;
    }
  }

  /** The form once more, with what was typed; it must come back even when the incident does not answer. */
  async function again(c: Context<WebEnv>, view: View, about: Omit<About, 'status'>) {
    const { status } = await shownFor(view, about.id, about.name).catch(
      (error: unknown): Partial<Shown> => {
        if (error instanceof Failure) return {};
        throw error;
      },
    );
    return formPage(c, view, { ...about, status });
  }

  return app;
}

export function contextOf(view: View, note: (sentence: string) => void) {
  const { zone, nowMs, names, policy } = view;
  return { zone, nowMs, names, policy, note, nameOf: fieldLabel };
}

function nameFrom(typed: string): CommandName {
  const name = commandFrom(typed);
  if (name !== undefined) return name;
  throw new Failure('usage', 'unknown-page', 'there is no such command');
}

type About = {
  readonly id: string;
  readonly name: CommandName;
  /** Absent for whoever may not see the incident. */
  readonly status?: Status | undefined;
  readonly typed: Typed;
  readonly commandId?: string;
  readonly fault?: Failure;
  readonly notes?: readonly string[];
};

function formPage(c: Context<WebEnv>, view: View, about: About): Response | Promise<Response> {
  const { id, name, status, typed, commandId, fault, notes } = about;
  const body = html`${status ? html`<p class="line">${id} · ${status.title}</p>` : html`<p class="line">${id}</p>`}
    ${fault ? faultBox(fault) : ''}
    ${
      notes
        ? html`<div class="warn" role="alert">
            ${notes.map((note) => html`<p>${note}</p>`)}
            <p>If that is what you mean, send it once more.</p>
          </div>`
        : ''
    }
    <form
      method="post"
      action="${doUrl(id, name)}"
      ${name === 'attach' ? html` enctype="multipart/form-data"` : ''}
    >
      ${hidden(view, commandId)}
      ${notes ? html`<input type="hidden" name="noted" value="${markOf(notes)}" />` : ''}
      ${fieldsOf(name, typed, view, status)}
      <p class="send">
        <button class="primary">${labelOf(name)}</button>
        <a class="button quiet" href="/incidents/${id}">Cancel</a>
      </p>
    </form>`;
  return page(c, {
    ...{ title: labelOf(name), body, back: { href: `/incidents/${id}`, label: id } },
    status: fault ? statusOf(fault) : 200,
  });
}

export function faultBox(fault: Failure): Html {
  const lines = fault.message
    .split('\n')
    .map((line) => sentence(new Failure(fault.kind, fault.code, line)));
  return html`<div class="fault" role="alert">
    <p>
      <strong
        >${fault.kind === 'unreachable' ? 'Not known whether it was taken.' : 'Not done.'}</strong
      >
    </p>
    ${lines.map((line) => html`<p>${kept(line)}</p>`)}
    ${fault.kind === 'unreachable' ? html`<p>Send it once more: it is carried out once, however often it is sent.</p>` : ''}
  </div>`;
}

/** Not demanded, and yet what a clock or a playbook hangs on: seen without opening anything. */
const early: ReadonlySet<string> = new Set(['personalData', 'kind', 'duty', 'stage']);

function fieldsOf(name: CommandName, typed: Typed, view: View, status: Status | undefined): Html {
  const shape = Object.entries(shapeOf(name));
  // What follows from the file itself is not typed.
  const computed = new Set(name === 'attach' ? ['fileName', 'sha256', 'bytes'] : []);
  const file =
    name === 'attach'
      ? html`<div class="field">
          <label for="f-file">File</label>
          <p class="hint" id="f-file-hint">
            At most ${mostBytes / 1_024 / 1_024} MB. It is kept sealed in the register.
          </p>
          <input type="file" id="f-file" name="file" required aria-describedby="f-file-hint" />
        </div>`
      : '';
  const [needed, more] = [true, false].map((required) =>
    shape.filter(
      ([field, about]) => (about.required || early.has(field)) === required && !computed.has(field),
    ),
  );
  const render = (fields: typeof shape = []): readonly Html[] =>
    fields.map(([field, about]) => formField(field, about, typed, view, status));
  const isLong = (more?.length ?? 0) > 3 && (needed?.length ?? 0) > 0;
  const isTyped = more?.some(([field]) => typed[field] !== undefined) === true;
  return html`${file}${render(needed)}
  ${isLong ? html`<details${isTyped ? html` open` : ''}><summary>More, as far as known</summary>${render(more)}</details>` : render(more)}
  ${shape.length === 0 ? html`<p>Nothing more is asked.</p>` : ''}`;
}

/** Of what was told: said yes to that, and not to something else that is told next. */
function markOf(notes: readonly string[]): string {
  return sha256Of(notes.join('\n')).slice(0, 16);
}

async function fileFrom(form: FormData) {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0)
    throw new Failure('usage', 'bad-file', 'choose a file that holds something');
  if (file.size > mostBytes)
    throw new Failure(
      'usage',
      'bad-file',
      'the file is too large to be kept; store it elsewhere and put its hash into a note',
    );
  const content = new Uint8Array(await file.arrayBuffer());
  const fields = {
    fileName: file.name,
    sha256: sha256Of(content),
    bytes: String(content.byteLength),
  };
  return { content, fields };
}
