/** Closed incidents with drafts and files, and what an erasure needs of the outside: for the tests of retention. */
import { createHash } from 'node:crypto';
import type { EventBody, IncidentEvent } from '../../src/domain/events.ts';
import { storeAttachment } from '../../src/register/attachments.ts';
import type { Register } from '../../src/register/database.ts';
import { append } from '../../src/register/journal.ts';
import { storeNotice } from '../../src/register/notices.ts';
import type { Outside } from '../../src/retention/eraser.ts';
import { declaration, recorded, startMs, summaryOf } from './sample.ts';

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** In titles, notes, drafts and files, to be looked for in every file afterwards. */
export const secret = 'Quokka-Zettelkasten';
export const file = (name: string): string => `the bytes of ${name}, ${secret}`;

const draftOf = (notice: string): string => JSON.stringify({ notice, text: secret });

export type Story = {
  readonly files?: readonly string[];
  readonly drafts?: readonly string[];
  readonly isBreach?: boolean;
  readonly isOpen?: boolean;
};

export function closedStory(id: string, story: Story = {}): IncidentEvent[] {
  const { files = [], drafts = [], isBreach = false, isOpen = false } = story;
  const aware: EventBody = {
    ...{ type: 'awarenessDeclared', reason: 'seen' },
    at: { atMs: startMs, zone: 'UTC' },
  };
  return recorded([
    declared(id),
    { type: 'noted', text: `a note about ${secret}` },
    ...(isBreach ? [aware] : []),
    ...drafts.flatMap((notice): EventBody[] => [
      { type: 'noticeRequested', notice, about: { duty: 'gdpr-33-1' } },
      { type: 'noticeDrafted', notice, sha256: hashOf(draftOf(notice)), missing: [] },
    ]),
    ...files.map((name, n): EventBody => ({
      ...{ type: 'attached', attachment: `A${n + 1}`, name: `${name}.txt` },
      ...{ sha256: hashOf(file(name)), bytes: file(name).length },
    })),
    ...(isOpen ? [] : [{ type: 'closed', outcome: 'resolved', reason: 'over' } as const]),
  ]);
}

function declared(id: string): EventBody {
  const body = declaration(id);
  return body.type === 'declared' ? { ...body, title: secret, personalData: 'no' } : body;
}

/** Records the story with its drafts and files. */
export async function tellStory(register: Register, id: string, story: Story = {}): Promise<void> {
  for (const notice of story.drafts ?? [])
    await storeNotice(register, {
      ...{ incidentId: id, notice, about: { duty: 'gdpr-33-1' }, json: draftOf(notice) },
      ...{ markdown: secret, sha256: hashOf(draftOf(notice)), draftedAtMs: startMs },
    });
  for (const name of story.files ?? [])
    await storeAttachment(register, {
      incidentId: id,
      content: Buffer.from(file(name)),
      nowMs: startMs,
    });
  const events = closedStory(id, story);
  await append(register, { events, incident: summaryOf(events) });
}

/** An outside that has nothing, and writes down what it was asked. */
export function quietOutside(changes: Partial<Outside> = {}) {
  const asked: string[] = [];
  const outside: Outside = {
    async stillNeeded(...about) {
      asked.push('runs?');
      return changes.stillNeeded?.(...about);
    },
    async eraseKey(incident) {
      asked.push('key');
      await changes.eraseKey?.(incident);
    },
    async forgetRuns(incident) {
      asked.push('runs');
      return (await changes.forgetRuns?.(incident)) ?? 0;
    },
  };
  return { outside, asked };
}

export const why = { by: 'dora', channel: 'cli', reason: 'a request' };
export const laterMs = startMs + 3_600_000;
