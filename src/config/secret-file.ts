/** Reads a file that holds a secret, once nobody but root and ourselves could have changed, exchanged or read it. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import { Failure } from '../failure.ts';

export type SecretFileRule = {
  /** What it is in a sentence: `the secret file`. */
  readonly what: string;
  /** `root:service` with mode 0640 is how services get their secrets; a key that we make is ours alone. */
  readonly group: 'may-read' | 'may-nothing';
};

export const secretFile: SecretFileRule = { what: 'the secret file', group: 'may-read' };

/** Bytes: a chain of certificates or a profile is far shorter; more is the wrong file. */
const largest = 262_144;
/** As the kernel follows them. */
const mostLinks = 40;

/** Throws a Failure whose sentence has the remedy. `us`: the user whose secret it is. */
export function readSecretFile(path: string, rule: SecretFileRule, us = ourId()): string {
  const { text, fault } = openSecretFile(path, rule, us);
  if (fault) throw fault;
  return text;
}

/** For a file that may or may not hold a secret: its text, and why it must not hold one. Throws when it cannot be read. */
export function openSecretFile(
  path: string,
  rule: SecretFileRule,
  us = ourId(),
): { readonly text: string; readonly mode: number; readonly fault: Failure | undefined } {
  const { what } = rule;
  let handle: number | undefined;
  try {
    const way = look(path);
    // A FIFO would make us wait for ever, a device might do something.
    if (!way.file.isFile())
      throw unsafe(`${what} ${path} is no regular file; put the secret into one, and name that`);
    // Should it have become one meanwhile.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    // Of the open file, so that it cannot be exchanged between check and reading.
    const file = fstatSync(handle);
    if (!file.isFile() || file.size > largest)
      throw unsafe(`${what} ${path} is too large for a secret; name the right file`);
    const bytes = Buffer.alloc(largest);
    const size = readSync(handle, bytes, 0, largest, 0);
    const found = us === undefined ? undefined : faultOf(path, { ...way, file }, rule, us);
    return {
      text: bytes.toString('utf8', 0, size),
      mode: file.mode & 0o777,
      fault: found === undefined ? undefined : unsafe(`${what} ${path} ${found}`),
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'usage',
      'no-secret',
      `${what} ${path} cannot be read; correct the path or its permissions`,
      error,
    );
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Undefined on Windows, where modes and owners say nothing. */
function ourId(): number | undefined {
  return process.geteuid?.();
}

type Step = { readonly path: string; readonly stats: Stats };
type Way = {
  readonly file: Stats;
  readonly folders: readonly Step[];
  readonly links: readonly Step[];
};

/** Every folder and symbolic link on the way from the root to the file. */
function look(path: string): Way {
  const folders: Step[] = [];
  const links: Step[] = [];
  let { root: at } = parse(resolve(path));
  let rest = resolve(path).slice(at.length).split(sep);
  folders.push({ path: at, stats: lstatSync(at) });
  for (;;) {
    const [name, ...further] = rest;
    const next = join(at, name ?? '');
    const stats = lstatSync(next);
    if (stats.isSymbolicLink()) {
      links.push({ path: next, stats });
      if (links.length > mostLinks) throw new Error('too many symbolic links');
      const target = readlinkSync(next);
      const whole = isAbsolute(target) ? target : join(dirname(next), target);
      ({ root: at } = parse(whole));
      rest = [...resolve(whole).slice(at.length).split(sep), ...further];
    } else if (further.length === 0) return { file: stats, folders, links };
    else {
      folders.push({ path: next, stats });
      at = next;
      rest = further;
    }
  }
}

const bits = { groupWrite: 0o020, group: 0o070, others: 0o007, othersWrite: 0o002, sticky: 0o1000 };

/** The rest of the sentence that names the file. */
function faultOf(
  path: string,
  { file, folders, links }: Way,
  { group }: SecretFileRule,
  us: number,
): string | undefined {
  const isForeign = ({ uid }: Stats): boolean => uid !== us && uid !== 0;
  if (isForeign(file))
    return `belongs to the user ${file.uid}, neither to us (${us}) nor to root; run chown ${us} ${path}`;
  if ((file.mode & bits.others) !== 0)
    return `is open to every user of this machine; run chmod 600 ${path} and change the secret`;
  if (group === 'may-nothing' && (file.mode & bits.group) !== 0)
    return `is open to its group; run chmod 600 ${path}`;
  if ((file.mode & bits.groupWrite) !== 0)
    return `may be written by its group; run chmod g-w ${path}`;
  const link = links.find(({ stats }) => isForeign(stats));
  if (link)
    return `is reached by the symbolic link ${link.path} of the user ${link.stats.uid}, who may point it elsewhere; name the file itself`;
  for (const { path: folder, stats } of folders) {
    if (isForeign(stats))
      return `lies in ${folder} of the user ${stats.uid}, who may exchange it; move it to a folder of your own`;
    // Where the sticky bit is set, as in /tmp, nobody may exchange what is another's.
    if ((stats.mode & bits.othersWrite) !== 0 && (stats.mode & bits.sticky) === 0)
      return `lies in ${folder}, where every user of this machine may exchange it; run chmod o-w ${folder}`;
  }
  return undefined;
}

function unsafe(sentence: string): Failure {
  return new Failure('usage', 'unsafe-secret', sentence);
}
