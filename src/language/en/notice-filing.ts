/** The words of where a notice goes and how it is filed, in English. */
import { placeName } from '../../domain/countries.ts';
import type { FilingWords } from '../../domain/filing-words.ts';

export const filing: FilingWords = {
  heading: 'Where it goes',
  labels: {
    authority: 'Supervisory authority',
    portal: 'Where to file',
    due: 'End of the 72 hours',
    website: 'Website of the authority',
    proposed: 'Proposed from the establishments',
    differs: 'The policy file names another authority',
    concerned: 'Authorities concerned',
    people: 'Countries of the people concerned',
    unread: 'Written as countries, but not understood',
    separately: 'Separate notices outside the EEA',
    why: 'Why there',
    check: 'To check before filing',
  },
  notYet: 'none can be named yet',
  differsFrom: (authority) => `${authority}: a person decides which is right`,
  usual: (countries) =>
    `${countries} (where they usually live, from the policy file; to be confirmed for this breach)`,
  checked: (address, asOf) => `${address} (directory of ${asOf}, verified)`,
  unchecked: (address, asOf) => `${address} (directory of ${asOf}, check before use)`,
  unverified: (address, asOf) =>
    `${address} (directory of ${asOf}, not verified, check before use)`,
  place: placeName,
  whichIsOpen: (place) => `${place} (which authority is open)`,
  proposal: (english) => english,
  steps: {
    check: (id) =>
      `Check every field, and correct what is wrong with seventytwo notice set ${id} FIELD VALUE`,
    wait: {
      complete: 'Nothing is missing. Read it through once more, and file it.',
      incomplete:
        'Do not wait for what is missing. Within the 72 hours an incomplete notice is better than none, and the rest may follow in phases (Art. 33(4)).',
      withdrawn: 'A withdrawal needs the reference of the notice it takes back, and the reasons.',
    },
    differs:
      'The policy file names another authority than the one proposed from the establishments. Decide which is right before you file, and correct the policy file; in doubt notify both.',
    people: (id, field) =>
      `Say in which countries the people concerned live, with seventytwo notice set ${id} ${field} "DE-BE, FR": the authorities follow from it.`,
    land: 'Germany has an authority in each Land: find out the Land, then the authority with seventytwo authorities list --country DE',
    authority: (n, of, name, remark) =>
      `Authority ${n} of ${of}, ${name}${remark === undefined ? '' : ` (${remark})`}: `,
    configured: 'named in the policy file',
    separately: 'a separate notice under its own law',
    noAuthority:
      'No authority can be named yet. Do not wait for it: ask an authority of a state in which people concerned live.',
    open: (entry) => {
      const { portal, verified, asOf = '', website, channel } = entry ?? {};
      const site = website === undefined ? '' : ` Website: ${website}`;
      if (portal === undefined) {
        const takes = channel === undefined ? '' : ` It takes notices by: ${channel}.`;
        return `The directory knows no portal of this authority. Open the authority's website and look for how to notify a breach there.${takes}${site}`;
      }
      return verified
        ? `Open the portal; its address was confirmed in a source (directory of ${asOf}): ${portal}`
        : `The address of the portal is NOT verified (directory of ${asOf}). Open the authority's website first, make sure that it is the authority's, and find the portal from there.${site} Portal, not verified: ${portal}`;
    },
    down: 'If the portal cannot be reached: ',
    downOf: (name) => `If ${name} cannot be reached: `,
    portalDown: (entry) => {
      const { phone, email, address } = entry ?? {};
      const ways = [
        ...(phone === undefined ? [] : [`telephone ${phone}`]),
        ...(email === undefined ? [] : [`e-mail ${email}`]),
        ...(address === undefined ? [] : [`post to ${address}`]),
      ];
      const reach =
        ways.length === 0
          ? 'look on its website for a telephone number and ask how to notify'
          : `reach the authority by ${ways.join(' or ')} (not verified) and ask how to notify${email === undefined ? '' : '; send no personal data in an unprotected mail'}`;
      return `keep a proof of each attempt (a picture with the time), ${reach}, and try again. The 72 hours do not stop for that.`;
    },
    stale: (months) =>
      ` The directory is ${months} months old: look whether the addresses have changed.`,
    copy: "Copy field by field. The authority's own form may ask for less, more or in another order; it counts, not this template.",
    keep: 'Keep the confirmation that the portal gives, and its reference.',
    record: (id, stage) =>
      `To stop the reminders, record it with seventytwo duty file ${id} --reference REFERENCE --stage ${stage}`,
    recordUk: (id) =>
      `The notice under the UK GDPR has a clock of its own: seventytwo duty start ${id} uk-gdpr-33 --reason REASON`,
    recordSeveral: (id, stage, count) =>
      `The first filing on record stops the reminders: notify all ${count} first, then record it with all references, seventytwo duty file ${id} --reference "REFERENCE; REFERENCE" --stage ${stage}`,
  },
};
