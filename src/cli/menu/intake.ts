/** The commands about what monitoring sends. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

export function addIntake(add: Add, io: Io): void {
  withZone(
    add(
      'alerts list',
      'the alerts that monitoring recorded on an incident',
      ['seventytwo alerts list INC-K7F3Q --firing', 'seventytwo alerts list INC-K7F3Q --json'],
      async (given, words) => (await import('../alerts.ts')).runAlertsList(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  ).option('--firing', 'only those that fire');
  withZone(
    add(
      'alerts show',
      'one alert with all that monitoring said of it',
      ['seventytwo alerts show INC-K7F3Q 0a1b2c3d4e5f6071'],
      async (given, words) => (await import('../alerts.ts')).runAlertsShow(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('<fingerprint>', 'as alerts list shows it'),
  );
  add(
    'intake test',
    'what a payload of a source would declare, without declaring it',
    [
      'seventytwo intake test prometheus',
      'seventytwo intake test prometheus ./payload.json',
      'seventytwo intake test uptime - --json',
    ],
    async (given, words) => (await import('../intake.ts')).runIntakeTest(io, given, words),
  )
    .argument('<source>', 'an id of intake.sources in the policy file')
    .argument('[file]', 'a payload as JSON, or -; default for Alertmanager: a sample');
}
