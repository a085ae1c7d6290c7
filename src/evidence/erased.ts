/** What an evidence pack says of erasures: of some files and drafts, or of an incident of which nothing else is left. */
import { textFile, jsonFile, type PackFile } from './file.ts';
import type { Chain } from './chain.ts';
import type { IncidentErasure } from './survey.ts';
import { isoOf } from './view.ts';

/** The one that took everything. */
export function wholeOf(erasures: readonly IncidentErasure[]): IncidentErasure | undefined {
  return erasures.find(({ manifest }) => manifest.scope === 'content');
}

/** The list of each act, which its entry in the chain seals: the verifier takes what is missing for erased by it alone. */
export function erasuresFile(erasures: readonly IncidentErasure[]): PackFile {
  return jsonFile('erasures.json', {
    erasures: erasures.map(({ entry, manifest }) => ({ entry: entry.n, manifest })),
  });
}

export function* erasedFiles(
  { entry, manifest }: IncidentErasure,
  { end, genesis }: Chain,
  productVersion: string,
): Generator<PackFile> {
  const { incident, upTo, notices, files } = manifest;
  yield textFile(
    'README.txt',
    `What is left of the incident ${incident}`,
    '',
    `Its content was erased on ${isoOf(entry.atMs)}, which entry ${entry.n} of the audit chain says: ${upTo} events,`,
    `${notices.length} drafts of notices and ${files.length} files. erasures.json names each of them by its hash, and says who`,
    'wanted it and why; that list is sealed by the entry.',
    '',
    `Made by seventytwo ${productVersion} from its register, up to entry ${end.n} of the audit chain of the`,
    `installation ${genesis.installation}.`,
    '',
    'audit/slice.jsonl   the audit chain: number, time, kind and hash of each event that there was',
    'verify.mjs          checks all of it: node verify.mjs in this folder (Node.js 20 or newer)',
  );
  yield jsonFile('timeline.json', { incident, events: [] });
  const none = `The record of ${incident} was erased on ${isoOf(entry.atMs)}.`;
  yield { name: 'register-entry.md', parts: [`${none}\n`] };
  yield jsonFile('register-entry.json', { entry: null, because: none });
}
