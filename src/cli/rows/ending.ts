/** The rows of ending: review, close, reopen, false alarm, merge. */
import { Failure } from '../../failure.ts';
import type { RespondRow } from './row.ts';

export const endingRows: readonly RespondRow[] = [
  {
    words: 'review',
    command: 'review',
    summary: 'record what was learnt; needed before closing',
    positional: ['summary'],
    examples: [
      'seventytwo review INC-K7F3Q "public by default was the trap" --root-cause "template" --improvements "deny by default" --as anna',
    ],
    said: ({ id, gates }) =>
      gates.length === 0
        ? `${id} is reviewed and can be closed.`
        : `${id} is reviewed. Before it can close: ${gates.join('; ')}.`,
  },
  {
    words: 'close',
    command: 'close',
    summary: 'close the incident',
    positional: [],
    examples: ['seventytwo close INC-K7F3Q --as anna'],
    said: ({ id }) => `${id} is closed. Its record stays: seventytwo timeline ${id}`,
  },
  {
    words: 'reopen',
    command: 'reopen',
    summary: 'open a closed incident again',
    positional: ['reason'],
    examples: ['seventytwo reopen INC-K7F3Q "second bucket found" --as anna'],
    said: ({ id, phase }) => `${id} is open again, in phase ${phase}.`,
  },
  {
    words: 'false-alarm',
    command: 'declareFalseAlarm',
    summary: 'end what was no incident; refused while a legal clock runs',
    positional: ['reason'],
    examples: ['seventytwo false-alarm INC-K7F3Q "it was the penetration test" --as anna'],
    said: ({ id }) => `${id} is closed as a false alarm.`,
  },
  {
    words: 'merge',
    command: 'merge',
    summary:
      'end a duplicate in the incident that goes on, which keeps the earliest of both clocks',
    positional: ['into'],
    examples: [
      'seventytwo merge INC-B2C4D INC-K7F3Q --reason "the same bucket, seen by two people" --as anna',
    ],
    check: ({ id, mergeFailed, phase }) => {
      if (mergeFailed && phase !== 'closed')
        throw new Failure(
          'refused',
          'merge-failed',
          `${id} was not merged into ${mergeFailed.into}: ${mergeFailed.message}`,
        );
    },
    said: ({ id, mergedInto, merging }) =>
      mergedInto === undefined
        ? `${merging?.into ?? 'The other incident'} has not answered yet; see seventytwo show ${id}`
        : `${id} ended as a duplicate. Everything goes on in ${mergedInto}: seventytwo show ${mergedInto}`,
  },
];
