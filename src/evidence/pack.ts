/** An evidence pack: everything that the register holds of one incident as one zip that anybody can check offline. */
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { withTimes } from '../calendar/with-times.ts';
import { publicKeyOf, signCheckpoint } from '../register/audit-key.ts';
import type { Register } from '../register/database.ts';
import { eventsOf } from '../register/journal.ts';
import type { PolicyFiles } from '../policy/policy-files.ts';
import { attachmentFiles, custodyFile } from './attachments.ts';
import { entriesBefore, sliceOf } from './chain.ts';
import { decisionFiles } from './decisions.ts';
import { entryMarkdown } from './entry-text.ts';
import { jsonFile, textFile, type PackFile } from './file.ts';
import { mailsFile } from './mails.ts';
import { formatVersion, measured, sealed, type Listed } from './manifest.ts';
import { allNoticeFiles } from './notices.ts';
import { policyFiles } from './policies.ts';
import { readmeFile } from './readme.ts';
import { surveyOf, type Survey } from './survey.ts';
import { timelineFiles } from './timeline.ts';
import { isoOf, viewOf } from './view.ts';
import { zipped } from './zip.ts';

export type PackInput = {
  /** One moment of it: see `inSnapshot`. */
  readonly register: Register;
  readonly incidentId: string;
  /** Of the installation; signs how far the chain reaches, and the manifest. */
  readonly key: KeyObject;
  readonly productVersion: string;
  /** The policy file of today. */
  readonly current: { readonly version: string; readonly files: PolicyFiles };
};

export type PackResult = {
  readonly files: number;
  readonly manifestSha256: string;
  /** What the register should hold and does not, one sentence each. */
  readonly problems: readonly string[];
};

export type Pack = {
  readonly survey: Survey;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Once the bytes were read to their end. */
  readonly result: () => PackResult;
};

/** Throws a Failure when the incident is not known; what merely lacks a file is packed, with its problems. */
export async function openPack(input: PackInput): Promise<Pack> {
  const survey = await surveyOf(input.register, input.incidentId, input.current);
  const listed: Listed[] = [];
  const problems: string[] = [];
  let manifestSha256 = '';
  async function* files(): AsyncGenerator<PackFile> {
    yield* measured(
      contents(input, survey, (sentence) => void problems.push(sentence)),
      listed,
    );
    const manifest = sealed(manifestHead(input, survey, problems), listed, input.key);
    manifestSha256 = manifest.sha256;
    yield* manifest.files;
  }
  return {
    ...{ survey, bytes: zipped(files()) },
    result: () => ({ files: listed.length + 2, manifestSha256, problems }),
  };
}

function manifestHead(
  { productVersion }: PackInput,
  { incident, chain, updatedAtMs }: Survey,
  problems: readonly string[],
) {
  const { genesis, fromN, end } = chain;
  return {
    ...{ format: 'seventytwo-evidence', formatVersion, product: 'seventytwo', productVersion },
    incident: incident.id,
    lastEvent: { seq: incident.seq, recordedUtc: isoOf(updatedAtMs) },
    chain: {
      installation: genesis.installation,
      ...{ beginsAtEntry: fromN, endsAtEntry: end.n, hash: end.hash },
    },
    problems,
  };
}

async function* contents(
  { register, incidentId: id, key, productVersion }: PackInput,
  survey: Survey,
  fault: (sentence: string) => void,
): AsyncGenerator<PackFile> {
  const { incident, zone, chain } = survey;
  const view = viewOf(survey);
  const events = () => eventsOf(register, id);
  yield readmeFile(survey, productVersion);
  yield* timelineFiles(id, events, view);
  yield* decisionFiles(id, events, view, zone);
  yield* entryFiles(survey);
  yield* allNoticeFiles(register, survey, view, fault);
  yield mailsFile(incident, events(), view);
  yield* attachmentFiles(register, survey.attached, fault);
  yield custodyFile(survey, view);
  yield* policyFiles(survey.policies, fault);
  const { fromN, end, genesis } = chain;
  const about = { incidentId: id, fromN, endN: end.n, events: events() };
  yield { name: 'audit/slice.jsonl', parts: sliceOf(register.db, about, fault) };
  const versions = new Set(survey.policies.map(({ version }) => version));
  if (fromN > 0) yield { name: 'audit/before.jsonl', parts: entriesBefore(chain, versions, fault) };
  // As of the entry, not of now: that is when the chain reached it.
  const { n, hash, atMs } = end;
  const { installation } = genesis;
  yield jsonFile('audit/checkpoint.json', signCheckpoint({ n, hash, atMs, installation }, key));
  yield textFile('audit/public-key.txt', publicKeyOf(key));
  yield { name: 'verify.mjs', parts: [await readFile(verifier)] };
}

// The data stands beside src and dist alike, so one relative place serves both.
const verifier = new URL('../../data/verify-audit.mjs', import.meta.url);

function* entryFiles({ incident, entry, names, zone }: Survey): Generator<PackFile> {
  const none = `${incident.id} has no entry in the register of breaches: nobody ever asked whether personal data was breached, and it never had a legal duty.`;
  yield {
    name: 'register-entry.md',
    parts: [entry ? entryMarkdown(entry, { zone, names: names.byId }) : `${none}\n`],
  };
  yield jsonFile('register-entry.json', {
    entry: entry ? withTimes(entry, zone) : null,
    ...(!entry && { because: none }),
  });
}
