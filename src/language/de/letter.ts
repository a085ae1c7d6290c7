/** Die Benachrichtigung der betroffenen Personen (Art. 34 DSGVO). */
import type { LetterWords } from '../../domain/letter-words.ts';

export const letter: LetterWords = {
  title: (isPublic, incident) =>
    `${isPublic ? 'Öffentliche Bekanntmachung' : 'Benachrichtigung'} an die betroffenen Personen, ${incident}`,
  subject: (organisation) =>
    `Wichtig: Was mit Ihren personenbezogenen Daten bei ${organisation} geschehen ist`,
  salutation: {
    direct: 'Sehr geehrte Damen und Herren,',
    announced: 'An alle, deren personenbezogene Daten wir verarbeiten',
  },
  opening: {
    direct: (organisation) =>
      `bei ${organisation} ist etwas geschehen, das Ihre personenbezogenen Daten betrifft. Wir sagen Ihnen, was geschehen ist, was es für Sie bedeuten kann, was wir dagegen tun und was Sie selbst tun können.`,
    announced: (organisation) =>
      `Bei ${organisation} ist etwas geschehen, das personenbezogene Daten betrifft, möglicherweise auch Ihre. Wir sagen Ihnen, was geschehen ist, was es für Sie bedeuten kann, was wir dagegen tun und was Sie selbst tun können.`,
  },
  headings: {
    what: 'Was geschehen ist',
    means: 'Was es für Sie bedeuten kann',
    done: 'Was wir dagegen tun',
    self: 'Was Sie tun können',
    ask: 'Wen Sie fragen können',
    closing: 'Schluss',
  },
  labels: {
    salutation: 'Anrede',
    opening: 'Warum wir schreiben',
    'what-happened': 'Was geschehen ist',
    occurred: 'Wann es geschehen ist',
    data: 'Welche Daten betroffen sind',
    consequences: 'Was es für Sie bedeuten kann',
    measures: 'Was wir dagegen tun',
    advice: 'Was Sie tun können',
    organisation: 'Wer wir sind',
    'dpo-name': 'Datenschutzbeauftragte(r)',
    'dpo-contact': 'E-Mail der oder des Datenschutzbeauftragten',
    contact: 'Wo Sie uns erreichen',
    reference: 'Bitte geben Sie an',
    closing: 'Schlussworte',
    signature: 'Unterschrift',
  },
  data: (kinds) => `${kinds.join(', ')}. Möglicherweise betrifft Sie nicht alles davon.`,
  advice: {
    credentials:
      'Ändern Sie Ihr Passwort bei uns. Wenn Sie dasselbe Passwort auch anderswo verwenden, ändern Sie es dort ebenfalls, und nehmen Sie überall ein anderes. Schalten Sie eine zweite Bestätigung bei der Anmeldung ein, wo sie angeboten wird.',
    payment:
      'Prüfen Sie in den nächsten Wochen die Auszüge Ihres Kontos und Ihrer Karten. Wenn Sie eine Zahlung finden, die Sie nicht veranlasst haben, sagen Sie es sofort Ihrer Bank; sie kann auch eine Karte sperren.',
    documents:
      'Fragen Sie die Behörde, die Ihr Ausweisdokument ausgestellt hat, ob es gesperrt oder ersetzt werden soll. Seien Sie vorsichtig, wenn Ihnen jemand wegen Verträgen schreibt, die Sie nicht geschlossen haben; das kann ein Zeichen sein, dass Ihr Ausweis missbraucht wird.',
    identity:
      'Seien Sie vorsichtig, wenn Sie Briefe oder Rechnungen zu Verträgen bekommen, die Sie nicht geschlossen haben; das kann ein Zeichen sein, dass jemand Ihren Namen verwendet.',
    contact:
      'Seien Sie in den nächsten Wochen vorsichtig bei Nachrichten und Anrufen, auch wenn sie von uns zu kommen scheinen. Öffnen Sie keine Links oder Dateien, die Sie nicht erwartet haben, und geben Sie niemandem ein Passwort oder einen Code.',
    health:
      'Seien Sie vorsichtig, wenn Ihnen jemand wegen Ihrer Gesundheit schreibt oder Geld verlangt. Zahlen Sie nichts, und sagen Sie es uns und der Polizei.',
    location:
      'Wenn jemand, der Sie nicht finden darf, erfahren könnte, wo Sie wohnen oder sich aufhalten, sagen Sie es sofort uns oder der Polizei.',
  },
  closing: 'Es tut uns leid, dass dies geschehen ist.',
  sending: {
    heading: 'Wie sie hinausgeht; nicht Teil der Benachrichtigung',
    way: {
      label: 'Wie die Personen benachrichtigt werden',
      directly:
        'jede Person für sich, in einer Nachricht, die nichts anderes enthält: per E-Mail, Brief oder Telefon. Eine Pressemitteilung oder ein Beitrag auf einer Website allein genügt nicht.',
      inPublic:
        'öffentlich oder auf ähnliche Weise, so dass die betroffenen Personen vergleichbar wirksam informiert werden: zum Beispiel auf der Seite, auf der sie sich anmelden, in der Presse, die sie lesen, und über eine Telefonnummer.',
    },
    effort: 'Warum die Benachrichtigung jeder einzelnen Person unverhältnismäßig wäre',
    exception: {
      label: 'Was statt einer Nachricht an jede Person festgehalten ist',
      none: 'keine Ausnahme',
      proposed: 'vorgeschlagen, nicht bestätigt',
      confirmed: 'bestätigt',
    },
    steps: {
      notOwed:
        'Zwei Personen haben entschieden, dass diese Benachrichtigung nicht geschuldet ist. Senden Sie sie nur, wenn Sie es trotzdem wollen.',
      rewrite: (command) =>
        `Schreiben Sie sie in einfachen Worten, die alle verstehen, ohne Namen von Systemen und ohne etwas über andere Personen: ${command}, und ebenso consequences, measures, advice`,
      checkAdvice:
        'Prüfen Sie die Ratschläge: Sie folgen aus den festgehaltenen Arten von Daten und wissen nichts von dieser Verletzung.',
      approve: (command) =>
        `Lassen Sie sie freigeben, mit der Kennung des gelesenen Entwurfs: ${command} ENTWURF`,
      publish:
        'Veröffentlichen Sie sie dort, wo die betroffenen Personen sie sehen, und bewahren Sie eine Kopie des Veröffentlichten mit der Zeit auf.',
      send: 'Senden Sie sie so bald wie möglich an jede Person, in einer Sprache, die sie liest, getrennt von Neuigkeiten und Werbung. Das Programm sendet ihnen nichts: Es kennt sie nicht.',
      record: (command) => `Halten Sie es fest mit ${command}`,
      example: { directly: '"per E-Mail an … Personen"', inPublic: '"veröffentlicht auf …"' },
    },
  },
};
