/** What the mails about trouble with the installation say: refused access, clocks that differ, mail that did not get out. */
import { since } from './since.ts';
import { isOfInstallation, type InstallationTrouble } from '../domain/trouble.ts';
import { at, paragraph, some, type Letter, type Row } from './letter.ts';
import { roughSpan } from './span.ts';
import type { AlarmRequest } from './stuck.ts';

export function installationInTrouble(request: AlarmRequest): Letter {
  const { mail, words } = request;
  const { trouble } = mail.episode;
  const { kind, count, aheadMs } = trouble;
  if (!isOfInstallation(kind)) throw new Error(`${kind} is not about the installation`);
  const { installation, whatIsWrong } = words.alarms;
  const own = installation[kind];
  return {
    subject: own.subject,
    heading: own.heading,
    tone: 'late',
    audience: 'staff',
    blocks: [
      { kind: 'paragraph', text: own.text, strong: true },
      {
        kind: 'rows',
        rows: some<Row>(
          since(request),
          count !== undefined && { label: installation.counted, value: installation.count(count) },
          aheadMs !== undefined && {
            label: installation.apart,
            value: roughSpan(Math.abs(aheadMs), words.language),
          },
        ),
      },
      paragraph(own.healing),
      { kind: 'command', label: whatIsWrong, command: commands[kind] },
      paragraph(installation.once),
    ],
  };
}

const commands: Readonly<Record<InstallationTrouble, string>> = {
  access: 'seventytwo audit list',
  clock: 'seventytwo doctor',
  mail: 'seventytwo doctor',
};

export function installationWell(request: AlarmRequest, kind: InstallationTrouble): Letter {
  const { mail, words } = request;
  const { episode, atMs } = mail;
  const { installation, over } = words.alarms;
  const { about, over: subject, overText } = installation[kind];
  const { sinceMs } = episode;
  return {
    subject,
    // The subject goes on after its brackets: here it is a sentence.
    heading: `${about.charAt(0).toUpperCase()}${about.slice(1)} ${subject}`,
    tone: 'calm',
    audience: 'staff',
    blocks: [
      paragraph(overText),
      {
        kind: 'rows',
        rows: [
          {
            label: installation.overLabel,
            value: over.span(
              at(request, sinceMs),
              at(request, atMs),
              roughSpan(atMs - sinceMs, words.language),
            ),
          },
        ],
      },
    ],
  };
}
