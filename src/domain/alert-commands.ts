/** The command by which monitoring tells an incident how its alerts stand: in bulk, never one by one. */
import { shortText, type Shape } from './shape.ts';

export const alertCommands = {
  recordAlerts: {
    source: {
      ...{ kind: 'text', max: shortText, required: true },
      help: 'the source of the intake that sent them',
    },
    firing: { kind: 'count', required: true, help: 'alerts that fire' },
    resolved: { kind: 'count', required: true, help: 'alerts that are resolved' },
    total: { kind: 'count', required: true, help: 'alerts recorded so far' },
    newest: { kind: 'instant', required: true, help: 'when the newest change came in' },
    beyond: {
      ...{ kind: 'flag', required: false },
      help: 'there were more than are recorded one by one',
    },
  },
} as const satisfies Record<string, Shape>;
