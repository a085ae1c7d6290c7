/**
 * Verifies offline what seventytwo exported, with Node and nothing else:
 *   node verify-audit.mjs chain.jsonl [--checkpoint FILE] [--key KEY]      an audit chain; exit code 6 when it is broken
 *   node verify-audit.mjs FOLDER [--checkpoint FILE] [--key KEY]           an unpacked evidence pack; exit code 1
 *   node verify.mjs                                                        the pack that it lies in
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const usage = 'usage: node verify-audit.mjs chain.jsonl|FOLDER [--checkpoint FILE] [--key KEY]';
const words = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const named = words[0]?.startsWith('--') ? undefined : words[0];
const target = named ?? (existsSync(join(here, 'manifest.json')) ? here : undefined);
const option = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
const [checkpointPath, keyToldBefore] = [option('--checkpoint'), option('--key')];

/** RFC 8785. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The one way to say that something does not hold. */
class Broken extends Error {}
function broken(what) {
  throw new Broken(what);
}

function isSigned(text, key, signature) {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    // What is no key signed nothing.
    return false;
  }
}

function parsed(path, name) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return broken(`${name} cannot be read as JSON`);
  }
}

function readCheckpoint(path, name) {
  const checkpoint = parsed(path, name);
  const { n, hash, atMs, installation, key, signature } = checkpoint ?? {};
  const wanted = keyToldBefore ?? key;
  if (!isSigned(canonical({ n, hash, atMs, installation }), wanted, signature))
    broken(`${name} was not signed by the key ${wanted}, or was altered`);
  return checkpoint;
}

const wholeFields = ['atMs', 'channel', 'hash', 'incident', 'kind', 'n', 'prev', 'seq', 'subject', 'subjectHash', 'who'];
const linkFields = ['hash', 'n', 'prev'];

const noHash = '0'.repeat(64);
const numbered = (n) => n.toLocaleString('en');

async function* linesOf(path) {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) yield line;
}

function readEntry(line, n) {
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    broken(`entry ${n} is no JSON`);
  }
  if (JSON.stringify(entry) !== line) broken(`entry ${n} was altered: it is not written as it was exported`);
  return entry;
}

const isWhole = (fields) => Object.keys(fields).sort().join() === wholeFields.join();

function requireSeal({ hash, ...sealed }) {
  if (sha256(canonical(sealed)) !== hash) broken(`entry ${sealed.n} was altered: its content and its hash do not fit`);
}

/**
 * Walks a chain, or a slice of one: it may begin at any entry, which names the one before by its hash. `see` is shown each
 * entry that is there whole. `hashAt` are numbers whose hashes are wanted.
 */
async function walkChain(path, hashAt, see = () => {}) {
  const found = { from: 0, to: -1, entries: 0, whole: 0, events: 0, head: noHash, installation: undefined, hashes: new Map() };
  const lastSeq = new Map();
  for await (const line of linesOf(path)) {
    const n = found.to + 1;
    const { event, ...fields } = readEntry(line, n);
    const isFirst = found.entries === 0 && Number.isSafeInteger(fields.n) && fields.n > 0;
    if (isFirst) {
      Object.assign(found, { from: fields.n, to: fields.n - 1, head: fields.prev });
      found.hashes.set(fields.n - 1, fields.prev);
    }
    const wrong = (what) => broken(`entry ${found.to + 1} ${what}`);
    if (fields.n !== found.to + 1) wrong(fields.n > found.to ? 'is missing' : 'is out of order');
    if (fields.prev !== found.head) wrong('does not follow the entry before it');
    const names = Object.keys(fields).sort().join();
    if (isWhole(fields)) {
      requireSeal(fields);
      if (event !== undefined && sha256(canonical(event)) !== fields.subjectHash)
        wrong(`seals another event ${fields.seq} of ${fields.incident}: it was altered`);
      if (fields.incident !== null && fields.seq !== null) {
        const before = lastSeq.get(fields.incident);
        if (before !== undefined && fields.seq !== before + 1)
          wrong(`seals event ${fields.seq} of ${fields.incident} after its event ${before}`);
        lastSeq.set(fields.incident, fields.seq);
      }
      if (fields.n === 0 && fields.kind === 'genesis') found.installation = JSON.parse(fields.subject).installation;
      found.whole += 1;
      if (event !== undefined) found.events += 1;
      see(fields, event);
    } else if (names !== linkFields.join() || event !== undefined) wrong('has other fields than an entry has');
    if (hashAt.includes(fields.n)) found.hashes.set(fields.n, fields.hash);
    found.head = fields.hash;
    found.to = fields.n;
    found.entries += 1;
  }
  if (found.entries === 0) broken('entry 0 is missing');
  return found;
}

