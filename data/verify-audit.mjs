/** Verifies an exported audit chain offline: `node verify-audit.mjs chain.jsonl [--checkpoint FILE] [--key KEY]`. Needs Node, nothing else. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const codes = { done: 0, usage: 2, checkFailed: 6 };
const [path, ...rest] = process.argv.slice(2);
const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);

/** RFC 8785. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

function end(code, sentence) {
  (code === codes.done ? console.log : console.error)(sentence);
  process.exit(code);
}

if (!path) end(codes.usage, 'usage: node verify-audit.mjs chain.jsonl [--checkpoint FILE] [--key KEY]');
const checkpointPath = option('--checkpoint');
const checkpoint = checkpointPath && JSON.parse(readFileSync(checkpointPath, 'utf8'));
if (checkpoint) {
  const { n, hash, atMs, installation, key, signature } = checkpoint;
  const wanted = option('--key') ?? key;
  const publicKey = createPublicKey({ key: Buffer.from(wanted, 'base64'), format: 'der', type: 'spki' });
  const text = Buffer.from(canonical({ n, hash, atMs, installation }));
  if (!verify(null, text, publicKey, Buffer.from(signature, 'base64')))
    end(codes.checkFailed, `broken: the checkpoint was not signed by the key ${wanted}, or was altered`);
}

const wholeFields = ['atMs', 'channel', 'hash', 'incident', 'kind', 'n', 'prev', 'seq', 'subject', 'subjectHash', 'who'];
const linkFields = ['hash', 'n', 'prev'];

let expected = 0;
let whole = 0;
let events = 0;
let prev = '0'.repeat(64);
let installation;
let seen;
const lastSeq = new Map();
for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
  const broken = (what) => end(codes.checkFailed, `broken: entry ${expected} ${what}`);
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    broken('is no JSON');
  }
  if (JSON.stringify(entry) !== line) broken('was altered: it is not written as it was exported');
  const { event, ...fields } = entry;
  if (fields.n !== expected) broken(fields.n > expected ? 'is missing' : 'is out of order');
  if (fields.prev !== prev) broken('does not follow the entry before it');
  const names = Object.keys(fields).sort().join();
  if (names === wholeFields.join()) {
    const { hash, ...sealed } = fields;
    if (sha256(canonical(sealed)) !== hash) broken('was altered: its content and its hash do not fit');
    if (event !== undefined && sha256(canonical(event)) !== fields.subjectHash)
      broken(`seals another event ${fields.seq} of ${fields.incident}: it was altered`);
    if (fields.incident !== null && fields.seq !== null) {
      const before = lastSeq.get(fields.incident);
      if (before !== undefined && fields.seq !== before + 1)
        broken(`seals event ${fields.seq} of ${fields.incident} after its event ${before}`);
      lastSeq.set(fields.incident, fields.seq);
    }
    if (expected === 0 && fields.kind === 'genesis') installation = JSON.parse(fields.subject).installation;
    whole += 1;
    if (event !== undefined) events += 1;
  } else if (names !== linkFields.join() || event !== undefined) broken('has other fields than an entry has');
  if (checkpoint?.n === expected) seen = fields.hash;
  prev = fields.hash;
  expected += 1;
}
if (expected === 0) end(codes.checkFailed, 'broken: entry 0 is missing');
if (checkpoint) {
  if (installation !== undefined && installation !== checkpoint.installation)
    end(codes.checkFailed, `broken: the checkpoint is of installation ${checkpoint.installation}, the chain of ${installation}`);
  if (seen === undefined)
    end(codes.checkFailed, `broken: the checkpoint saw entry ${checkpoint.n}, and the chain ends at ${expected - 1}: its end was cut off`);
  if (seen !== checkpoint.hash)
    end(codes.checkFailed, `broken: entry ${checkpoint.n} is not the one that the checkpoint saw: the chain was written anew`);
}
end(
  codes.done,
  `whole: ${expected} entries, ${whole} of them checked by their content and the others by their links, ${events} events${checkpoint ? '; it goes on from the checkpoint' : '; without a checkpoint a cut end or a chain written anew stays unseen'}; head ${prev}`,
);
