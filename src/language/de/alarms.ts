/** The mails of the sentinel, in German. */
import type { MailWords } from '../en/mails.ts';
import { number } from '../numbers.ts';

export const alarms: MailWords['alarms'] = {
  whatFails: 'Was scheitert',
  whatIsWrong: 'Was nicht stimmt',
  since: 'Seit',
  sinceAt: (at, span) => `${at}, vor ${span}`,
  onCall: 'Bereitschaft',
  again:
    'Diese Mail kommt stündlich wieder, solange es andauert, und noch einmal, wenn es vorbei ist.',
  failing: {
    why: 'sein Workflow scheitert immer wieder; das ist ein Fehler in seventytwo',
    healing:
      'Für den Betrieb von seventytwo: Die neuesten Ereignisse und das Log des Workers zeigen, was scheitert. Starten Sie einen Worker, in dem der Fehler behoben ist, oder die vorherige Version; dann läuft der Vorfall von selbst weiter, und was inzwischen fällig wurde, kommt als eine Mail.',
  },
  waiting: {
    why: 'kein Worker nimmt seine Arbeit an',
    healing:
      'Für den Betrieb von seventytwo: Der Worker kommt nicht nach, oder nur ein Teil von ihm läuft. Sehen Sie in sein Log, und starten Sie ihn neu.',
  },
  ended: {
    why: 'sein Lauf wurde von außen beendet, obwohl der Vorfall offen ist',
    healing:
      'Jeder Befehl holt ihn mit allem Festgehaltenen aus dem Register zurück, und was inzwischen fällig wurde, kommt als eine Mail.',
    command: 'Zurückholen',
  },
  stuck: {
    subject: 'steht still: Erinnerungen und Alarme gehen nicht hinaus',
    heading: 'Dieser Vorfall steht still',
    silent: (incident) =>
      `${incident} steht still: Seine Erinnerungen und Alarme gehen nicht hinaus.`,
    silentAndDeaf: (incident) =>
      `${incident} steht still: Seine Erinnerungen und Alarme gehen nicht hinaus, und er nimmt keine Befehle an.`,
    noDueTime:
      'Für ihn ist kein Fristende gespeichert. Falls personenbezogene Daten betroffen sein können, laufen die 72 Stunden nach Art. 33 Abs. 1 DSGVO womöglich trotzdem.',
    why: 'Warum',
    toldBefore: 'Bereits mitgeteilt',
    once: 'einmal',
    times: (count) => `${number('de', count)}-mal`,
    keepClock:
      'Bis er weiterläuft, erinnert seventytwo niemanden: Überwachen Sie die Frist selbst. Alle, die es wissen müssen, erhalten diese Mail.',
    whatToDo: 'Was jetzt zu tun ist',
    call: 'Rufen Sie einander an: Wer bearbeitet diesen Vorfall, und wer überwacht die Frist?',
    writeDown:
      'Notieren Sie die Uhrzeit und das Aktenzeichen, das Ihnen die Behörde gibt, und halten Sie beides fest, sobald der Vorfall weiterläuft.',
    read: 'Was festgehalten ist, bleibt lesbar',
    mended: 'Wie es behoben wird',
    ifOwed:
      'Falls eine Meldung geschuldet ist, melden Sie von Hand auf dem Portal unten; unvollständig ist erlaubt (Art. 33 Abs. 4).',
    fileBefore: (due) =>
      `Falls noch nicht gemeldet ist, melden Sie von Hand auf dem Portal unten vor ${due}; unvollständig ist erlaubt (Art. 33 Abs. 4).`,
    fileNow: (due) =>
      `Falls noch nicht gemeldet ist, melden Sie jetzt von Hand auf dem Portal unten, mit den Gründen für die Verzögerung (Art. 33 Abs. 1): Fällig war ${due}.`,
  },
  register: {
    subject: 'kann nicht geschrieben werden',
    heading: 'Das Register kann nicht geschrieben werden',
    text: 'Was in Vorfällen geschieht, gelangt nicht in das Register, das alles andere überdauern soll. Alarme, Erinnerungen und Befehle gehen weiter.',
    waiting: 'Wartende Vorfälle',
    nothingLost:
      'Noch ist nichts verloren: Jeder Vorfall behält, was nicht geschrieben ist, und schreibt es, sobald das Register wieder offen ist. Schaffen Sie Platz auf dem Datenträger, oder geben Sie dem Worker das Schreibrecht zurück; nichts muss neu gestartet werden.',
    over: {
      subject: 'wird wieder geschrieben',
      heading: 'Das Register wird wieder geschrieben',
      text: 'Was wartete, ist jetzt geschrieben; nichts ging verloren.',
      label: 'Ausgefallen',
    },
  },
  over: {
    subject: 'läuft wieder',
    heading: (incident) => `${incident} läuft wieder`,
    text: 'Seine Erinnerungen und Alarme gehen wieder hinaus, und er nimmt Befehle an. Was inzwischen fällig wurde, kommt als eine Mail je Pflicht. Wenn Sie von Hand gemeldet haben, halten Sie es jetzt fest: Dann enden die Erinnerungen.',
    label: 'Stillstand',
    span: (from, until, span) => `von ${from} bis ${until}, ${span}`,
  },
  installation: {
    once: 'Diese Mail kommt einmal, und noch einmal, wenn es vorbei ist.',
    count: (count) => `${number('de', count)} innerhalb von zehn Minuten`,
    counted: 'Abgewiesene Befehle',
    apart: 'Unterschied',
    overLabel: 'Dauer',
    access: {
      about: 'Zugang',
      subject: 'wird wiederholt abgewiesen',
      heading: 'Befehle werden wiederholt abgewiesen',
      text: 'Jemand gibt Befehle, die er nicht geben darf, oder die nicht gültig belegen, von wem sie kommen. Das kann ein abgelaufener Schlüssel sein, oder jemand, der es versucht.',
      healing:
        'Die Zeitleisten der Vorfälle und die Audit-Kette sagen, welche Befehle es waren, wann und unter wessen Namen; im Log des Workers stehen die, die zu keinem Vorfall gehören. Wenn niemand davon weiß: Behandeln Sie es als Vorfall, melden Sie ihn, und entziehen Sie die betroffenen Schlüssel.',
      over: 'ist wieder ruhig',
      overText: 'Seit zehn Minuten wurde kaum noch ein Befehl mangels Recht abgewiesen.',
    },
    clock: {
      about: 'Uhr',
      subject: 'weicht von der des Temporal-Servers ab',
      heading: 'Zwei Uhren weichen voneinander ab',
      text: 'Die Uhr auf dem Rechner des Workers geht anders als die des Temporal-Servers. Fristen und Erinnerungen richten sich nach dem Server, eingegebene Zeiten und Mails nach diesem Rechner: Eine der beiden geht falsch.',
      healing:
        'Stellen Sie beide Rechner mit NTP, und sehen Sie nach, was inzwischen festgehalten wurde.',
      over: 'stimmt wieder überein',
      overText: 'Die Uhren von Worker und Temporal-Server stimmen wieder überein.',
    },
    mail: {
      about: 'Mail',
      subject: 'ging nicht hinaus',
      heading: 'Mails gingen nicht hinaus',
      text: 'Der Mailserver war nicht erreichbar oder wies uns ab. Alarme und Erinnerungen warten in seventytwo und werden wieder versucht; inzwischen bekam sie niemand.',
      healing:
        'Sehen Sie nach, ob der Mailserver läuft und ob Rechner, Anmeldung und Zertifikat in der Richtliniendatei stimmen. Rufen Sie einander an, bis es behoben ist.',
      over: 'geht wieder hinaus',
      overText:
        'Der Mailserver nimmt wieder Mails an. Was noch einen Sinn hatte, wurde gesendet; was inzwischen aufgegeben wurde, zeigen die Zeitleisten.',
    },
  },
};
