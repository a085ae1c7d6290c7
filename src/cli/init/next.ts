/** What `init` leaves to do: try it, and the three things without which nobody should rely on it. `doctor` tells the same. */
import type { LoadedPolicy } from '../../policy/file.ts';
import type { Given } from '../session.ts';

/** With the place that this run was given: the next command would look elsewhere. */
export function nextSteps(
  { mail, people }: LoadedPolicy['policy'],
  haveKeys: boolean,
  { data, policy }: Given,
): string {
  const place = [data && ` --data ${data}`, policy && ` --policy ${policy}`]
    .filter(Boolean)
    .join('');
  const [first = ''] = Object.keys(people);
  const keys = `seventytwo access grant <person> --as ${first}${place}, then `;
  const steps = [
    ...(mail.smtp ? [] : ['mail server: mail.smtp in the policy file, or nobody is reached']),
    'backups: seventytwo backup keygen --out <file elsewhere>, then backups in the policy file',
    `signatures: ${haveKeys ? 'when all have their key, ' : keys}access.signatures: required`,
  ];
  return [
    'Next:',
    `  seventytwo up${place}       runs everything on this machine`,
    `  seventytwo doctor${place}   checks it, and tells what is missing`,
    '  seventytwo demo     shows the story of one incident',
    'Before you rely on it (docs/production.md):',
    ...steps.map((step, n) => `  ${n + 1}. ${step}`),
  ].join('\n');
}
