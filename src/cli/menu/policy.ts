/** The commands about the policy file: what it promises, which versions there were, and what changed. */
import type { Io } from '../io.ts';
import { withZone, type Add } from './add.ts';

export function addPolicy(add: Add, io: Io): void {
  add(
    'policy show',
    'each promise of the security policy with evidence computed now; exit code 6 if one is broken',
    ['seventytwo policy show', 'seventytwo policy show --section 5 --json'],
    async (given) => (await import('../policy-show.ts')).runPolicyShow(io, given),
  ).option('--section <number>', 'only this section, 1 to 11');
  withZone(
    add(
      'policy history',
      'the versions on record: since when, their hash, how many incidents began under each',
      ['seventytwo policy history', 'seventytwo policy history --json'],
      async (given) => (await import('../policy-history.ts')).runPolicyHistory(io, given),
    ),
  );
  add(
    'policy diff',
    'what changed from one version to another, key by key; comments do not count',
    ['seventytwo policy diff', 'seventytwo policy diff 27c3d8a1e0f4 now --json'],
    async (given, words) => (await import('../policy-history.ts')).runPolicyDiff(io, given, words),
  )
    .argument('[before]', 'a version, or its first digits; default the one in force')
    .argument('[after]', 'a version, or now: the file as it is (default)');
  add(
    'policy reviewed',
    'put on record that you read the policy file and that it may stay; by the officer, who decides, or an admin',
    ['seventytwo policy reviewed --as dora'],
    async (given) => (await import('../policy-reviewed.ts')).runPolicyReviewed(io, given),
  ).option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)');
  add(
    'policy announce',
    'mail everybody of the policy which sections changed, since when, and whom to ask; no value of the file',
    [
      'seventytwo policy announce --as dora',
      'seventytwo policy announce --dry-run',
      'seventytwo policy announce 27c3d8a1e0f4 now --to ben anna --as dora',
    ],
    async (given, words) =>
      (await import('../policy-announce.ts')).runPolicyAnnounce(io, given, words),
  )
    .argument('[before]', 'a version, or its first digits; default the one in force before')
    .argument('[after]', 'a version, or now: the file as it is (default)')
    .option('--to <person...>', 'only these people')
    .option('--dry-run', 'show the mail of the first of them and send nothing')
    .option('--as <person>', 'who you are, an id of the policy file (SEVENTYTWO_AS)');
}
