/** A policy of five people for tests: anna and ben on call, dora the DPO, dirk her deputy, clara decides. */
import { defaultLadder } from '../../src/domain/ladder.ts';
import { edition, type PolicySnapshot } from '../../src/domain/policy.ts';

const minute = 60_000;

export function policySnapshot(change: Partial<PolicySnapshot> = {}): PolicySnapshot {
  return {
    edition,
    version: '0123456789ab',
    mailDomain: 'acme.example',
    people: {
      anna: 'a1a1a1a1a1a1a1a1',
      ben: 'b2b2b2b2b2b2b2b2',
      clara: 'c3c3c3c3c3c3c3c3',
      dora: 'd4d4d4d4d4d4d4d4',
      dirk: 'd5d5d5d5d5d5d5d5',
    },
    onCall: ['anna', 'ben'],
    dpo: 'dora',
    deputy: 'dirk',
    decisionMaker: 'clara',
    ackTimeoutMs: {
      critical: 5 * minute,
      high: 15 * minute,
      medium: 60 * minute,
      low: 240 * minute,
    },
    ladder: defaultLadder,
    customers: ['globex'],
    playbooks: {
      ransomware: {
        title: 'Ransomware',
        steps: [
          { title: 'Disconnect', role: 'commander', withinMs: 60 * minute, mandatory: true },
          { title: 'Keep the note', role: 'scribe', withinMs: 240 * minute, mandatory: false },
          { title: 'Was data breached?', role: 'dpo', withinMs: 24 * 60 * minute, mandatory: true },
          { title: 'Restore', role: 'decision-maker', mandatory: false },
        ],
      },
      phishing: {
        title: 'Phishing',
        steps: [
          { title: 'Change the password', role: 'deputy', withinMs: 60 * minute, mandatory: true },
          { title: 'Disconnect', role: 'commander', mandatory: false },
        ],
      },
    },
    ...change,
  };
}
