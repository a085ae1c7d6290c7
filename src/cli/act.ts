/** Runs the commands that talk to incidents: parse, call, print. */
import { commandShapes } from '../domain/commands.ts';
import type { Shape } from '../domain/shape.ts';
import type { Status } from '../domain/status.ts';
import { declare } from './declare.ts';
import { readFields } from './fields.ts';
import { readListFilter } from './filters.ts';
import { renderList } from './incident-list.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { list, renderDutyList, renderEvents, renderShow, show, timeline } from './look.ts';
import { notReached } from './out-of-band.ts';
import { approvedText } from './notice-lines.ts';
import { whoIsPaged } from './paging-lines.ts';
import { approvalOf, findNotice, requestedNotice, saveNotice } from './notice.ts';
import type { StoredNotice } from '../register/notices.ts';
import type { RespondRow } from './respond.ts';
import { signedFor } from './signed.ts';
import { isHidden } from './sight.ts';
import {
  incidentIdFrom,
  isRecorded,
  openSession,
  toCliCommand,
  withIncidents,
  type Given,
  type Session,
} from './session.ts';

export async function runDeclare(io: Io, given: Given, [title]: readonly string[]): Promise<void> {
  const session = await openSession(io, given);
  const positional = ['title'];
  const from = await vendorOf(session, given);
  // Their notice has just arrived when nobody says otherwise.
  const values = { ...(from && { vendorNotice: 'now' }), ...given, title };
  const typed = await readFields(commandShapes.declare, values, { ...session, positional });
  const fields = from ? from.addTo(typed) : typed;
  const status = await declare(session, toCliCommand(session, 'declare', fields));
  if (given.json)
    return printJson(session, { incident: status, ...(from && { vendor: from.asked }) });
  io.print(`${status.id} declared. ${whoIsPaged(status, session)}.\n`);
  io.print(renderShow(status, session));
  if (from) io.print(from.text);
}

async function vendorOf(session: Session, { fromVendor }: Given) {
  if (typeof fromVendor !== 'string') return undefined;
  // Loaded only for a vendor: they are dates and countries.
  return (await import('./vendor-notice.ts')).noticeFrom(session, fromVendor);
}

export async function runRespond(
  io: Io,
  row: RespondRow,
  given: Given,
  [typed = '', ...words]: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const { positional, command: name } = row;
  const shape: Shape = commandShapes[name];
  // A list takes all words that are left.
  const wordsFor = (field: string, n: number) =>
    shape[field]?.kind === 'list' ? listed(words.slice(n)) : words[n];
  const byPosition = Object.fromEntries(
    positional.map((field, n) => [field, wordsFor(field, n)] as const),
  );
  const fields = await readFields(shape, { ...given, ...byPosition }, { ...session, positional });
  const status = await sendCommand(session, typed, name, fields);
  row.check?.(status);
  // Whoever only reviews a break-glass access learns no more than that it is done.
  if (given.json && isHidden(status, session))
    return printJson(session, { incident: { id: status.id, restricted: true } });
  if (given.json) return printJson(session, { incident: status, ...notReached(status, session) });
  io.print(row.said(status, session, fields));
}

function listed(words: readonly string[]): readonly string[] | undefined {
  return words.length === 0 ? undefined : words;
}

export async function runNoticeDraft(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const shape = commandShapes.draftNotice;
  const fields = await readFields(shape, given, { ...session, positional: [] });
  const status = await sendCommand(session, typed, 'draftNotice', fields);
  const { customer } = fields;
  const about = typeof customer === 'string' ? customer : undefined;
  await printNotice(session, given, status.id, requestedNotice(status, about).id);
}

export async function runNoticeShow(
  io: Io,
  given: Given,
  [typed = '', notice]: readonly string[],
): Promise<void> {
  await printNotice(await openSession(io, given), given, typed, notice);
}

/** With the id: the newest draft may be about something else by then. */
function whatNext({ incidentId, notice, about }: StoredNotice): string {
  const named = `${incidentId} ${notice}`;
  return [
    `This is ${notice}. As a file: seventytwo notice export ${named} --format pdf --out <file>`,
    'customer' in about
      ? `Approve: seventytwo customers approve ${incidentId} ${about.customer} --notice ${notice} --as <person>`
      : `Approve: seventytwo notice approve ${named} --as <person>`,
  ].join('\n');
}

async function printNotice(
  session: Session,
  given: Given,
  typed: string,
  notice: string | undefined,
): Promise<void> {
  const { io } = session;
  const kept = await findNotice(session, typed, notice);
  if (typeof given.out === 'string') {
    const saved = await saveNotice(kept, given.out, `${incidentIdFrom(typed)}-${kept.notice}`);
    if (given.json) return printJson(session, { files: saved });
    return io.print(`Draft, not filed. Written to\n${saved.map((path) => `  ${path}`).join('\n')}`);
  }
  const approved = await approvalOf(session, kept);
  if (!given.json) {
    const said = approved ? [`${kept.notice} is ${approvedText(approved, session)}.`] : [];
    io.print([kept.markdown, ...said].join('\n'));
    // Beside the draft, not in it: whoever pipes it into a file gets the draft alone.
    if (!approved) io.tell(whatNext(kept));
    return;
  }
  const { json, markdown: _markdown, ...about } = kept;
  const draft: unknown = JSON.parse(json);
  printJson(session, { notice: { ...about, ...(approved && { approved }), draft } });
}

export async function runList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  const filter = await readListFilter(session, given);
  const lines = await list(session, given.all === true, filter);
  if (given.json) return printJson(session, { incidents: lines });
  if (lines.length === 0 && Object.keys(filter).length > 0) return io.print('No such incident.');
  io.print(renderList(lines, session));
}

export async function runShow(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const status = await show(session, typed);
  if (given.json) return printJson(session, { incident: status, ...notReached(status, session) });
  io.print(renderShow(status, session));
}

export async function runDutyList(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const status = await show(session, typed);
  const { id, duties, started = {} } = status;
  if (given.json) return printJson(session, { duties, started: Object.values(started) });
  io.print(duties.length === 0 ? `${id} has no legal duty.` : renderDutyList(status, session));
}

export async function runTimeline(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const events = await timeline(session, typed);
  if (given.json) return printJson(session, { events });
  io.print(renderEvents(events, session));
}

export async function sendCommand(
  session: Session,
  typed: string,
  name: Parameters<typeof toCliCommand>[1],
  fields: Readonly<Record<string, unknown>>,
): Promise<Status> {
  const id = incidentIdFrom(typed);
  const command = await signedFor(session, toCliCommand(session, name, fields), id);
  return withIncidents(session, (incidents) =>
    incidents.send(id, command, () => isRecorded(session, id)),
  );
}
