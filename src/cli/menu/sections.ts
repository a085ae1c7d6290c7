/** How the first page of help is ordered: the commands under what somebody wants to do, as in README. */
import type { HelpConfiguration } from 'commander';

const sections: Readonly<Record<string, readonly string[]>> = {
  'Say and see': ['declare', 'list', 'show', 'watch', 'timeline', 'mails', 'alerts'],
  Respond: [
    ...['ack', 'assign', 'scribe', 'severity', 'triage', 'assess', 'contain', 'recover', 'note'],
    ...['attach', 'attachments'],
  ],
  'Share the work': ['task', 'playbook'],
  'Keep the legal clock': ['aware', 'aware-confirm', 'stamp', 'duty', 'clock', 'rules'],
  'Tell others': ['notice', 'customers', 'authorities'],
  'Keep it close': [
    ...['restrict', 'unrestrict', 'break-glass', 'break-glass-review', 'out-of-band', 'links'],
  ],
  End: ['review', 'close', 'reopen', 'false-alarm', 'merge'],
  Prove: ['register', 'audit', 'evidence', 'metrics'],
  'Set up and run': [
    ...['init', 'up', 'worker', 'web', 'openapi', 'doctor', 'upkeep', 'watchdog', 'intake'],
    ...['bounce', 'demo'],
  ],
  'Keep the policy': ['policy', 'vendors'],
  'Be on call': ['oncall'],
  'Signing keys of people': ['access', 'sign'],
  'Encryption keys of the installation': ['keys', 'codec'],
  Mails: ['digest', 'dkim'],
  'Keep and erase': ['backup', 'restore', 'retention', 'hold', 'release', 'erase'],
};

const order = Object.values(sections).flat();

/** Undefined for a command that nobody has put under a heading, which a test finds. */
export function sectionOf(name: string): string | undefined {
  return Object.keys(sections).find((heading) => sections[heading]?.includes(name));
}

/** A command shows its arguments in its own help. Groups inherit this, and keep the order of their table. */
export const firstPage: HelpConfiguration = {
  // Of 80 columns: the longest option leaves as many for what it does.
  minWidthToWrap: 24,
  subcommandTerm: (command) => command.name(),
  visibleCommands: ({ commands, parent }) =>
    parent === null
      ? commands.toSorted((a, b) => order.indexOf(a.name()) - order.indexOf(b.name()))
      : [...commands],
  // In the order of the sections, and not in that of the table.
  groupItems(_, visible, groupOf) {
    const groups = new Map<string, typeof visible>();
    for (const item of visible) {
      const heading = groupOf(item);
      groups.set(heading, [...(groups.get(heading) ?? []), item]);
    }
    return groups;
  },
};
