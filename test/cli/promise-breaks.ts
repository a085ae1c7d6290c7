/** What breaks each promise of the security policy, and what `policy show` and `doctor` say of it. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../src/register/sqlite.ts';
import type { Stand } from './promise-stand.ts';

export const secret = 'planted-Secret-9c1e';

type Undo = () => void;
export type Break = {
  readonly section: number;
  readonly says: string;
  /** That fails. */
  readonly check: string;
  readonly found: RegExp;
  /** To the installation itself; gives the way back. */
  readonly does?: (stand: Stand) => Undo;
  /** To a copy of the policy file. */
  readonly edits?: (text: string, stand: Stand) => string;
  readonly days?: number;
  readonly env?: NodeJS.ProcessEnv;
};

function edit(from: string | RegExp, to: string) {
  return (text: string): string => {
    assert.notEqual(text.replace(from, to), text, `${String(from)} is not in the policy`);
    return text.replace(from, to);
  };
}

/** What a break needs in the environment: the policy file is the real one, or a copy that was edited. */
export function around(stand: Stand, { edits, env, says }: Break): NodeJS.ProcessEnv {
  if (!edits) return { ...env };
  const { data, policyPath } = stand.desk;
  const copy = join(data, '..', `${says.replaceAll(/\W+/g, '-')}.yaml`);
  writeFileSync(copy, edits(readFileSync(policyPath, 'utf8'), stand), { mode: 0o600 });
  return { ...env, SEVENTYTWO_POLICY: copy };
}

function tamper(sql: string, back: string) {
  return ({ desk: { data } }: Stand): Undo => {
    const run = (text: string): void => {
      const database = openSqlite(join(data, 'register.db'));
      database.exec(text);
      database.close();
    };
    run(sql);
    return () => run(back);
  };
}

function open(file: (stand: Stand) => string) {
  return (stand: Stand): Undo => {
    const path = file(stand);
    const { mode } = statSync(path);
    chmodSync(path, 0o644);
    return () => chmodSync(path, mode & 0o777);
  };
}

/** Its content is written over, and comes back. */
function spoil(file: (stand: Stand) => string) {
  return (stand: Stand): Undo => {
    const path = file(stand);
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')]));
    return () => writeFileSync(path, bytes);
  };
}

function newest(folder: string, isMeant: RegExp): string {
  const name = readdirSync(folder)
    .filter((one) => isMeant.test(one))
    .toSorted()
    .at(-1);
  return join(folder, name ?? assert.fail(`nothing like ${String(isMeant)} in ${folder}`));
}

const smtpLine = /^mail: .*$/m;
const vendorPlace = /(name: Hetzner, purpose: servers, country: )DE/;

