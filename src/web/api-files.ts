/** A file that comes with its command over the HTTP API, as a form; and how many come at once. */
import type { Context, MiddlewareHandler } from 'hono';
import { bufferToFormData } from 'hono/utils/buffer';
import type { Command } from '../domain/commands.ts';
import { exitCodes, Failure } from '../failure.ts';
import { sha256Of } from '../sha256.ts';
import { jsonOf, problem, type ApiEnv } from './api-answers.ts';

/** Each is in memory as a whole, and its sender is known: a stranger takes none of these places. */
const mostAtOnce = 4;

export function isForm(type: string | undefined): boolean {
  return /^multipart\/form-data\s*;/i.test(type ?? '');
}

export function fewAtOnce(): MiddlewareHandler<ApiEnv> {
  let running = 0;
  return async (c, next) => {
    if (running >= mostAtOnce) {
      c.header('retry-after', '5');
      return problem(c, 429, {
        ...{ code: 'too-many', exit: exitCodes.unreachable },
        message: `${mostAtOnce} files are on their way here already; send it again in a few seconds`,
      });
    }
    running += 1;
    try {
      await next();
    } finally {
      running -= 1;
    }
  };
}

type SentFile = {
  readonly command: unknown;
  /** Throws Failure `bad-file` when they are not the bytes of which the command tells. */
  readonly contentOf: (command: Command) => Uint8Array;
};

export async function fileFrom(c: Context<ApiEnv>): Promise<SentFile> {
  const type = c.req.header('content-type') ?? '';
  const form = await bufferToFormData(c.get('body').buffer, type).catch((error: unknown) => {
    throw bad('the body is no form; send the parts command and file as multipart/form-data', error);
  });
  const [command, file] = [form.get('command'), form.get('file')];
  if (command === null) throw bad('the part command is missing; give the command as JSON');
  if (!(file instanceof File)) throw bad('the part file is missing; give the bytes of the file');
  const text = typeof command === 'string' ? Buffer.from(command) : await command.bytes();
  const content = new Uint8Array(await file.arrayBuffer());
  return {
    command: jsonOf(text),
    contentOf({ fields }) {
      const told: Readonly<Record<string, unknown>> = fields;
      const sha256 = sha256Of(content);
      if (told['sha256'] === sha256 && told['bytes'] === content.byteLength) return content;
      throw new Failure(
        'usage',
        'bad-file',
        `the part file has ${content.byteLength} bytes and SHA-256 ${sha256}, which is not what the command says; send the file that was hashed`,
      );
    },
  };
}

function bad(sentence: string, cause?: unknown): Failure {
  return new Failure('usage', 'bad-file', sentence, cause);
}
