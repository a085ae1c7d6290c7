/** The command lines that mails tell people to type: kept in one place, true to the command line. */
import type { MailWords } from '../language/index.ts';

/** Whoever pastes it must see where their own words go. */
const own = (what: string): string => `"${what}"`;

/** The first duty needs no name. */
function dutyFlag(duty: string | undefined): string {
  return duty === undefined || duty === 'gdpr-33-1' ? '' : ` --duty ${duty}`;
}

export function hints({ own: words }: Pick<MailWords, 'own'>) {
  return {
    acknowledge: (incident: string, person: string) => `seventytwo ack ${incident} --as ${person}`,
    completeTask: (incident: string, task: string, person: string) =>
      `seventytwo task done ${incident} ${task} --as ${person}`,
    skipTask: (incident: string, task: string, person: string) =>
      `seventytwo task skip ${incident} ${task} --reason ${own(words.whySkipped)} --as ${person}`,
    show: (incident: string) => `seventytwo show ${incident}`,
    declareAwareness: (incident: string, person: string) =>
      `seventytwo aware ${incident} --at ${own(words.when)} --reason ${own(words.whyCertain)} --as ${person}`,
    draft: (incident: string, person: string) =>
      `seventytwo notice draft ${incident} --as ${person}`,
    file: (incident: string, person: string, duty?: string) =>
      `seventytwo duty file ${incident}${dutyFlag(duty)} --reference ${own(words.reference)} --at ${own(words.whenFiled)} --as ${person}`,
    /** Art. 33(1) demands the reasons, and so does the command. */
    fileLate: (incident: string, person: string) =>
      `seventytwo duty file ${incident} --reference ${own(words.reference)} --at ${own(words.whenFiled)} --reasons-for-delay ${own(words.whyLate)} --as ${person}`,
    withhold: (incident: string, person: string, duty?: string) =>
      `seventytwo duty withhold ${incident}${dutyFlag(duty)} --reason ${own(words.whyWithheld)} --as ${person}`,
    confirmWithholding: (incident: string, person: string, duty?: string) =>
      `seventytwo duty confirm ${incident}${dutyFlag(duty)} --as ${person}`,
    confirmAwareness: (incident: string, person: string) =>
      `seventytwo aware-confirm ${incident} --as ${person}`,
    reviewBreakGlass: (incident: string, glass: string, person: string) =>
      `seventytwo break-glass-review ${incident} --glass ${glass} --verdict justified --reason ${own(words.whatWasLookedAt)} --as ${person}`,
    customers: (incident: string) => `seventytwo customers list ${incident}`,
    draftNotices: (incident: string, person: string) =>
      `seventytwo customers draft ${incident} --all --as ${person}`,
    approveNotices: (incident: string, person: string) =>
      `seventytwo customers approve ${incident} --all --as ${person}`,
    notifyCustomers: (incident: string, person: string) =>
      `seventytwo customers notify ${incident} --all --as ${person}`,
    notifyCustomer: (incident: string, customer: string, person: string) =>
      `seventytwo customers notify ${incident} ${customer} --as ${person}`,
    bringBack: (incident: string, person: string) =>
      `seventytwo note ${incident} ${own(words.broughtBack)} --as ${person}`,
  } as const;
}
