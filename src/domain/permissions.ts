/** Which roles may do what: the one table, see docs/access.md. A person needs one of the roles. */
import { accessRoles, type AccessRole } from './access.ts';
import type { CommandName } from './commands.ts';

/** Saying that something is wrong, or what one knows, is for everybody; a mere auditor or admin only looks. */
const anybody = ['reporter', 'responder', 'commander', 'dpo', 'decision-maker'] as const;
const responding = ['responder', 'commander'] as const;
const commanding = ['commander'] as const;
/** What the law asks for. Filing needs nobody's permission: whoever responds may record it. */
const legal = ['responder', 'commander', 'dpo', 'decision-maker'] as const;
/** What leaves the company in its name. */
const approving = ['commander', 'dpo', 'decision-maker'] as const;

const permissions: Readonly<Record<CommandName, readonly AccessRole[]>> = {
  declare: anybody,
  note: anybody,
  attach: anybody,
  acknowledge: responding,
  triage: responding,
  contain: responding,
  recover: responding,
  review: responding,
  // Steps of a playbook belong to the officer and the decision-maker too.
  addTask: legal,
  completeTask: legal,
  assignTask: legal,
  skipTask: legal,
  assign: commanding,
  assignScribe: commanding,
  changeSeverity: commanding,
  close: commanding,
  reopen: commanding,
  declareFalseAlarm: commanding,
  merge: commanding,
  // In the name of whoever merged the other one.
  absorb: commanding,
  // What a mail server reported; a worker sends it, or whoever leads and knows better.
  mailBounced: commanding,
  assess: legal,
  declareAwareness: legal,
  confirmAwareness: legal,
  stamp: legal,
  startDuty: legal,
  reopenDuty: legal,
  fileDuty: legal,
  // Who of them stands in the rules, which name the people: two for withholding, the officer for advice.
  withholdDuty: legal,
  confirmWithholding: legal,
  advise: legal,
  draftNotice: legal,
  draftNotices: legal,
  setNotice: legal,
  setLetter: legal,
  approveNotice: approving,
  approveNotices: approving,
  notifyCustomers: approving,
  notifyCustomer: approving,
  // Only the product itself, with the key of a service.
  recordAlerts: commanding,
  restrict: ['commander', 'dpo'],
  unrestrict: ['commander', 'dpo'],
  // Whoever is there when nobody else is. An auditor may be from outside.
  // Whoever leads it, and whoever looks after mailboxes.
  switchAddresses: ['commander', 'dpo', 'admin'],
  // Of the web server, which has the rights of a commander for it.
  noteLinkForwarded: commanding,
  breakGlass: [...anybody, 'admin'],
  // Of the other two only where there is no other admin (`reviewersOf`).
  reviewBreakGlass: ['admin', 'dpo', 'decision-maker'],
};

export function mayDo(roles: readonly AccessRole[], command: CommandName): boolean {
  return permissions[command].some((role) => roles.includes(role));
}

/** For a sentence: who could do it. */
export function whoMay(command: CommandName): string {
  return accessRoles.filter((role) => permissions[command].includes(role)).join(', ');
}
