/** The commands that reckon without a server. */
import type { Io } from '../io.ts';
import { withActor, type Add } from './add.ts';

export function addAssess(add: Add, io: Io): void {
  const command = add(
    'assess',
    'severity of a breach and advice whether to notify, from a file of facts; with an incident, on its record',
    [
      'seventytwo assess INC-K7F3Q --facts breach.json --as dora',
      'seventytwo assess --facts breach.json',
      'cat breach.json | seventytwo assess --facts - --json',
      'seventytwo assess --schema',
    ],
    async (given, words) => (await import('../assess.ts')).runAssess(io, given, words),
  ).argument(
    '[incident]',
    'record it there, such as on INC-K7F3Q; without one no server is needed',
  );
  withActor(command)
    .option('--facts <file>', 'the facts as JSON, or - for standard input; see docs/assess.md')
    .option('--schema', 'print the JSON Schema of the facts, with every question and answer');
}

export function addClock(add: Add, io: Io): void {
  add(
    'clock',
    'compute when legal duties are due, without an incident',
    [
      'seventytwo clock --aware 2026-11-27T18:20 --zone Europe/Warsaw',
      'seventytwo clock --rule dora-19 --aware 2026-11-27T08:00 --classified 2026-11-27T09:30 --zone Europe/Paris --country FR',
      'seventytwo clock --rule nis2-23 --aware 2026-11-27T18:20Z --submitted notification=2026-11-29T10:00Z --json',
    ],
    async (given) => (await import('../clock.ts')).runClock(io, given),
  )
    .option('--aware <time>', 'when you became aware')
    .option('--occurred <time>', 'when the incident began')
    .option('--detected <time>', 'when it was detected')
    .option('--classified <time>', 'when it was classified as major (DORA)')
    .option('--determined <time>', 'when it was determined to be material or significant')
    .option('--fix-available <time>', 'when a corrective or mitigating measure was available (CRA)')
    .option('--resolved <time>', 'when it was resolved')
    .option('--submitted <stage=time...>', 'when a stage was submitted; may be repeated')
    .option('--rule <id...>', 'rules to count, or all; default gdpr-33-1')
    .option(
      '--entity <kind...>',
      'credit-institution, ccp, trading-venue, nis2-essential, nis2-important or trust-service',
    )
    .option('--country <code>', 'national law and public holidays, such as PL or DE-BY')
    .option('--zone <zone>', 'the zone of the times you type and see')
    .option('--authority-zone <zone>', "the authority's zone, where hours and days are counted");

  add(
    'rules list',
    'the legal rules and those of your contracts',
    ['seventytwo rules list', 'seventytwo rules list --json'],
    async (given) => (await import('../rules.ts')).runRulesList(io, given),
  );
  add(
    'rules show',
    'one rule: stages, national differences, sources',
    ['seventytwo rules show nis2-23'],
    async (given, words) => (await import('../rules.ts')).runRulesShow(io, given, words),
  ).argument('<rule>', 'its id, such as gdpr-33-1');
}

export function addAuthorities(add: Add, io: Io): void {
  add(
    'authorities list',
    'the supervisory authorities: portals and websites, with what is not verified',
    ['seventytwo authorities list', 'seventytwo authorities list --country DE --json'],
    async (given) => (await import('../authorities.ts')).runAuthoritiesList(io, given),
  ).option('--country <code>', 'only those of a country, such as DE');
  add(
    'authorities show',
    'one authority: how to reach it, and where each value is from',
    ['seventytwo authorities show DE-BE'],
    async (given, words) =>
      (await import('../authorities.ts')).runAuthoritiesShow(io, given, words),
  ).argument('<authority>', 'its id, such as IE or DE-BE');
  add(
    'authorities propose',
    'the lead authority and those concerned; a person decides',
    [
      'seventytwo authorities propose --establishment DE-BE --also FR,AT --people DE,FR,IT',
      'seventytwo authorities propose --none --representative IE --people DE-BE,FR --json',
    ],
    async (given) => (await import('../competence.ts')).runAuthoritiesPropose(io, given),
  )
    .option('--establishment <place>', 'the main establishment; in Germany the Land, such as DE-BE')
    .option('--also <places>', 'other establishments, with commas between')
    .option('--none', 'there is no establishment in the EEA')
    .option('--representative <country>', 'where the representative of Art. 27 is, with --none')
    .option('--people <places>', 'where the people concerned live, with commas between')
    .option('--body <kind>', 'private (default), public, federal or telecoms');
}