function requireSameInstallation(checkpoint, { installation }) {
  if (installation !== undefined && installation !== checkpoint.installation)
    broken(`the checkpoint is of installation ${checkpoint.installation}, the chain of ${installation}`);
}

function requireSeen(checkpoint, { hashes }) {
  if (hashes.get(checkpoint.n) !== checkpoint.hash)
    broken(`entry ${checkpoint.n} is not the one that the checkpoint saw: the chain was written anew`);
}

const sliceOf = ({ from, to }) =>
  `a slice from entry ${numbered(from)} to ${numbered(to)}; what lies before is not proved by this file`;

/** What a checkpoint from outside says of a chain: nothing of what it did not see, and nothing that a slice does not reach. */
function heldAgainst(checkpoint, chain) {
  const { n } = checkpoint;
  requireSameInstallation(checkpoint, chain);
  if (chain.hashes.has(n)) {
    requireSeen(checkpoint, chain);
    return `it goes on from the checkpoint at entry ${numbered(n)}`;
  }
  const where = n < chain.from ? 'before its beginning' : 'behind its end';
  return `the checkpoint saw entry ${numbered(n)}, ${where}, and says nothing of it`;
}

async function verifyChain(path) {
  const checkpoint = checkpointPath && readCheckpoint(checkpointPath, 'the checkpoint');
  const chain = await walkChain(path, checkpoint ? [checkpoint.n] : []);
  const { from, to, entries, whole, events, head } = chain;
  const counted = `${entries} entries, ${whole} of them checked by their content and the others by their links, ${events} events`;
  const unseen = 'without a checkpoint a cut end or a chain written anew stays unseen';
  if (from > 0)
    return `whole: ${sliceOf(chain)}: ${counted}; ${checkpoint ? heldAgainst(checkpoint, chain) : unseen}; head ${head}`;
  if (checkpoint) {
    requireSameInstallation(checkpoint, chain);
    if (checkpoint.n > to)
      broken(`the checkpoint saw entry ${checkpoint.n}, and the chain ends at ${to}: its end was cut off`);
    requireSeen(checkpoint, chain);
  }
  return `whole: ${counted}${checkpoint ? '; it goes on from the checkpoint' : `; ${unseen}`}; head ${head}`;
}

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Of every file below the folder, with `/` between folders. */
function namesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => !found.isDirectory())
    .map((found) => relative(folder, join(found.parentPath ?? found.path, found.name)).split(sep).join('/'));
}

async function checkFiles(folder, { files }) {
  const listed = new Map();
  for (const { name, bytes, sha256: wanted } of files) {
    if (/(^|\/)\.\.(\/|$)|^\/|\\|:/.test(name)) broken(`manifest.json lists ${JSON.stringify(name)}, which is no file of a pack`);
    const path = join(folder, name);
    if (!existsSync(path)) broken(`${name} is missing`);
    if (statSync(path).size !== bytes || (await hashOf(path)) !== wanted)
      broken(`${name} was altered: it is not as manifest.json lists it`);
    listed.set(name, wanted);
  }
  const known = new Set([...listed.keys(), 'manifest.json', 'manifest-signature.json']);
  for (const name of namesIn(folder)) if (!known.has(name)) broken(`${name} is no part of the pack; somebody added it`);
  return listed;
}

/** What the chain says of files that lie in the pack: by name, its hash and what told it. */
function sealedFiles(entry, event, listed) {
  if (event?.type === 'attached') {
    const name = [...listed.keys()].find((one) => one.startsWith(`attachments/${event.attachment}-`));
    return [[name ?? `attachments/${event.attachment}`, event.sha256]];
  }
  const drafts =
    event?.type === 'noticeDrafted' ? [event] : event?.type === 'noticesDrafted' ? event.notices : [];
  return drafts.map(({ notice, sha256: hash }) => [`notices/${notice}.json`, hash]);
}

