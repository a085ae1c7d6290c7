/** Which draft a filing is taken to be made from: the approved one that it recorded, else the newest at its time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventBody } from '../../src/domain/events.ts';
import { filingFrom, noticeRecords } from '../../src/evidence/notice-record.ts';
import { recorded, startMs } from '../register/sample.ts';

const about = { duty: 'gdpr-33-1' } as const;
const draft = (notice: string): EventBody[] => [
  { type: 'noticeRequested', notice, about },
  { type: 'noticeDrafted', notice, sha256: notice, missing: [] },
];
const filed = (reference: string, more: { approved?: string; minute: number }): EventBody => ({
  ...{ type: 'filed', duty: 'gdpr-33-1', stage: 'complete', reference, lateByMs: 0 },
  filed: { atMs: startMs + more.minute * 60_000, zone: 'UTC' },
  ...(more.approved && { approved: { notice: more.approved, sha256: more.approved } }),
});

function madeFrom(...bodies: readonly EventBody[]) {
  const records = noticeRecords();
  // One minute apart: a draft is finished in the odd ones.
  for (const event of recorded(bodies)) records.add(event);
  const { drafts, filings } = records.end();
  const from = filings.map(({ from }) => from && `${from.notice} ${from.because}`);
  const copies = [...drafts.keys()].map((id) => filingFrom({ filings }, id)?.reference);
  return { from, copies };
}

const cases: readonly (readonly [string, readonly EventBody[], object])[] = [
  ['nothing was drafted', [filed('A', { minute: 9 })], { from: [undefined], copies: [] }],
  [
    'nobody approved: the newest then',
    [...draft('N1'), ...draft('N2'), filed('A', { minute: 9 })],
    { from: ['N2 newest'], copies: [undefined, 'A'] },
  ],
  [
    'an approved one counts, although another is newer',
    [...draft('N1'), ...draft('N2'), filed('A', { minute: 9, approved: 'N1' })],
    { from: ['N1 approved'], copies: ['A', undefined] },
  ],
  [
    'what was drafted after the time of the filing is not what was filed, whenever that was recorded',
    [...draft('N1'), ...draft('N2'), filed('A', { minute: 2 })],
    { from: ['N1 newest'], copies: ['A', undefined] },
  ],
  [
    'an approval that an earlier filing used does not tell of the next',
    [
      ...[...draft('N1'), filed('A', { minute: 2, approved: 'N1' }), ...draft('N2')],
      filed('B', { minute: 9, approved: 'N1' }),
    ],
    { from: ['N1 approved', 'N2 newest'], copies: ['A', 'B'] },
  ],
];
for (const [name, bodies, wanted] of cases)
  test(name, () => assert.deepEqual(madeFrom(...bodies), wanted));
