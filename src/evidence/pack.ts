/** An evidence pack: everything that the register holds of one incident as one zip that anybody can check offline. */
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { withTimes } from '../calendar/with-times.ts';
import { publicKeyOf, signCheckpoint } from '../register/audit-key.ts';
import type { Register } from '../register/database.ts';
import { incidentActs } from '../register/erasures.ts';
import { eventsOf } from '../register/journal.ts';
import type { PolicyFiles } from '../policy/policy-files.ts';
import { alertFiles } from './alerts.ts';
import { attachmentFiles, custodyFile } from './attachments.ts';
import { chainOf, entriesBefore, sliceOf } from './chain.ts';
import { decisionFiles } from './decisions.ts';
import { erasedFiles, erasuresFile, wholeOf } from './erased.ts';
import { entryMarkdown } from './entry-text.ts';
import { jsonFile, textFile, type PackFile } from './file.ts';
import { mailsFile } from './mails.ts';
import { erasedVersion, formatVersion, measured, sealed, type Listed } from './manifest.ts';
import { allNoticeFiles } from './notices.ts';
import { policyFiles } from './policies.ts';
import { readmeFile } from './readme.ts';
import { surveyOf, type IncidentErasure, type Survey } from './survey.ts';
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
  readonly lastEvent: number;
  /** Nothing is left of what happened. */
  readonly isErased: boolean;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Once the bytes were read to their end. */
  readonly result: () => PackResult;
};

/** Throws a Failure when the incident is not known; what merely lacks a file is packed, with its problems. */
export async function openPack(input: PackInput): Promise<Pack> {
  const whole = wholeOf(await incidentActs(input.register.db, input.incidentId));
  if (whole) return openErased(input, whole);
  const survey = await surveyOf(input.register, input.incidentId, input.current);
  const { incident, chain, erasures, updatedAtMs } = survey;
  const lastEvent = { seq: incident.seq, recordedUtc: isoOf(updatedAtMs) };
  return packOf(input, { chain, erasures, lastEvent }, (fault) => contents(input, survey, fault));
}

/** Of one that was erased: what is left, and the proof that an act on the chain took the rest. */
async function openErased(input: PackInput, whole: IncidentErasure): Promise<Pack> {
  const { register, incidentId, productVersion } = input;
  const erasures = await incidentActs(register.db, incidentId);
  const chain = await chainOf(register.db, incidentId);
  const { line, upTo: seq, atMs } = whole.manifest;
  const lastEvent = { seq, recordedUtc: isoOf(line?.updated_at_ms ?? atMs) };
  const about = { chain, erasures, lastEvent, policies: [] };
  return packOf(input, about, async function* (fault) {
    yield* erasedFiles(whole, chain, productVersion);
    yield erasuresFile(erasures);
    yield* auditFiles(input, about, fault);
  });
}

type Head = Pick<Survey, 'chain' | 'erasures'> & {
  readonly lastEvent: { readonly seq: number; readonly recordedUtc: string };
};

function packOf(
  input: PackInput,
  head: Head,
  contained: (fault: (sentence: string) => void) => AsyncIterable<PackFile>,
): Pack {
  const listed: Listed[] = [];
  const problems: string[] = [];
  let manifestSha256 = '';
  async function* files(): AsyncGenerator<PackFile> {
    yield* measured(
      contained((sentence) => void problems.push(sentence)),
      listed,
    );
    const manifest = sealed(manifestHead(input, head, problems), listed, input.key);
    manifestSha256 = manifest.sha256;
    yield* manifest.files;
  }
  return {
    ...{ lastEvent: head.lastEvent.seq, isErased: wholeOf(head.erasures) !== undefined },
    bytes: zipped(files()),
    result: () => ({ files: listed.length + 2, manifestSha256, problems }),
  };
}

function manifestHead(
  { incidentId, productVersion }: PackInput,
  { chain, erasures, lastEvent }: Head,
  problems: readonly string[],
) {
  const { genesis, fromN, end } = chain;
  const version = erasures.length > 0 ? erasedVersion : formatVersion;
  return {
    ...{ format: 'seventytwo-evidence', formatVersion: version },
    ...{ product: 'seventytwo', productVersion, incident: incidentId, lastEvent },
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
  const { incident, zone } = survey;
  const view = viewOf(survey);
  const events = () => eventsOf(register, id);
  yield readmeFile(survey, productVersion);
  yield* timelineFiles(id, events, view);
  yield* decisionFiles(id, events, view, zone);
  yield* entryFiles(survey);
  yield* allNoticeFiles(register, survey, view, fault);
  yield mailsFile(incident, events(), view);
  yield* alertFiles(register, id);
  yield* attachmentFiles(register, survey, fault);
  yield custodyFile(survey, view);
  yield* policyFiles(survey.policies, fault);
  if (survey.erasures.length > 0) yield erasuresFile(survey.erasures);
  yield* auditFiles({ register, incidentId: id, key }, survey, fault);
}

/** The chain as far as it concerns the incident, and what checks all of the pack. */
async function* auditFiles(
  { register, incidentId, key }: Pick<PackInput, 'register' | 'incidentId' | 'key'>,
  { chain, policies, erasures }: Pick<Survey, 'chain' | 'policies' | 'erasures'>,
  fault: (sentence: string) => void,
): AsyncGenerator<PackFile> {
  const { fromN, end, genesis } = chain;
  const events = eventsOf(register, incidentId);
  const erasedUpTo = wholeOf(erasures)?.manifest.upTo;
  const about = {
    ...{ incidentId, fromN, endN: end.n, events },
    ...(erasedUpTo !== undefined && { erasedUpTo }),
  };
  yield { name: 'audit/slice.jsonl', parts: sliceOf(register.db, about, fault) };
  const versions = new Set(policies.map(({ version }) => version));
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
