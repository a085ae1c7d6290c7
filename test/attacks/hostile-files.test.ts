/**
 * Somebody who can put a file where the product looks: whatever is in it, it ends with one sentence, soon.
 * Proved elsewhere: links and rights of secrets (test/config/secret-file.test.ts), damaged and hostile backups, also with
 * paths that lead out of the folder (test/backup/damage.test.ts), hostile texts in notices (test/notices/hostile.ts) and mails
 * (test/mail/compose.test.ts), signatures that are none (test/activities/authenticate.test.ts).
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readPrivateKey } from '../../src/access/person-key.ts';
import { headOf } from '../../src/encryption/box.ts';
import { readIncidentKey } from '../../src/encryption/incident-keys.ts';
import { openKeys } from '../../src/encryption/keys.ts';
import { ensureRing, readRing, ringPath } from '../../src/encryption/ring.ts';
import { Failure } from '../../src/failure.ts';
import { readManifest } from '../../src/backup/manifest.ts';
import { readCustomers } from '../../src/policy/customers-file.ts';
import { loadPolicy, watchPolicy } from '../../src/policy/file.ts';
import { parsePolicy } from '../../src/policy/source.ts';
import { readVendors } from '../../src/policy/vendors-file.ts';
import { readConnectionSettings } from '../../src/temporal.ts';
import { good, replaced } from '../policy/good.ts';
import { dataFolder } from '../register/sample.ts';
import { hostileText, seeded, spliced } from './hostile.ts';

/** Far beyond what each takes, and far below a hang: time of the processor, which others cannot take away. */
const longestMs = 5_000;

async function soon<T>(work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  try {
    return await work();
  } finally {
    const { user, system } = process.cpuUsage(before);
    const tookMs = (user + system) / 1_000;
    assert.ok(tookMs < longestMs, `took ${tookMs} ms`);
  }
}

/** A value, or a Failure that says something; anything else is a bug. */
async function tolerates(work: () => unknown): Promise<void> {
  try {
    await soon(work);
  } catch (error) {
    assert.ok(error instanceof Failure, error instanceof Error ? error.stack : String(error));
    assert.ok(error.message.length > 10);
    assert.doesNotMatch(error.message, /\n\s+at |\[object|undefined/);
  }
}

async function place(name: string): Promise<string> {
  return join(await dataFolder(), name);
}

describe('the policy file', () => {
  it('whatever stands in it, is a policy or has faults with their lines', async () => {
    await seeded(
      fc.property(spliced(good), (text) => {
        const parsed = parsePolicy(text);
        assert.ok('policy' in parsed || parsed.faults.every((fault) => fault.length > 0));
      }),
      150,
    );
  });

  it('has no bomb of aliases, however it is built', async () => {
    const levels = Array.from({ length: 30 }, (_, n) =>
      n === 0 ? 'a0: &a0 [x, x, x, x, x]' : `a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}x]`,
    );
    const merged = `a: &a {${'k: {'.repeat(2_000)}`;
    const itself = 'people: &p { anna: *p }\n';
    for (const text of [levels.join('\n'), merged, itself, `${good}\nx: ${'['.repeat(50_000)}`]) {
      const parsed = await soon(() => parsePolicy(text));
      assert.ok(parsed.faults && parsed.faults.length > 0);
    }
  });

  it('knows nobody, no customer and no vendor by the name of a prototype', () => {
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype']) {
      for (const [from, to] of [
        ['dora: { name: Dora Lind', `${id}: { name: Dora Lind`],
        ['globex: {', `${id}: {`],
        ['dpo: dora', `dpo: ${id}`],
        ['order: [anna, dora]', `order: [${id}]`],
      ] as const) {
        const parsed = parsePolicy(replaced([from, to]));
        const { people = {}, customers = {} } = 'policy' in parsed ? parsed.policy : {};
        assert.ok(id !== '__proto__' || 'faults' in parsed);
        // Some have the form of an id: as names that somebody wrote down they are ones like any other.
        if ('policy' in parsed)
          assert.ok([people, customers].some((all) => Object.hasOwn(all, id)));
        else assert.ok(parsed.faults.length > 0);
      }
      const list = readCustomers(`id,name,email\n${id},Globex,a@b.example\n`);
      assert.ok(list.faults.length > 0 || Object.hasOwn(list.entries, id));
      assert.equal(({} as Record<string, unknown>)['name'], undefined);
    }
  });

  it('of another kind has its first hundred faults told, and how many more there are', async () => {
    const path = await place('policy.yaml');
    writeFileSync(path, `${good}customersFile: list.csv\n`);
    writeFileSync(join(path, '..', 'list.csv'), 'id,name,email\n'.repeat(60_000));
    await assert.rejects(
      soon(() => loadPolicy(path)),
      ({ message }: Error) => message.split('\n').length === 102 && /and \d+ more$/.test(message),
    );
  });

  it('that is no file, or is a hundred megabytes, is told at once', async () => {
    const path = await place('policy.yaml');
    writeFileSync(path, good);
    truncateSync(path, 100_000_000);
    await assert.rejects(
      soon(() => loadPolicy(path)),
      /has 100000000 bytes; at most 1000000/,
    );
    const pipe = await place('policy.yaml');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(
      soon(() => loadPolicy(pipe)),
      /is not a file/,
    );
    await assert.rejects(
      soon(() => loadPolicy('/dev/zero')),
      /is not a file/,
    );
  });

  it('that is exchanged for a pipe or a link to one stops no worker: the last good one stays in force', async () => {
    const path = await place('policy.yaml');
    writeFileSync(path, good);
    const told: string[] = [];
    const read = await watchPolicy(path, (line) => void told.push(line));
    const { version } = await read();
    const pipe = await place('pipe');
    execFileSync('mkfifo', [pipe]);
    execFileSync('rm', [path]);
    symlinkSync(pipe, path);
    assert.equal((await soon(read)).version, version);
    assert.match(told.join('\n'), /stays in force: .* is not a file/);
  });
});

