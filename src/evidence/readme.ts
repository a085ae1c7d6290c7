/** The first file of an evidence pack: what it is, what is in it and how to check it, for somebody who knows nothing of this product. */
import { textFile, type PackFile } from './file.ts';
import type { Survey } from './survey.ts';
import { isoOf } from './view.ts';

export function readmeFile(survey: Survey, productVersion: string): PackFile {
  const { incident, chain, names, updatedAtMs, zone } = survey;
  const { end, genesis } = chain;
  const { id, seq } = incident;
  const owner = names.organisation === undefined ? '' : ` of ${oneLine(names.organisation)}`;
  return textFile(
    'README.txt',
    `Evidence of the incident ${id}${owner}`,
    '',
    `Made by seventytwo ${productVersion} from its register alone, up to event ${seq}, recorded`,
    `${isoOf(updatedAtMs)}, and entry ${end.n} of the audit chain of the installation`,
    `${genesis.installation}. The same record gives the same files, byte for byte, whenever`,
    'they are made; only the PDF of a notice may differ on a machine with other versions of its fonts.',
    'It holds personal data: keep it accordingly.',
    '',
    `Times are UTC, and beside it local time in ${zone}.`,
    '',
    'WHAT IS IN IT',
    '',
    'timeline.md, .json        every event: when, who, what',
    'decisions.md, .json       who decided what and why: awareness, advice, withholding and who',
    '                          confirmed it, filings with reference and lateness, severity',
    'register-entry.md, .json  the entry in the register of breaches (GDPR Art. 33(5))',
    'notices/                  each draft as it was stored, and set as PDF and DOCX; list.md says',
    '                          from which one a filing was made. A sign [U+...] in a PDF: see the DOCX',
    'mails.csv                 each mail: to whom, Message-ID, what the mail server answered',
    '                          ("accepted" means that the server took it, no more)',
    ...(incident.alerts === undefined
      ? []
      : [
          'alerts.csv, .json         each alert that monitoring sent; the chain has their counts, not each',
        ]),
    'attachments/, custody.csv the files that people attached; who added them and had them out',
    'policy/                   the policy that was in force, as far as its text was kept',
    'audit/slice.jsonl         the audit chain from the first entry of this incident to its last: its',
    '                          entries whole with their events, all others as hashes alone',
    'audit/before.jsonl        entries from before: how the chain began, the policies in policy/',
    'audit/checkpoint.json     how far that chain reaches, signed by the installation',
    'audit/public-key.txt      the key of that signature',
    'manifest.json             every file with its size and SHA-256, and what is missing, if anything',
    'manifest-signature.json   the signature of the installation over the manifest',
    'verify.mjs                checks all of the above; needs Node.js 20 or newer and nothing else',
    '',
    'HOW TO CHECK IT, WITHOUT A NETWORK',
    '',
    '  unzip PACK.zip -d pack',
    '  cd pack',
    '  node verify.mjs',
    '',
    'It says OK and exits with 0, or names the first file or entry that is wrong and exits with 1.',
    'Who changes a file can change verify.mjs and the signature too. So take the verifier from a copy of',
    'seventytwo that you trust (data/verify-audit.mjs), and the public key, or a checkpoint, from whoever',
    'told it to you at the time:',
    '',
    '  node verify-audit.mjs pack --key KEY --checkpoint CHECKPOINT.json',
    '',
    'It proves that nothing was altered since it was recorded, from the first entry of the incident on.',
    'It does not prove what lies before that in the chain, that what was recorded is true, or that people were who they said they were.',
  );
}

/** A name could hold a line end, and so write lines of its own here. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
