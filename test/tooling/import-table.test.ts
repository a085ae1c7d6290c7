/** Negative controls of the lint: each row of the import table, and each rule that stands for a class of bugs, is broken once. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { allowed, cycle, offences } from './offences.ts';

const root = join(import.meta.dirname, '..', '..');
const report = z.object({
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
});

let project: string;
let reported: ReadonlyMap<string, readonly string[]>;

before(() => {
  project = mkdtempSync(join(tmpdir(), 'seventytwo-lint-'));
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) {
    copyFileSync(join(root, name), join(project, name));
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const [path, code] of [...Object.entries(allowed), ...Object.entries(cycle)]) {
    write(path, code);
  }
  for (const [path, { code }] of offenders()) write(path, code);
  reported = lint();
});

after(() => rmSync(project, { recursive: true, force: true }));

for (const [path, { what, rule }] of offenders()) {
  test(`in ${path.replace(/\/offence-.*/, '')} the lint reports ${what}`, () => {
    assert.deepEqual(reported.get(path), [rule]);
  });
}

test('two files that import each other are reported', () => {
  for (const path of Object.keys(cycle)) {
    assert.deepEqual(reported.get(path), ['import(no-cycle)']);
  }
});

test('what the table allows is left alone', () => {
  const wrong = [...reported].filter(([path]) => path in allowed);
  assert.deepEqual(wrong, []);
});

/** A file of its own for each offence in a folder; a key that is a file already stands for itself. */
function offenders() {
  return Object.entries(offences).flatMap(([place, list]) =>
    list.map(
      (offence, index) =>
        [place.endsWith('/') ? `${place}offence-${index}.ts` : place, offence] as const,
    ),
  );
}

function write(path: string, code: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), `${code}\n`);
}

/** The rules that spoke, by file. */
function lint(): Map<string, string[]> {
  const bin = join(root, 'node_modules', '.bin');
  const { stdout, stderr } = spawnSync(join(bin, 'oxlint'), ['--format', 'json', 'src'], {
    cwd: project,
    // The linter finds its type-aware half on PATH.
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
    encoding: 'utf8',
  });
  assert.match(stdout, /^\{/, stderr);
  const byFile = new Map<string, string[]>();
  for (const { code, filename } of report.parse(JSON.parse(stdout)).diagnostics) {
    byFile.set(filename, [...(byFile.get(filename) ?? []), code]);
  }
  return byFile;
}