describe('a list of customers or vendors', () => {
  it('whatever stands in it, is read or has faults', async () => {
    const customers = 'id,name,email\nglobex,"Globex, BV",privacy@globex.example\n';
    const vendors = 'id,name,purpose,country\nhetzner,Hetzner,hosting,DE\n';
    await seeded(
      fc.property(spliced(customers), spliced(vendors), (one, other) => {
        for (const { entries, faults } of [readCustomers(one), readVendors(other)])
          assert.ok(Object.keys(entries).length + faults.length >= 0);
      }),
      150,
    );
  });

  it('of a million lines, of quotes, of NULs, of one endless line, is read within bounds', async () => {
    for (const text of [
      'id,name,email\n'.repeat(60_000),
      `id,name,email\n${'"'.repeat(1_000_000)}`,
      `id,name,email\n${'""'.repeat(499_999)}"`,
      `id,name,email\n${'\0'.repeat(900_000)}`,
      `id,name,email\n${','.repeat(900_000)}`,
      '\n'.repeat(1_000_000),
      '\r'.repeat(1_000_000),
    ])
      await soon(() => {
        readCustomers(text);
        readVendors(text);
      });
  });

  it('with addresses that would add a header to a mail has faults', () => {
    for (const email of [
      'a@b.example\nBcc: x@y.example',
      'a@b.example,x@y.example',
      'a@b.example>',
      '<a@b.example',
      'a@b.example\u0000',
      'a b@c.example',
    ]) {
      const { faults } = readCustomers(`id,name,email\nglobex,Globex,"${email}"\n`);
      assert.ok(faults.length > 0, JSON.stringify(email));
    }
  });
});