function checkPolicy(folder, listed, { n, subject, subjectHash }) {
  const [policy, customers, vendors] = ['policy.yaml', 'customers.csv', 'vendors.csv'].map(
    (name) => `policy/${subject}/${name}`,
  );
  if (!listed.has(policy)) return;
  const hash = createHash('sha256').update(readFileSync(join(folder, policy)));
  if (listed.has(customers)) hash.update('\0').update(readFileSync(join(folder, customers)));
  if (listed.has(vendors)) hash.update('\0vendors\0').update(readFileSync(join(folder, vendors)));
  const found = hash.digest('hex');
  // Entries of earlier products seal only the version, which is how the hash begins.
  const isWhole = subjectHash.startsWith(subject);
  if (isWhole ? found !== subjectHash : !found.startsWith(subject))
    broken(`${policy} is not the policy ${subject} that entry ${n} sealed`);
}

/** Whole entries from before the slice: each fits its own hash, which the full chain must show under the same number. */
async function checkBefore(folder, listed, chain) {
  let last = -1;
  let count = 0;
  for await (const line of linesOf(join(folder, 'audit/before.jsonl'))) {
    const entry = readEntry(line, last + 1);
    if (!isWhole(entry) || !(entry.n > last && entry.n < chain.from)) broken(`audit/before.jsonl holds an entry ${entry.n} that is none from before the slice`);
    requireSeal(entry);
    if (entry.n === chain.from - 1 && entry.hash !== chain.hashes.get(entry.n)) broken(`entry ${chain.from} does not follow the entry before it`);
    if (entry.n === 0) chain.installation = JSON.parse(entry.subject).installation;
    if (entry.kind === 'policy') checkPolicy(folder, listed, entry);
    last = entry.n;
    count += 1;
  }
  return count;
}

function checkTimeline(folder, sealed) {
  const { events } = parsed(join(folder, 'timeline.json'), 'timeline.json');
  const first = Math.min(...sealed.keys());
  const told = new Set();
  for (const { seq, event } of events) {
    if (event.seq !== seq || told.has(seq)) broken(`timeline.json tells event ${seq} wrongly`);
    told.add(seq);
    if (seq < first) continue;
    if (sha256(canonical(event)) !== sealed.get(seq)) broken(`timeline.json tells another event ${seq} than the chain sealed`);
  }
  for (const seq of sealed.keys()) if (!told.has(seq)) broken(`timeline.json lacks event ${seq}`);
  return events.filter(({ seq }) => seq < first).length;
}

/** The lists of what was erased, each sealed by an entry of the slice: `acts` are its entries of that kind. */
function erasuresIn(folder, listed, acts, incident) {
  if (!listed.has('erasures.json')) return [];
  return parsed(join(folder, 'erasures.json'), 'erasures.json').erasures.map(({ entry, manifest }) => {
    const act = acts.get(entry);
    if (act?.subjectHash !== sha256(canonical(manifest)) || manifest.incident !== incident || manifest.scope !== act.subject)
      broken(`erasures.json has a list that entry ${entry} did not seal`);
    return { n: entry, ...manifest };
  });
}

/** What is not in the pack must be named by an act behind it; and an act is untrue of what is in the pack. */
function checkErased(erasures, lacking, events, incident) {
  const covers = ({ n, scope, upTo, notices, files }, { entry, seq, notice, file }) =>
    n > entry && seq <= upTo &&
    (notice !== undefined ? notices.some((one) => one.notice === notice) : file !== undefined ? files.includes(file) : scope === 'content');
  for (const one of lacking) if (!erasures.some((act) => covers(act, one))) broken(one.sentence);
  for (const { n, scope, upTo } of erasures)
    for (const [seq, event] of events)
      if (scope === 'content' && event && seq <= upTo) broken(`entry ${n} says that ${incident} was erased, and event ${seq} is here`);
}

