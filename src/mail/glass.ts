/** The mail to those who look at a break-glass access: who took it, why, and until when. */
import { hints } from './hint.ts';
import { at, nameOf, paragraph, type Letter, type MailRequest } from './letter.ts';
import { oneLine } from './line.ts';

export function glassBroken(request: MailRequest): Letter {
  const { subject, mail, recipient, words } = request;
  const { glass, labels } = words;
  const broken = subject.glass;
  if (!broken) throw new Error(`the mail ${mail.key} has no break-glass access to tell of`);
  const name = nameOf(request, broken.by);
  const hint = hints(words);
  return {
    subject: glass.subject(name),
    heading: glass.heading,
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      paragraph(glass.told(name)),
      {
        kind: 'rows',
        // Not its title: whoever reviews it need not be among those whom the incident is for.
        rows: [
          { label: labels.incident, value: subject.id },
          { label: glass.reason, value: oneLine(broken.reason, 500) },
          { label: glass.from, value: at(request, broken.atMs) },
          { label: glass.until, value: at(request, broken.untilMs) },
        ],
      },
      paragraph(glass.look),
      {
        kind: 'command',
        label: glass.review,
        command: hint.reviewBreakGlass(subject.id, broken.id, recipient.id),
      },
    ],
  };
}
