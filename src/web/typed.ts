/** What a form brought: as the fields of a command read it, and as it is shown again when something was wrong. */
import type { Context } from 'hono';
import type { Shape } from '../domain/shape.ts';
import { Failure } from '../failure.ts';
import type { Typed } from './form-field.ts';
import type { WebEnv } from './visitor.ts';

/** Throws a Failure for what is none. What was read once is kept. */
export async function formOf(c: Context<WebEnv>): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Failure(
      'usage',
      'bad-form',
      'what was sent is no form; open the page anew and send it again',
      error,
    );
  }
}

/** As it was typed; what was left empty is not there. */
export function typedFrom(form: FormData | URLSearchParams, shape: Shape): Typed {
  const typed: Record<string, string | readonly string[]> = {};
  for (const [name, field] of Object.entries(shape)) {
    const values = form
      .getAll(name)
      .flatMap((value) => (typeof value === 'string' ? [value.replaceAll('\r\n', '\n')] : []));
    const filled = values.filter((value) => value.trim() !== '');
    if (filled.length === 0) continue;
    typed[name] =
      field.kind === 'list'
        ? filled.flatMap((value) => value.split('\n').map((line) => line.trim())).filter(Boolean)
        : (filled[0] ?? '');
  }
  return typed;
}

/** As the command line hands them in. */
export function given(typed: Typed, shape: Shape): Readonly<Record<string, unknown>> {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(typed)) {
    const kind = shape[name]?.kind;
    if (kind === 'flag') read[name] = value === 'yes';
    else read[name] = kind === 'text' || typeof value !== 'string' ? value : value.trim();
  }
  return read;
}

/** One per page that was opened, so that a second press of its button does nothing. */
export async function commandIdFrom(c: Context<WebEnv>): Promise<string> {
  const sent = (await formOf(c)).get('commandId');
  if (typeof sent === 'string' && /^[A-Za-z0-9-]{20,60}$/.test(sent)) return sent;
  throw new Failure(
    'usage',
    'bad-input',
    'this form is not whole; reload the page and send it again',
  );
}
