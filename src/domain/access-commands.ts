/** The commands about who may see an incident: restriction to named people, and break-glass. */
import { longText, shortText, type Shape } from './shape.ts';

/** How a break-glass access was found afterwards. */
export const glassVerdicts = ['justified', 'not-justified'] as const;
export type GlassVerdict = (typeof glassVerdicts)[number];

const why = { kind: 'text', max: longText, required: true } as const;

export const accessCommands = {
  restrict: {
    people: {
      ...{ kind: 'list', max: shortText, required: true },
      help: 'ids of the people who may see it; replaces those named before',
    },
    reason: { ...why, help: 'why not everybody may see it' },
  },
  unrestrict: { reason: { ...why, help: 'why everybody may see it again' } },
  breakGlass: { reason: { ...why, help: 'why it cannot wait for somebody who may' } },
  reviewBreakGlass: {
    verdict: {
      ...{ kind: 'choice', of: glassVerdicts, required: true },
      help: 'how it was found',
    },
    reason: { ...why, help: 'what was looked at' },
    glass: {
      ...{ kind: 'text', max: shortText, required: false },
      help: 'which one, such as G1; default the one that waits',
    },
  },
} as const satisfies Record<string, Shape>;
