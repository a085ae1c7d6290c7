/** The command about links in mails: that one of them went through other hands. */
import { shortText, type Shape } from './shape.ts';

export const linkCommands = {
  /** Told by the web server alone, which saw it. */
  noteLinkForwarded: {
    owner: { kind: 'person', required: true, help: 'whose link it is' },
    usedBy: { kind: 'person', required: true, help: 'who opened it, signed in' },
    link: { kind: 'text', max: shortText, required: true, help: 'the id of the link' },
  },
} as const satisfies Record<string, Shape>;
