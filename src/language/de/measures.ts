/** The measures in force, in German. */
import type { MeasureWords } from '../../domain/measures.ts';

export const measures: MeasureWords = {
  risk: 'Das Risiko jeder Verletzung wird bewertet, die Gründe werden festgehalten.',
  transit:
    'Mail, Workflow-Server und Datenbank außerhalb dieses Rechners werden nur mit TLS ab 1.2 und geprüftem Zertifikat erreicht.',
  hosting: 'Das Land, in dem die Installation läuft, ist angegeben, ebenso der Betreiber.',
  transfers:
    'Daten gelangen nur mit einer festgehaltenen Übermittlungsgrundlage in Länder außerhalb von EU und EWR.',
  roles: 'Was eine Person darf, folgt aus ihren Rollen und wird bei jedem Befehl geprüft.',
  signatures: 'Jeder Befehl muss mit dem eigenen Schlüssel des Absenders signiert sein.',
  'ending-keys': 'Die Schlüssel, mit denen Personen signieren, laufen von selbst ab.',
  'access-reviews':
    'Administratoren bestätigen regelmäßig, wer handeln darf; der Schlüssel nicht bestätigter Personen endet.',
  'audit-trail':
    'Befehle, Mails und Verwaltungsakte stehen in einem Protokoll, dessen Einträge durch Hashwerte verkettet sind.',
  checkpoints: 'Signierte Prüfpunkte des Protokolls gehen regelmäßig per Mail nach außen.',
  secrets:
    'Geheimnisse werden nur durch Verweis genannt; eine Datei, die andere lesen oder ändern könnten, wird abgelehnt.',
  payloads: 'Was durch den Workflow-Server geht, ist mit eigenen Schlüsseln verschlüsselt.',
  watch:
    'Laufende Vorfälle, ihre Fristen, Mail und Zugriffe werden überwacht; Administratoren erfahren, was zu tun ist.',
  figures: 'Kennzahlen und Zustand stehen einer Überwachung von außen bereit.',
  logs: 'Logdateien werden begrenzt aufbewahrt, ihre älteren Teile sind im Protokoll versiegelt.',
  retention: 'Daten werden gelöscht, wenn die für ihre Art gesetzte Zeit vorbei ist.',
  backups: 'Verschlüsselte Sicherungen werden regelmäßig erstellt.',
  response:
    'Der Bereitschaftsdienst wird gerufen, bis jemand antwortet; gesetzliche Fristen werden mit Erinnerungen überwacht, Verletzungen verzeichnet.',
  vendors: 'Auftragsverarbeiter sind mit Vertrag, Land und Prüfung verzeichnet.',
  'policy-versions':
    'Jede Fassung der Richtlinie ist aufbewahrt und versiegelt; jeder Vorfall behält die, unter der er begann.',
  'policy-reviews':
    'Die Richtlinie wird regelmäßig zur Prüfung fällig; nicht bekannt gegebene Änderungen werden gefunden.',
  contact: 'Eine einzige Kontaktadresse steht in jeder Mail und jeder Meldung.',
};
