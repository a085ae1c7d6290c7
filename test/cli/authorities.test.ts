/** `authorities` as people and machines use it: no server and no policy file. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { main } from '../../src/cli/program.ts';

const checked = Date.parse('2026-11-27T18:20:00Z');

async function run(line: string, nowMs = checked) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(line.split(' '), {
    env: { SEVENTYTWO_DATA: '/nonexistent/seventytwo' },
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    isTerminal: false,
    readInput: () => Promise.resolve(''),
    now: () => nowMs,
  });
  const text = out.join('\n');
  return { code, out: text, err: err.join('\n'), json: () => JSON.parse(text) };
}

describe('authorities list', () => {
  it('shows all, each address that no source confirms marked, and when it was checked', async () => {
    const { code, out } = await run('authorities list');
    assert.equal(code, 0);
    const lines = out.split('\n');
    assert.equal(lines.length, 51);
    assert.match(
      out,
      /^NL +Netherlands +https:\/\/datalekken\.autoriteitpersoonsgegevens\.nl +https/m,
    );
    assert.match(out, /^IE .*https:\/\/forms\.dataprotection\.ie\S+ \(NOT verified\)/m);
    assert.match(lines.at(-1) ?? '', /^Checked 2026-11-22\./);
  });

  it('shows those of a country, however it is written, and as JSON', async () => {
    const { json } = await run('authorities list --country de --json');
    assert.equal(json().authorities.length, 18);
    assert.deepEqual([json().asOf, json().stale], ['2026-11-22', false]);
    assert.equal(
      (await run('authorities list --country EL --json')).json().authorities[0].id,
      'GR',
    );
  });

  it('refuses a country that it does not have', async () => {
    const { code, err } = await run('authorities list --country US');
    assert.equal(code, 2);
    assert.match(err, /--country is "US", .*use one of AT, BE/);
  });
});

describe('authorities show', () => {
  it('tells each value with its source, and says of the others that they are not verified', async () => {
    const { out } = await run('authorities show se');
    assert.match(out, /^ {2}portal +https:\/\/e-tjanster\.imy\.se\/sv\/anmalan \[stored/m);
    assert.match(out, /^ {2}e-mail +imy@imy\.se \(NOT verified\)$/m);
    assert.doesNotMatch(out, /more than 6: check every address/);
  });

  it('says that it is old when it is', async () => {
    const later = Date.parse('2027-08-01T00:00:00Z');
    assert.match((await run('authorities show SE', later)).out, /8 months ago, more than 6/);
    assert.equal((await run('authorities show SE --json', later)).json().stale, true);
  });

  it('leads from a near miss to what may be meant', async () => {
    const { code, err } = await run('authorities show Bavaria');
    assert.equal(code, 2);
    assert.match(err, /did you mean DE-BY, DE-BY-PUB\?/);
  });
});

describe('authorities propose', () => {
  it('proposes the lead and names those concerned, with articles, and leaves the decision', async () => {
    const { code, out } = await run(
      'authorities propose --establishment DE-BE --also FR,AT --people DE,FR,GB',
    );
    assert.equal(code, 0);
    assert.match(out, /^Lead authority\n {2}DE-BE +Berliner/);
    assert.match(out, /concerned\n {2}FR .*\n {2}AT /);
    assert.match(out, /separately, outside the EEA\n {2}GB /);
    assert.match(out, /\[GDPR Arts\. 56\(1\)/);
    assert.match(out.split('\n').at(-1) ?? '', /not a decision/);
  });

  it('gives the same as JSON, with names', async () => {
    const { json } = await run(
      'authorities propose --none --representative IE --people DE-BE,FR --json',
    );
    const { facts, proposal, caveat } = json();
    assert.deepEqual(facts.people, ['DE-BE', 'FR']);
    assert.equal(proposal.role, 'none');
    assert.deepEqual(
      proposal.notify.map(({ authority }: { authority: string }) => authority),
      ['DE-BE', 'FR'],
    );
    assert.match(proposal.notify[1].name, /CNIL/);
    assert.match(caveat, /not a decision/);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /say where .*--establishment/],
    ['--none --establishment FR', /--none says/],
    ['--establishment XQ', /--establishment is "XQ", which is not the code of a country/],
    ['--establishment EU', /"EU"/],
    ['--establishment DE-XX', /not a German Land; use one of DE-BW/],
    ['--establishment FR --people FR,Mars', /--people is "Mars"/],
    ['--establishment FR --body church', /--body is "church"; use one of private/],
    ['--establishment FR --representative IE', /--representative is "IE", but/],
  ];
  for (const [flags, sentence] of wrong)
    it(`refuses ${flags || 'nothing at all'}`, async () => {
      const { code, err } = await run(`authorities propose ${flags}`.trim());
      assert.equal(code, 2, err);
      assert.match(err, sentence);
    });
});
