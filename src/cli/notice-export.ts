/** `notice export`: one draft as one file, or to standard output. */
import { writeFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import { renderTemplateJson } from '../notices/json.ts';
import type { StoredNotice } from '../register/notices.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import type { Given } from './menu/add.ts';
import { draftOf, findNotice } from './notice.ts';
import { openSession } from './session.ts';

const formats: Readonly<Record<string, (kept: StoredNotice) => string>> = {
  md: ({ markdown }) => markdown,
  // In the template's own keys where it has one; a notice to a customer has none.
  json: (kept) => renderTemplateJson(draftOf(kept)) ?? kept.json,
};

export async function runNoticeExport(
  io: Io,
  given: Given,
  [typed = '', notice]: readonly string[],
): Promise<void> {
  const format = typeof given['format'] === 'string' ? given['format'] : 'md';
  const render = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (!render)
    throw new Failure(
      'usage',
      'bad-input',
      `--format is ${format}; use one of ${Object.keys(formats).join(', ')}`,
    );
  const session = await openSession(io, given);
  const kept = await findNotice(session, typed, notice);
  const text = render(kept);
  if (typeof given['out'] !== 'string') return io.print(text.trimEnd());
  await save(given['out'], text);
  if (given.json) return printJson(session, { files: [given['out']] });
  io.print(`Draft, not filed. Written to ${given['out']}`);
}

/** Drafts hold personal data: only the owner may read them. Never over another file. */
async function save(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw new Failure(
      'usage',
      'bad-file',
      `${path} cannot be written, or is there already; choose another file with --out`,
      error,
    );
  });
}
