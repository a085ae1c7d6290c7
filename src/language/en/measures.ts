/** The measures in force, in English: true of the installation that handles incidents and keeps their record. */
import type { MeasureWords } from '../../domain/measures.ts';

export const measures: MeasureWords = {
  risk: 'The risk of each breach is assessed, with the reasons on record.',
  transit:
    'Mail, workflow server and database beyond this machine are reached only with TLS 1.2 or later and a checked certificate.',
  hosting: 'The country in which the installation runs is declared, and who runs it.',
  transfers: 'Data goes outside the EU and EEA only on a recorded transfer ground.',
  roles: 'What a person may do follows from their roles, checked on every command.',
  signatures: "Every command must be signed with its sender's own key.",
  'ending-keys': 'The keys with which people sign end by themselves.',
  'access-reviews':
    'Admins confirm by schedule who may act; the key of whoever is not confirmed ends.',
  'audit-trail': 'Commands, mails and administrative acts are kept in a hash-chained audit trail.',
  checkpoints: 'Signed checkpoints of the audit trail are mailed outside by schedule.',
  secrets:
    'Secrets are named by reference only; a secret file that others could read or change is refused.',
  payloads: 'What passes through the workflow server is encrypted with keys of our own.',
  watch:
    'Running incidents, their clocks, mail and access are watched, and admins are told what needs care.',
  figures: 'Figures and health are served for a monitoring outside.',
  logs: 'Logs are kept for a limited time; their older parts are sealed in the audit trail.',
  retention: 'Data is erased when the time set for its kind is over.',
  backups: 'Encrypted backups are made by schedule.',
  response:
    'People on call are paged until somebody answers; legal deadlines have timers and reminders, breaches a register.',
  vendors: 'Sub-processors are registered with contract, country and review.',
  'policy-versions':
    'Each version of the policy is kept and sealed, and each incident keeps the one it began under.',
  'policy-reviews':
    'The policy falls due for review by schedule; changes of which nobody was told are found.',
  contact: 'One contact address stands in every mail and notice.',
};
