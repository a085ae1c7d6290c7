/** A secret of its own is planted in every place that takes one; after an incident with faults it is nowhere but there. */
import assert from 'node:assert/strict';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { unzipSync } from 'fflate';
import { stringify } from 'yaml';
import { freePort } from '../../src/server/port.ts';
import { withoutTemporal } from '../../src/server/program.ts';
import { startDevServer, type DevServer } from '../../src/server/dev-server.ts';
import { realTemporal } from '../server/support.ts';
import { startPostgres, type OwnPostgres } from '../support/postgres.ts';
import { startSmtp } from '../support/smtp.ts';
import { certificateFile, startFront, type Front } from '../support/temporal-front.ts';
import { policy } from './policy.ts';
import { findPlanted, formsOf } from './planted-forms.ts';
import { incident, note, startUp, title, typist } from './planted-incident.ts';
import { mayLieIn, plantWeb } from './planted-web.ts';
import { processTree } from './sockets.ts';

/** What people write: sealed in Temporal's database and in the register, readable in mails and in what is handed over. */
const written: readonly string[] = [title, note];

/** Characters that each form writes in another way. */
const plant = (what: string): string => `pl@nt ${what}+/%"\\${randomBytes(6).toString('hex')}`;

let folder: string;
let postgres: OwnPostgres;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seventytwo-planted-'));
  postgres = await startPostgres();
});
after(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function secretPath(name: string, secret: string): string {
  const path = join(folder, name);
  writeFileSync(path, secret, { mode: 0o600 });
  return path;
}

type Round = {
  readonly name: string;
  /** Where the password of the mail server is kept. */
  readonly password: (secret: string) => {
    readonly reference: object;
    readonly env?: NodeJS.ProcessEnv;
  };
  readonly isPostgres?: true;
  /** Temporal is a given one, behind TLS with client certificate and API key. */
  readonly isGiven?: true;
};

const rounds: readonly Round[] = [
  { name: 'file', password: (secret) => ({ reference: { file: secretPath('smtp', secret) } }) },
  {
    name: 'variable, PostgreSQL',
    isPostgres: true,
    password: (secret) => ({ reference: { env: 'BOX' }, env: { BOX: secret } }),
  },
  {
    name: 'command',
    password: (secret) => ({ reference: { command: `cat ${secretPath('printed', secret)}` } }),
  },
  {
    name: 'systemd credential, Temporal with API key',
    isGiven: true,
    password(secret) {
      mkdirSync(join(folder, 'credentials'), { mode: 0o700 });
      secretPath('credentials/box', secret);
      const env = { CREDENTIALS_DIRECTORY: join(folder, 'credentials') };
      return { reference: { credential: 'box' }, env };
    },
  },
];

describe('a planted secret is found nowhere but where it was planted:', () => {
  for (const round of rounds) it(round.name, (t) => live(t, round));

  it('each form of one would be found', () => {
    const secret = Buffer.from(plant('control'));
    for (const form of formsOf(secret)) {
      const place = new Map([
        ['here', Buffer.concat([Buffer.from('a="'), form, Buffer.from('"')])],
      ]);
      assert.equal(findPlanted(new Map([['it', secret]]), place).length, 1, String(form));
    }
    const login = Buffer.concat([Buffer.from('\0box\0'), secret]).toString('base64');
    const place = new Map([['login', Buffer.from(login)]]);
    assert.equal(findPlanted(new Map([['it', secret]]), place).length, 1);
  });
});

async function live(t: TestContext, round: Round): Promise<void> {
  const secrets = new Map<string, Buffer>();
  const places = new Map<string, Buffer>();
  const remember = (place: string, text: string | Uint8Array): void =>
    void places.set(`${place} (${places.size})`, Buffer.from(text));
  const login = { user: 'box', password: plant('mail') };
  const { password } = login;
  secrets.set('SMTP password', Buffer.from(password));
  const smtp = await startSmtp({ login });
  t.after(smtp.stop);
  const data = join(folder, round.name.replaceAll(/\W+/g, '-'));
  mkdirSync(data, { mode: 0o700 });
  const kept = round.password(password);
  const register = round.isPostgres ? await usePostgres(secrets) : undefined;
  const given = round.isGiven ? await giveTemporal(t, data, secrets) : undefined;
  const policyPath = join(data, 'policy.yaml');
  const settings = { ...smtp.settings, password: kept.reference };
  const keep = (name: string, secret: string) => secretPath(`${name}-${basename(data)}`, secret);
  const web = await plantWeb(t, { plant, keep, secrets });
  const sections = { mail: { smtp: settings, ...web.mail }, ...web.sections, ...register?.section };
  writeFileSync(policyPath, stringify({ ...policy(smtp.settings), ...sections }));
  const env = {
    ...withoutTemporal(process.env),
    TEMPORAL_CONFIG_FILE: '',
    TEMPORAL_CLI_PATH: (await realTemporal()).path,
    SEVENTYTWO_DATA: data,
    SEVENTYTWO_POLICY: policyPath,
    SEVENTYTWO_LOG_LEVEL: 'DEBUG',
    ...kept.env,
    ...register?.env,
    ...given?.env,
  };
  const type = typist(env, remember);
  const up = await startUp(t, env, data, remember);
  // What is printed to be carried to a browser may be printed.
  await web.use(
    type,
    typist(env, () => undefined),
    smtp,
  );
  await incident(type, smtp, login, data);
  for (const pid of processTree(up.pid ?? 0))
    remember(`command line of ${pid}`, readFileSync(`/proc/${pid}/cmdline`));
  const keys = keysBelow(data);
  for (const [path, seed] of keys) secrets.set(path, seed);
  up.kill('SIGTERM');
  await once(up, 'exit');

  for (const mail of smtp.mails) remember('mail', mail);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(data, 'pack.zip')))))
    remember(`evidence ${name}`, bytes);
  for (const path of filesBelow(data)) if (!keys.has(path)) remember(path, readFileSync(path));
  if (register) remember('PostgreSQL', await register.dump());

  const found = [...secrets].flatMap(([name, secret]) => {
    const elsewhere = [...places].filter(([place]) => !mayLieIn[name]?.test(place));
    return findPlanted(new Map([[name, secret]]), new Map(elsewhere));
  });
  t.diagnostic(
    `${secrets.size} secrets, ${places.size} places, ${smtp.mails.length} mails: ${found.length} found`,
  );
  assert.deepEqual(found, []);
  holdsWhatPeopleWrote(places);
  for (const [path, seed] of keys) {
    const own = new Map([['key', readFileSync(path)]]);
    assert.equal(findPlanted(new Map([[path, seed]]), own).length, 1);
  }
}