export const breaks: readonly Break[] = [
  {
    ...{ section: 1, says: 'a breach that nobody assessed', check: 'assessments' },
    does: tamper(
      `update incident set personal_data = 'yes'`,
      `update incident set personal_data = 'no'`,
    ),
    found: /0 of 1 breaches are assessed on record; not INC-/,
  },
  {
    ...{ section: 2, says: 'mail without TLS beyond this machine', check: 'mail encryption' },
    edits: edit(smtpLine, 'mail: { smtp: { host: smtp.acme.eu, security: none } }'),
    found: /mail to smtp\.acme\.eu would go unencrypted/,
  },
  {
    ...{ section: 2, says: 'a mail server of which nobody vouches', check: 'mail encryption' },
    edits: edit(/,"caFile":"[^"]*"/, ''),
    found: /STARTTLS required; .*no-tls/,
  },
  {
    ...{ section: 2, says: 'Temporal without TLS beyond', check: 'temporal encryption' },
    env: { TEMPORAL_ADDRESS: 'temporal.example:7233' },
    found: /temporal\.example:7233 is beyond this machine and has no TLS/,
  },
  {
    ...{ section: 3, says: 'a vendor outside the EEA without a ground', check: 'vendors' },
    edits: edit(vendorPlace, '$1US'),
    found: /without a transfer ground: hetzner in United States \(US\)/,
  },
  {
    ...{ section: 3, says: 'a machine outside the EEA without a ground', check: 'hosting' },
    edits: edit(/^hosting: \{ country: DE/m, 'hosting: { country: US'),
    found: /this installation runs in United States \(US\) without a transfer ground/,
  },
  {
    ...{ section: 4, says: 'an altered event', check: 'audit chain' },
    does: tamper(
      `update event set channel = 'web' where channel = 'cli'`,
      `update event set channel = 'cli' where channel = 'web'`,
    ),
    found: /audit chain is broken/,
  },
  {
    ...{ section: 4, says: 'nobody who is the deputy', check: 'roles' },
    edits: edit(/^ +deputy:.*$/m, ''),
    found: /nobody has roles\.deputy/,
  },
  {
    ...{ section: 4, says: 'no admin', check: 'access', found: /nobody is an admin/ },
    edits: edit(', admin]', ']'),
  },
  {
    ...{ section: 4, says: 'keys that have ended', check: 'access', days: 181 },
    found: /signatures are required, and these have no valid key: anna, ben/,
  },
  {
    ...{ section: 4, says: 'a review of access that is overdue', check: 'access review', days: 93 },
    found: /a review is due since .* and was not opened/,
  },
  {
    ...{ section: 5, says: 'a ring of keys open to others', check: 'encryption keys' },
    does: open(({ desk }) => join(desk.data, 'keys', 'ring.json')),
    found: /every user of this machine may read the key ring/,
  },
  {
    ...{ section: 5, says: 'a secret that others can read', check: 'secret references' },
    edits(text, { desk }) {
      const file = join(desk.data, '..', 'smtp');
      writeFileSync(file, secret);
      chmodSync(file, 0o644);
      return edit(/("port":\d+)/, `$1,"user":"box","password":{"file":"${file}"}`)(text);
    },
    found: /mail\.smtp\.password: the secret file .* is open to every user of this machine/,
  },
  {
    ...{ section: 5, says: 'a secret in the policy file', check: 'secret references' },
    edits: edit(/("port":\d+)/, `$1,"user":"box","password":"${secret}"`),
    found: /mail\.smtp\.password stands in the policy file itself/,
  },
  {
    ...{ section: 5, says: 'an open key for checkpoints', check: 'audit key' },
    does: open(({ desk }) => join(desk.data, 'audit-key.pem')),
    found: /audit-key\.pem is open to every user of this machine/,
  },
  {
    ...{ section: 6, says: 'an altered part of a log', check: 'logs', found: /was changed/ },
    does: spoil(({ desk }) => newest(join(desk.data, 'logs'), /\.log\.\d/)),
  },
  {
    ...{ section: 6, says: 'data kept past its time', check: 'retention', days: 4 * 366 },
    found: /are over their limit by more than two days/,
  },
  {
    ...{ section: 7, says: 'backups that are not made any more', check: 'backups', days: 3 },
    found: /the newest was made .* ago, and none since/,
  },
  {
    ...{
      section: 7,
      says: 'a corrupted backup',
      check: 'backups',
      found: /is not the one that was made/,
    },
    does: spoil(({ backups }) => newest(backups, /\.age$/)),
  },
  {
    ...{ section: 7, says: 'a folder of backups that is gone', check: 'backups' },
    does({ backups }) {
      renameSync(backups, `${backups}-away`);
      return () => renameSync(`${backups}-away`, backups);
    },
    found: /which is not there/,
  },
  {
    ...{ section: 8, says: 'nobody on call', check: 'people', found: /nobody is on call/ },
    edits: edit(/order: \[.*\]/, 'order: []'),
  },
  {
    ...{ section: 8, says: 'a mail server that is away', check: 'mail path' },
    edits: edit(/"port":\d+/, '"port":9'),
    found: /localhost:9: unreachable/,
  },
  {
    ...{ section: 9, says: 'a vendor without a contract', check: 'vendors' },
    edits: edit(/(name: Hetzner, .*) contract: 2025-03-01,/, '$1'),
    found: /no contract \(Art\. 28\(3\)\): hetzner/,
  },
  {
    ...{ section: 10, says: 'a kept version that was altered', check: 'versions' },
    does: tamper(
      `update policy set policy = cast(policy || x'00' as blob)`,
      `update policy set policy = substr(policy, 1, length(policy) - 1)`,
    ),
    found: /this is not what was sealed \(the policy of policy [0-9a-f]{12} in the register\)/,
  },
  {
    ...{ section: 10, says: 'a policy that nobody reads any more', check: 'policy review' },
    ...{ days: 366 + 31, found: /the policy is due for review since/ },
  },
  {
    ...{ section: 11, says: 'no contact address', check: 'contact', found: /names no address/ },
    edits: edit(/^ +contact:.*$/m, ''),
  },
];
