/** What the doctor asks of the machine: Node, time zones, disk space, permissions. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { modeOf } from './files.ts';
import type { Config } from '../config.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

/** End of life of the Node versions with long-term support, by the release plan of the Node project. */
const endOfLife: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
};
/** As `engines` of package.json. */
const leastNode = [20, 19] as const;

export function checkNode(version: string, nowMs: number): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const newer = 'install Node 24';
  if (major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]))
    return failed(`Node ${version}; ${leastNode.join('.')} is needed at least`, newer);
  const end = endOfLife[major];
  if (end === undefined) return ok(`Node ${version}`);
  return nowMs > Date.parse(end)
    ? warning(`Node ${version}, which gets no security fixes since ${end}`, newer)
    : ok(`Node ${version}, maintained until ${end}`);
}

/** Warsaw on both sides of the two changes of 2026: offsets in hours from UTC. */
const warsaw2026 = [
  ['2026-03-29T00:59:00Z', 1],
  ['2026-03-29T01:00:00Z', 2],
  ['2026-10-25T00:59:00Z', 2],
  ['2026-10-25T01:00:00Z', 1],
] as const;

export function checkZones(): Finding {
  const wrong = warsaw2026.filter(([at, hours]) => {
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/Warsaw',
      hour: 'numeric',
      hourCycle: 'h23',
    }).format(Date.parse(at));
    return Number(shown) !== (new Date(at).getUTCHours() + hours) % 24;
  });
  const [first] = wrong;
  return first === undefined
    ? ok(`time zone data ${process.versions.tz ?? 'of this system'} knows Europe/Warsaw in 2026`)
    : failed(
        `time zone data ${process.versions.tz ?? 'of this system'} is wrong for Europe/Warsaw at ${first[0]}`,
        'install a Node with full ICU data, version 22 or later',
      );
}

const mega = 1_000_000;
/** A year of incidents takes less; a full disk stops Temporal and the register at once. */
const scarceBytes = 1_000 * mega;
const emptyBytes = 100 * mega;

export async function checkDisk({ data }: Config): Promise<Finding> {
  const folder = await nearest(data);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const found = `${(free / (1_000 * mega)).toFixed(1)} GB free in ${folder}`;
  if (free < emptyBytes) return failed(found, 'make room now: below 100 MB nothing is safe');
  return free < scarceBytes ? warning(found, 'make room: 1 GB should be free') : ok(found);
}

/** The folder itself may not have been made yet. */
async function nearest(folder: string): Promise<string> {
  const parent = dirname(folder);
  return (await modeOf(folder)) === undefined && parent !== folder ? nearest(parent) : folder;
}

export async function checkPermissions({ data, policyPath }: Config): Promise<Finding> {
  if (process.platform === 'win32') return unknown('permissions are not looked at on Windows');
  const folder = await modeOf(data);
  const open: string[] = [];
  if (folder !== undefined && (folder & 0o007) !== 0) open.push(`chmod 700 ${data}`);
  const file = await modeOf(policyPath);
  const around = await modeOf(dirname(policyPath));
  // In a folder that nobody else may enter it is closed all the same.
  if (file !== undefined && (file & 0o006) !== 0 && ((around ?? 0) & 0o001) !== 0)
    open.push(`chmod 600 ${policyPath}`);
  if (open.length > 0)
    return warning('every user of this machine can read what is kept here', open.join('; '));
  return folder === undefined
    ? warning(`there is no data folder ${data} yet`, 'seventytwo init makes it')
    : ok('data folder and policy file are closed to other users');
}