async function usePostgres(secrets: Map<string, Buffer>) {
  const { database, host, port, user, password } = await postgres.database();
  secrets.set('PostgreSQL password', Buffer.from(password));
  const names = `select table_name as name from information_schema.tables where table_schema = 'public'`;
  return {
    section: {
      register: { postgres: { host, port, user, database, password: { env: 'DATABASE' } } },
    },
    env: { DATABASE: password },
    async dump(): Promise<string> {
      const { rows } = await postgres.query(names, database);
      const texts: string[] = [];
      for (const { name } of rows) {
        const all = await postgres.query(`select t::text as line from "${name}" t`, database);
        texts.push(...all.rows.map(({ line }) => line));
      }
      return texts.join('\n');
    },
  };
}

async function giveTemporal(t: TestContext, data: string, secrets: Map<string, Buffer>) {
  const apiKey = `planted-api-${randomBytes(9).toString('hex')}`;
  const key = join(folder, 'client.key');
  copyFileSync(certificateFile('client.key'), key);
  chmodSync(key, 0o600);
  secrets.set('API key', Buffer.from(apiKey));
  secrets.set('client key', seedOf(readFileSync(key)));
  const server: DevServer = await startDevServer({
    cli: await realTemporal(),
    dataFolder: data,
    ...{ port: await freePort(), uiPort: await freePort() },
    progress: () => undefined,
  });
  t.after(server.stop);
  const front: Front = await startFront({ target: server.address, clientsOnly: true, apiKey });
  t.after(front.stop);
  return {
    env: {
      TEMPORAL_ADDRESS: front.address,
      TEMPORAL_API_KEY: apiKey,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificateFile('ca.pem'),
      TEMPORAL_TLS_CLIENT_CERT_PATH: certificateFile('client.pem'),
      TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    },
  };
}

/** The grep finds what is there: what people wrote where people read it, and in the databases no more than the id of the incident. */
function holdsWhatPeopleWrote(places: ReadonlyMap<string, Buffer>): void {
  const inSome = (words: string, place: RegExp): boolean =>
    [...places].some(([name, bytes]) => place.test(name) && bytes.includes(words));
  const databases = [/temporal\.db/, /register\.db|PostgreSQL/];
  for (const words of written) {
    assert.ok(inSome(words, /^evidence .*timeline/), words);
    for (const place of databases) assert.ok(!inSome(words, place), `${words} in ${place}`);
  }
  assert.ok(inSome(title, /^mail/));
  for (const place of databases) assert.ok(inSome('INC-', place), String(place));
}

/** Every private key that the product made, by its file: those of the audit, the service, the web server and the links at least. */
function keysBelow(data: string): ReadonlyMap<string, Buffer> {
  const paths = filesBelow(data).filter((path) => path.endsWith('.pem'));
  const isPrivate = (path: string): boolean => /PRIVATE KEY/.test(readFileSync(path, 'utf8'));
  const own = paths.filter(isPrivate);
  for (const folder of ['audit-key', 'links/', 'seventytwo.web'])
    assert.ok(
      own.some((path) => path.includes(folder)),
      `${folder}: ${own.join()}`,
    );
  return new Map(own.map((path) => [path, seedOf(readFileSync(path))]));
}

/** The secret of a private key itself, whatever is written around it. */
function seedOf(pem: Buffer): Buffer {
  const { d } = createPrivateKey(pem).export({ format: 'jwk' });
  assert.ok(d);
  return Buffer.from(d, 'base64url');
}

function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile());
}
