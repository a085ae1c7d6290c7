/** The commands about whether mails arrive: every one of an incident, what came back, and the watchdog. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

export function addDelivery(add: Add, io: Io): void {
  withZone(
    add(
      'mails',
      'every mail of an incident: to whom, what became of it, by which code, when',
      ['seventytwo mails INC-K7F3Q', 'seventytwo mails INC-K7F3Q --json'],
      async (given, words) => (await import('../mails.ts')).runMails(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  );
  add(
    'bounce',
    'take in what a mail server sent back (RFC 3464): one message of at most 1 MB',
    ['seventytwo bounce report.eml', 'seventytwo bounce - --json'],
    async (given, words) => (await import('../bounce.ts')).runBounce(io, given, words),
  ).argument('[file]', 'the raw message; - or nothing: standard input');
  withZone(
    add(
      'watchdog',
      'whether mails go out: the last canary, the heartbeat, and who is told by which way',
      ['seventytwo watchdog', 'seventytwo watchdog test'],
      async (given, words) => (await import('../watchdog.ts')).runWatchdog(io, given, words),
    ).argument('[test]', 'test: raise a test alarm by every way'),
  );
}