async function verifyPack(folder) {
  if (!existsSync(join(folder, 'manifest.json'))) broken('manifest.json is missing');
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const manifest = parsed(join(folder, 'manifest.json'), 'manifest.json');
  const { key, signature } = parsed(join(folder, 'manifest-signature.json'), 'manifest-signature.json');
  const wanted = keyToldBefore ?? key;
  if (!isSigned(text, wanted, signature))
    broken(`manifest.json was altered, or was not signed by the key ${wanted}`);
  if (manifest.format !== 'seventytwo-evidence' || ![1, 2, 3].includes(manifest.formatVersion))
    broken('manifest.json is of a format that this verifier does not know; use the one of that version');
  const listed = await checkFiles(folder, manifest);
  const own = readCheckpoint(join(folder, 'audit/checkpoint.json'), 'audit/checkpoint.json');
  const kept = checkpointPath && readCheckpoint(checkpointPath, 'the checkpoint');
  const [events, acts, there, lacking] = [new Map(), new Map(), new Map(), []];
  const chain = await walkChain(join(folder, 'audit/slice.jsonl'), kept ? [own.n, kept.n] : [own.n], (entry, event) => {
    if (entry.kind === 'policy') checkPolicy(folder, listed, entry);
    if (entry.incident !== manifest.incident) return;
    if (entry.kind === 'erased' && entry.seq === null) acts.set(entry.n, entry);
    const where = { entry: entry.n, seq: entry.seq };
    if (entry.seq !== null) there.set(entry.seq, event);
    if (entry.seq !== null && event === undefined)
      lacking.push({ ...where, sentence: `entry ${entry.n} has no event: event ${entry.seq} is missing` });
    else if (entry.seq !== null) events.set(entry.seq, entry.subjectHash);
    for (const [name, hash] of sealedFiles(entry, event, listed)) {
      const sentence = `${name} is missing, which event ${entry.seq} sealed`;
      const named = event.type === 'attached' ? { file: hash } : { notice: name.slice('notices/'.length, -'.json'.length) };
      if (!listed.has(name)) lacking.push({ ...where, ...named, sentence });
      else if (listed.get(name) !== hash) broken(`${name} is not what event ${entry.seq} sealed`);
    }
  });
  const erasures = erasuresIn(folder, listed, acts, manifest.incident);
  checkErased(erasures, lacking, there, manifest.incident);
  // The first packs had the whole chain up to their end.
  const { beginsAtEntry = 0 } = manifest.chain;
  if (chain.from !== beginsAtEntry) broken(`audit/slice.jsonl begins at entry ${chain.from}, and manifest.json says at ${beginsAtEntry}`);
  const before = listed.has('audit/before.jsonl') ? await checkBefore(folder, listed, chain) : 0;
  requireSameInstallation(own, chain);
  if (own.n !== chain.to) broken(`audit/slice.jsonl ends at entry ${chain.to}, and audit/checkpoint.json at ${own.n}`);
  requireSeen(own, chain);
  if (manifest.chain.endsAtEntry !== own.n || manifest.chain.hash !== own.hash) broken('manifest.json names another end of the chain');
  const earlier = checkTimeline(folder, events);
  return [
    `OK: ${manifest.incident}, ${listed.size} files as manifest.json lists them, ${chain.entries} entries of the chain, ${events.size} events as they were sealed`,
    ...(chain.from > 0 ? [sliceOf(chain)] : []),
    ...(before > 0 ? [`${before} entries from before it, of the policy and the beginning, are signed with the pack and linked to nothing in it`] : []),
    ...(earlier > 0 ? [`${earlier} events are from before the chain began: no entry seals them one by one`] : []),
    ...(lacking.length > 0
      ? [`${lacking.length} events, drafts and files of it were erased, as ${acts.size === 1 ? 'entry' : 'entries'} ${[...acts.keys()].join(', ')} of the chain say${acts.size === 1 ? 's' : ''}`]
      : []),
    ...(manifest.problems ?? []).map((sentence) => `noted when it was made: ${sentence}`),
    keyToldBefore ? `signed by the key you gave` : `signed by the key ${wanted}: compare it with the one you were told, or give that with --key`,
    ...(kept ? [heldAgainst(kept, chain)] : []),
  ].join('\n');
}

if (target === undefined || !existsSync(target)) {
  console.error(target === undefined ? usage : `there is no ${target}\n${usage}`);
  process.exit(2);
}
const isPack = statSync(target).isDirectory();
try {
  console.log(await (isPack ? verifyPack(target) : verifyChain(target)));
} catch (error) {
  if (!(error instanceof Broken) && !(error instanceof TypeError)) throw error;
  // A TypeError: some field is not of the kind that it must be.
  console.error(`broken: ${error.message}`);
  process.exitCode = isPack ? 1 : 6;
}
