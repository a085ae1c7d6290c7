/** The mail that announces a change of the policy, in English. */
import { plural } from '../numbers.ts';

/** By number, as `seventytwo policy show` counts them. */
const sections: Readonly<Record<string, string>> = {
  1: 'Measures',
  2: 'Encryption in transit',
  3: 'Hosting',
  4: 'Access',
  5: 'Credentials',
  6: 'Monitoring and logs',
  7: 'Backups',
  8: 'Incidents',
  9: 'Sub-processors',
  10: 'Changes of the policy',
  11: 'Contact',
};

export const policy = {
  about: 'policy',
  sections,
  subject: 'the security policy has changed',
  heading: 'The security policy has changed',
  text: (company: string) =>
    `${company} has changed its policy for security incidents. These sections are concerned:`,
  item: (section: number, title: string, count: number, keys: string) =>
    `Section ${section}, ${title}: ${plural('en', count, { one: 'change', other: 'changes' })} (${keys})`,
  before: 'Version until now',
  after: 'New version',
  since: 'In force',
  fromNow: 'from now on',
  whomToAsk: 'Whom to ask',
  ask: 'Incidents that are open already go on under the version they began with. Ask if you do not know what a change means for you.',
  toRead: 'To read what changed, for admins',
};
