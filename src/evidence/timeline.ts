/** The timeline of an evidence pack: every event, for people and for machines. */
import { describe } from '../domain/describe.ts';
import type { IncidentEvent } from '../domain/events.ts';
import { inline } from '../notices/markdown.ts';
import type { PackFile } from './file.ts';
import { actorOf, type View } from './view.ts';

/** `events` begins a walk of its own. */
export function* timelineFiles(
  id: string,
  events: () => AsyncIterable<IncidentEvent>,
  view: View,
): Generator<PackFile> {
  yield { name: 'timeline.md', parts: markdown(id, events(), view) };
  yield { name: 'timeline.json', parts: json(id, events(), view) };
}

async function* markdown(
  id: string,
  events: AsyncIterable<IncidentEvent>,
  view: View,
): AsyncGenerator<string> {
  yield `# Timeline of ${id}\n\nEvery event, in the order in which it was recorded.\n\n`;
  yield '| no | when | who | what |\n| --- | --- | --- | --- |\n';
  for await (const event of events) {
    const who = `${view.whole(event.actor.person)}, by ${event.actor.channel}`;
    const told = [who, describe(event, view.nameOf)].map(inline);
    yield `| ${[event.seq, view.when(event.atMs), ...told].join(' | ')} |\n`;
  }
}

/** An event a line, as the chain sealed it: the verifier compares them. */
async function* json(
  id: string,
  events: AsyncIterable<IncidentEvent>,
  view: View,
): AsyncGenerator<string> {
  yield `{"incident":${JSON.stringify(id)},"events":[`;
  let before = '\n';
  for await (const event of events) {
    const what = describe(event, view.nameOf);
    const told = { ...{ seq: event.seq, ...view.times(event.atMs) }, who: actorOf(event, view) };
    yield before + JSON.stringify({ ...told, what, event });
    before = ',\n';
  }
  yield '\n]}\n';
}
