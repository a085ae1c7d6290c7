/** The mails of the sentinel, in English: an incident is stuck, the register cannot be written, it is over. */
import { number } from '../numbers.ts';

export const alarms = {
  whatFails: 'What fails',
  whatIsWrong: 'What is wrong',
  since: 'Since',
  sinceAt: (at: string, span: string) => `${at}, ${span} ago`,
  onCall: 'On call',
  again: 'This mail comes again every hour while it lasts, and one more when it is over.',
  failing: {
    why: 'its workflow fails again and again, which is a fault in seventytwo',
    healing:
      'For whoever runs seventytwo: the newest events and the log of the worker tell what fails. Start a worker with the fault mended, or the version before; the incident then goes on by itself, and what fell due meanwhile comes as one mail.',
  },
  waiting: {
    why: 'no worker takes its work',
    healing:
      'For whoever runs seventytwo: the worker does not keep up, or only a part of it runs. Look at its log and start it anew.',
  },
  ended: {
    why: 'its run was ended from outside although the incident is open',
    healing:
      'Any command brings it back from the register, with all that is recorded, and what fell due meanwhile comes as one mail.',
    command: 'To bring it back',
  },
  stuck: {
    subject: 'is stuck: its reminders and pages do not go out',
    heading: 'This incident is stuck',
    silent: (incident: string) => `${incident} is stuck: its reminders and pages do not go out.`,
    silentAndDeaf: (incident: string) =>
      `${incident} is stuck: its reminders and pages do not go out, and it takes no commands.`,
    noDueTime:
      'No due time is stored for it. If personal data may be concerned, the 72 hours of GDPR Art. 33(1) may run all the same.',
    why: 'Why',
    toldBefore: 'Told before',
    once: 'once',
    times: (count: number) => `${number('en', count)} times`,
    keepClock:
      'Nobody is reminded by seventytwo until it goes on: keep the clock yourselves. Everybody who must know gets this mail.',
    whatToDo: 'What to do now',
    call: 'Call one another: who works on this incident, and who keeps its clock?',
    writeDown:
      'Write down the time and the reference that the authority gives you, and record them once the incident goes on.',
    read: 'What is recorded can still be read',
    mended: 'How it is mended',
    ifOwed:
      'If a notice is owed, file it by hand on the portal below; incomplete is allowed (Art. 33(4)).',
    fileBefore: (due: string) =>
      `If the notice is not filed, file it by hand on the portal below before ${due}; incomplete is allowed (Art. 33(4)).`,
    fileNow: (due: string) =>
      `If the notice is not filed, file it by hand on the portal below now, with the reasons for the delay (Art. 33(1)): it was due ${due}.`,
  },
  register: {
    subject: 'cannot be written',
    heading: 'The register cannot be written',
    text: 'What happens in incidents does not get into the register, the record that outlives everything else. Pages, reminders and commands go on.',
    waiting: 'Incidents that wait',
    nothingLost:
      'Nothing is lost yet: each incident keeps what is not written and writes it once the register opens. Make room on the disk, or give the worker back the right to write; nothing needs to be started anew.',
    over: {
      subject: 'is written again',
      heading: 'The register is written again',
      text: 'What waited is written now; nothing was lost.',
      label: 'Away',
    },
  },
  over: {
    subject: 'goes on again',
    heading: (incident: string) => `${incident} goes on again`,
    text: 'Its reminders and pages go out again, and it takes commands. What fell due meanwhile comes as one mail for each duty. If you filed by hand, record it now: the reminders then stop.',
    label: 'Stuck',
    span: (from: string, until: string, span: string) => `from ${from} until ${until}, ${span}`,
  },
  installation: {
    once: 'This mail comes once, and one more when it is over.',
    count: (count: number) => `${number('en', count)} within ten minutes`,
    counted: 'Refused commands',
    apart: 'Apart by',
    overLabel: 'Lasted',
    access: {
      about: 'access',
      subject: 'is refused again and again',
      heading: 'Commands are refused again and again',
      text: 'Somebody gives commands that they may not give, or that bear no valid proof of who sent them. It may be a key that ran out, or somebody who tries.',
      healing:
        'The timeline of the incidents and the audit chain tell which commands, when and under whose name; the log of the worker has those that belong to no incident. If nobody knows about it: treat it as an incident, declare it, and take away the keys concerned.',
      over: 'is quiet again',
      overText: 'For ten minutes hardly any command was refused for want of a right.',
    },
    clock: {
      about: 'clock',
      subject: 'differs from that of the Temporal server',
      heading: 'Two clocks differ',
      text: 'The clock of the machine of the worker is not that of the Temporal server. Deadlines and reminders go by the server, times that people type and mails show by this machine: one of the two is wrong.',
      healing: 'Synchronise both machines by NTP, and look at what was recorded meanwhile.',
      over: 'agrees again',
      overText: 'The clocks of worker and Temporal server agree again.',
    },
    mail: {
      about: 'mail',
      subject: 'did not get out',
      heading: 'Mail did not get out',
      text: 'The mail server was away or refused us. Pages and reminders wait in seventytwo and are tried again; nobody got them meanwhile.',
      healing:
        'See whether the mail server runs, and whether host, login and certificate in the policy file are right. Call one another until it is mended.',
      over: 'gets out again',
      overText:
        'The mail server takes mail again. What still had a point was sent; look at the timelines for what was given up meanwhile.',
    },
  },
};