describe('a key file', () => {
  it('of a person, whatever is in it, is a key or one sentence', async () => {
    const path = await place('anna.pem');
    await seeded(
      fc.asyncProperty(
        spliced(
          '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n',
        ),
        async (text) => {
          writeFileSync(path, text, { mode: 0o600 });
          await tolerates(() => readPrivateKey(path));
        },
      ),
      100,
    );
    truncateSync(path, 100_000_000);
    await assert.rejects(
      soon(() => readPrivateKey(path)),
      /has 100000000 bytes; name the right file/,
    );
    const pipe = await place('pipe.pem');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    await assert.rejects(
      soon(() => readPrivateKey(pipe)),
      /it is no file/,
    );
  });

  it('of the ring or of an incident, whatever is in it, is used or told in one sentence', async () => {
    const folder = await dataFolder();
    const ring = await ensureRing(folder);
    await openKeys({ keys: folder }).seal('INC-K7F3Q', Buffer.from('x'), 'payload');
    const path = join(folder, 'incidents', 'INC-K7F3Q.json');
    const shape = JSON.stringify([
      { id: 'KEY-00000000', key: 'AAAA', createdAt: '2026-01-01T00:00:00Z' },
    ]);
    await seeded(
      fc.asyncProperty(spliced(shape), fc.json(), async (text, json) => {
        for (const content of [text, json]) {
          writeFileSync(ringPath(folder), content, { mode: 0o600 });
          await tolerates(() => readRing(folder));
          writeFileSync(path, content, { mode: 0o600 });
          await tolerates(() => readIncidentKey(folder, ring, 'INC-K7F3Q'));
        }
      }),
      80,
    );
    for (const where of [ringPath(folder), path]) {
      truncateSync(where, 100_000_000);
      await tolerates(() => readRing(folder));
      execFileSync('sh', ['-c', `rm "${where}" && mkfifo -m 600 "${where}"`]);
    }
    await assert.rejects(
      soon(() => readRing(folder)),
      /it is no file/,
    );
    await assert.rejects(
      soon(() => readIncidentKey(folder, ring, 'INC-K7F3Q')),
      /it is no file/,
    );
  });
});

describe('what is sealed', () => {
  it('whatever it is, opens or is told as altered', async () => {
    const folder = await dataFolder();
    await ensureRing(folder);
    const keys = openKeys({ keys: folder });
    const real = await keys.seal('INC-K7F3Q', Buffer.from('x'), 'payload');
    const heads = [
      'INC-K7F3Q',
      '../../../etc/passwd',
      'INC-../../x',
      'KEY-00000000',
      'x'.repeat(255),
    ];
    await seeded(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 60 }))
            .map(([id, rest]) => Buffer.concat([headOf(id), rest])),
          fc.tuple(fc.nat(real.length - 1), fc.nat(255)).map(([at, byte]) => {
            const other = Buffer.from(real);
            other[at] = byte;
            return other;
          }),
        ),
        (bytes) => tolerates(() => keys.open(Buffer.from(bytes), 'payload')),
      ),
      150,
    );
  });
});

describe('temporal.toml', () => {
  it('whatever is in it, gives settings or one sentence', async () => {
    const path = await place('temporal.toml');
    const toml =
      '[profile.default]\naddress = "localhost:7233"\nnamespace = "default"\napi_key = "secret-of-ours"\n[profile.default.tls]\nclient_cert_path = "x"\n';
    await seeded(
      fc.asyncProperty(spliced(toml), async (text) => {
        writeFileSync(path, text, { mode: 0o600 });
        await tolerates(() => readConnectionSettings({ TEMPORAL_CONFIG_FILE: path }, '/nowhere'));
      }),
      100,
    );
  });
});

it('a temporal.toml without a profile is told as that', async () => {
  const path = await place('temporal.toml');
  for (const text of ['', '# nothing yet\n', '[other]\naddress = "x"\n']) {
    writeFileSync(path, text, { mode: 0o600 });
    const read = () => readConnectionSettings({ TEMPORAL_CONFIG_FILE: path }, '/nowhere');
    assert.throws(read, /it has no section \[profile\.default\]; check/);
  }
});

describe('the beginning of a backup', () => {
  it('whatever its manifest is, is read or refused, and no path leads out of the folder', async () => {
    const damaged = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        // As `unpackBackup` takes it: it has its own sentence for both.
        assert.ok(error instanceof Error && !(error instanceof TypeError), String(error));
        return undefined;
      }
    };
    const manifest = (path: string) =>
      JSON.stringify({
        format: 1,
        product: 'seventytwo',
        files: [{ path, bytes: 1, sha256: 'a'.repeat(64) }],
      });
    await seeded(
      fc.property(spliced(manifest('register.db')), (text) => {
        damaged(() => readManifest(Buffer.from(text), 'x.age'));
      }),
      150,
    );
    for (const path of [
      '../x',
      '/etc/passwd',
      'a/../../x',
      'a\\..\\x',
      'keys/../../x',
      'C:\\x',
      './x',
      'x\0',
    ])
      assert.throws(() => readManifest(Buffer.from(manifest(path)), 'x.age'), Failure);
  });
});

it('hostile texts hold what each of these must stand', () => {
  assert.ok(
    fc.sample(hostileText, { numRuns: 500, seed: 1 }).some((text) => text.includes('__proto__')),
  );
});
