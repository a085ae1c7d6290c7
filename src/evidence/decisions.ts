/** The decisions of an evidence pack: who decided what, with reasons, advice, the second person and how late. */
import { withTimes } from '../calendar/with-times.ts';
import { describe } from '../domain/describe.ts';
import type { EventType, IncidentEvent } from '../domain/events.ts';
import { inline } from '../notices/markdown.ts';
import type { PackFile } from './file.ts';
import { actorOf, type View } from './view.ts';

/** What nobody decided, or what decides nothing. Everything else is one, a kind of event that is yet to come too. */
const undecided: ReadonlySet<EventType> = new Set<EventType>([
  ...(['paged', 'nobodyReached', 'acknowledged', 'scribeAssigned', 'noted', 'attached'] as const),
  ...(['taskAdded', 'taskCompleted', 'taskAssigned', 'playbookStarted', 'tasksDue'] as const),
  ...(['assessmentRequested', 'assessmentFailed', 'dutyOpened', 'dutyReplanned'] as const),
  ...(['rulePlanned', 'timeStamped', 'reminded', 'noticeRequested', 'noticeDrafted'] as const),
  ...(['noticesRequested', 'noticesDrafted', 'mailAccepted', 'mailFailed'] as const),
  ...(['mergeFailed', 'commandRefused'] as const),
]);

export function* decisionFiles(
  id: string,
  events: () => AsyncIterable<IncidentEvent>,
  view: View,
  zone: string,
): Generator<PackFile> {
  yield { name: 'decisions.md', parts: markdown(id, events(), view) };
  yield { name: 'decisions.json', parts: json(id, events(), view, zone) };
}

type Decision = { readonly event: IncidentEvent; readonly text: string };

/** A confirmation says also what was proposed, by whom and why: the two belong together. */
async function* decisionsIn(
  events: AsyncIterable<IncidentEvent>,
  view: View,
): AsyncGenerator<Decision> {
  const proposals = new Map<string, IncidentEvent>();
  for await (const event of events) {
    if (event.type === 'withholdingProposed') proposals.set(event.duty, event);
    if (undecided.has(event.type)) continue;
    if (event.type === 'triaged' && event.personalData === undefined) continue;
    const text = describe(event, view.nameOf);
    const first = event.type === 'withholdingConfirmed' ? proposals.get(event.duty) : undefined;
    const more = first
      ? `, which ${view.whole(first.actor.person)} ${describe(first, view.nameOf)} (event ${first.seq})`
      : '';
    yield { event, text: `${text}${more}` };
  }
}

async function* markdown(
  id: string,
  events: AsyncIterable<IncidentEvent>,
  view: View,
): AsyncGenerator<string> {
  yield `# Decisions about ${id}\n\n`;
  for await (const { event, text } of decisionsIn(events, view)) {
    const { seq, atMs, actor } = event;
    const who = inline(view.whole(actor.person));
    yield `## ${seq}. ${view.when(atMs)}, ${who}\n\n${inline(text)}\n\n`;
  }
}

async function* json(
  id: string,
  events: AsyncIterable<IncidentEvent>,
  view: View,
  zone: string,
): AsyncGenerator<string> {
  yield `{"incident":${JSON.stringify(id)},"decisions":[`;
  let before = '\n';
  for await (const { event, text } of decisionsIn(events, view)) {
    const { seq, atMs, actor: _actor, commandId: _command, ...body } = event;
    const told = { seq, ...view.times(atMs), by: actorOf(event, view), text };
    yield before + JSON.stringify({ ...told, decided: withTimes(body, zone) });
    before = ',\n';
  }
  yield '\n]}\n';
}
