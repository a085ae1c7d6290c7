/** The rows of who may see an incident: restrict it, lift that, break the glass, review it. */
import { formatBoth } from '../../calendar/format.ts';
import { openGlass, unreviewed } from '../../domain/glass.ts';
import { unreachedSentence } from '../out-of-band.ts';
import { requirePerson } from '../session.ts';
import type { RespondRow } from './row.ts';

export const accessRows: readonly RespondRow[] = [
  {
    words: 'restrict',
    command: 'restrict',
    summary: 'keep it to named people, its commander and those who owe its legal duties',
    positional: ['people'],
    examples: [
      'seventytwo restrict INC-K7F3Q anna dora --reason "a colleague is involved" --as dora',
    ],
    said: ({ id, seenBy = [] }, { names }) =>
      `${id} is restricted. It is for ${seenBy.map((person) => names[person] ?? person).join(', ')}; pages go to nobody else.`,
  },
  {
    words: 'unrestrict',
    command: 'unrestrict',
    summary: 'lift the restriction: everybody of the policy file may see it again',
    positional: [],
    examples: ['seventytwo unrestrict INC-K7F3Q --reason "it is known in the house" --as dora'],
    said: ({ id }) => `${id} is no longer restricted.`,
  },
  {
    words: 'out-of-band',
    command: 'switchAddresses',
    summary: 'send the mails of an incident to the other address of each person, and nowhere else',
    positional: ['outOfBand'],
    examples: [
      'seventytwo out-of-band INC-K7F3Q on --reason "the mail server is in doubt" --as dora',
      'seventytwo out-of-band INC-K7F3Q off --reason "the mail server is clean" --as dora',
    ],
    said: ({ id, outOfBandSinceMs }, session) => {
      if (outOfBandSinceMs === undefined) return `Mails of ${id} go to the usual addresses.`;
      const unreached = unreachedSentence(session);
      return `Mails of ${id} go to the other addresses and nowhere else; links that were sent before are dead.${unreached === undefined ? '' : `\n${unreached}`}`;
    },
  },
  {
    words: 'break-glass',
    command: 'breakGlass',
    summary:
      'take the rights of a responder and a commander for four hours; every admin is told, and one must review it',
    positional: [],
    examples: [
      'seventytwo break-glass INC-K7F3Q --reason "nobody on call answers, data is leaving" --as ben',
    ],
    said: (status, session) => {
      const glass = openGlass(status, requirePerson(session), session.io.now());
      if (!glass) return `${status.id} needs no break-glass access of yours.`;
      return `You may respond and command in ${status.id} until ${formatBoth(glass.untilMs, session.zone)} (${glass.id}). The admins are told, and one of them must review it before it can close.`;
    },
  },
  {
    words: 'break-glass-review',
    command: 'reviewBreakGlass',
    summary: 'say whether a break-glass access was justified; for an admin who did not break it',
    positional: [],
    examples: [
      'seventytwo break-glass-review INC-K7F3Q --verdict justified --reason "read the timeline" --as clara',
      'seventytwo break-glass-review INC-K7F3Q --glass G2 --verdict not-justified --reason "they were there" --as clara',
    ],
    said: (status) => {
      const left = unreviewed(status).map(({ id }) => id);
      return `The review is on record with ${status.id}.${left.length === 0 ? '' : ` Not reviewed yet: ${left.join(', ')}.`}`;
    },
  },
];
