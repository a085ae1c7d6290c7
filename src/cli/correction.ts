/** `notice set`: what a person writes into a field of the notice to the authority, or a part of the letter to the people. */
import { formatBoth } from '../calendar/format.ts';
import { readAnswer } from '../domain/edpb/answer.ts';
import { commandShapes } from '../domain/commands.ts';
import type { TemplateField } from '../domain/edpb/template.ts';
import { isLetterItem, letterItems } from '../domain/letter-items.ts';
import { Failure } from '../failure.ts';
import { edpbTemplate } from '../notices/template.ts';
import { sendCommand } from './act.ts';
import { readFields } from './fields.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, type Session, type Given } from './session.ts';
import { shown } from './shown.ts';

export async function runNoticeSet(
  io: Io,
  given: Given,
  [typed = '', field, value]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  if (field !== undefined && /^[a-z-]+$/.test(field))
    return setLetter(session, given, typed, field, value);
  const positional = ['field', 'value'];
  const typedFields = { ...given, field: field?.replace(/^field_/, ''), value };
  const fields = await readFields(commandShapes.setNotice, typedFields, { ...session, positional });
  const asked = findField(field, fields.field);
  const told = await fitting(session, asked, fields.value);
  const status = await sendCommand(session, typed, 'setNotice', { ...fields, ...told });
  if (given.json) return printJson(session, { incident: status });
  const what = `Field ${asked.no} (${asked.title}) of the notice`;
  io.print(
    `${what} ${written(asked, told.value, session.zone)}\nDraft it anew with seventytwo notice draft ${status.id}`,
  );
}

/** Of the letter to the people concerned, whose parts have names instead of numbers. */
async function setLetter(
  session: Session,
  given: Given,
  typed: string,
  item: string,
  value: string | undefined,
): Promise<void> {
  if (!isLetterItem(item))
    throw new Failure(
      'usage',
      'unknown-field',
      `${shown(item)} is neither a field of the template nor a part of the letter; use a number that stands in the draft, such as 60, or one of ${letterItems.join(', ')}`,
    );
  const words = { ...given, item, value };
  const positional = ['item', 'value'];
  const fields = await readFields(commandShapes.setLetter, words, { ...session, positional });
  const status = await sendCommand(session, typed, 'setLetter', fields);
  if (given.json) return printJson(session, { incident: status });
  const now = status.corrections?.[item]?.value;
  session.io.print(
    `${item} of the letter ${now === undefined ? again : `is now: ${now}`}\nDraft it anew with seventytwo notice draft ${status.id} --duty gdpr-34`,
  );
}

const again = 'is drafted from the record again.';

/** Without a full stop behind what people wrote: it would read as theirs. */
function written({ kind }: TemplateField, value: string | undefined, zone: string): string {
  if (value === undefined) return again;
  return `is now: ${kind === 'instant' ? formatBoth(Date.parse(value), zone) : value}`;
}

function findField(typed: string | undefined, no: unknown): TemplateField {
  const found = edpbTemplate().fields.find((field) => field.no === no);
  if (found) return found;
  throw new Failure(
    'usage',
    'unknown-field',
    `${shown(typed ?? '')} is not a field of the template; use a number that stands in the draft, such as 60`,
  );
}

/** The same rule holds in the incident; here the options are told with their texts, and times are read in the zone. */
async function fitting(
  { zone, io }: Session,
  { no, kind, options = [] }: TemplateField,
  value: unknown,
): Promise<{ readonly value?: string }> {
  if (typeof value !== 'string') return {};
  let text = value;
  if (kind === 'instant') {
    const { parseInstant } = await import('../calendar/parse.ts');
    const { instant, note } = parseInstant(value, zone, io.now());
    if (note) io.tell(`note: ${note}`);
    text = new Date(instant.atMs).toISOString();
  }
  const read = readAnswer(no, text);
  if ('answer' in read) return { value: text };
  const list = options.map((option) => `\n  ${option.letter}) ${option.text}`).join('');
  throw new Failure(
    'refused',
    'answer-unfit',
    `${shown(value)} does not fit: field ${no} ${read.fault}${list}`,
  );
}
