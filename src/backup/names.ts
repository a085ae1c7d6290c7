/** What a backup file is called: when it was made and of which installation. */

/** Enough to tell the installations of one company apart. */
const shortDigits = 8;

/** `seventytwo-20261123T004620Z-1f0c2a9b.age`: they sort by time. */
export function backupName(atMs: number, installation: string): string {
  const stamp = new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `seventytwo-${stamp}-${shortOf(installation)}.age`;
}

function shortOf(installation: string): string {
  return installation.replaceAll('-', '').slice(0, shortDigits);
}

const pattern = /^seventytwo-\d{8}T\d{6}Z-[0-9a-z]{1,8}\.age$/;

export function isBackupName(name: string): boolean {
  return pattern.test(name);
}

/** What a run that was killed left behind. */
export function isUnfinished(name: string, installation: string): boolean {
  const [whole = '', ...rest] = name.split('.age.');
  return (
    rest.length === 1 &&
    rest[0]?.endsWith('.part') === true &&
    isBackupName(`${whole}.age`) &&
    whole.endsWith(`-${shortOf(installation)}`)
  );
}
