/** The command about where the mails of an incident go: the usual addresses may be what was broken into. */
import { longText, type Shape } from './shape.ts';

export const outOfBandCommands = {
  switchAddresses: {
    outOfBand: {
      ...{ kind: 'choice', of: ['on', 'off'], required: true },
      help: 'on: mails go to the other address of each person and nowhere else',
    },
    reason: {
      kind: 'text',
      max: longText,
      required: true,
      help: 'why the usual mailboxes are in doubt, or no longer',
    },
  },
} as const satisfies Record<string, Shape>;
