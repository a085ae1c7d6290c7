/** The sentences of a proposal of authorities in German, by the English ones. */
import { caveat, check, roles, source, why } from '../../domain/competence-words.ts';
import { article } from './article.ts';

const sentences: Readonly<Record<string, string>> = {
  [caveat]:
    'Ein Vorschlag aus dem, was angegeben wurde, keine Entscheidung: Prüfen Sie ihn, und entscheiden Sie, wo zu melden ist.',

  [roles.lead]: 'Federführende Aufsichtsbehörde',
  [roles.competent]: 'Zuständige Aufsichtsbehörde',
  [roles.none]: 'Keine federführende Behörde: Jede von diesen erhält eine eigene Meldung',

  [why.competent]:
    'Eine Niederlassung im EWR und keine grenzüberschreitende Verarbeitung: Zuständig ist die Aufsichtsbehörde ihres Staates.',
  [why.lead(true)]:
    'Grenzüberschreitende Verarbeitung: Die Aufsichtsbehörde der Hauptniederlassung ist federführend, und an sie meldet der Verantwortliche.',
  [why.lead(false)]:
    'Grenzüberschreitende Verarbeitung: Die Aufsichtsbehörde der einzigen Niederlassung ist federführend, und an sie meldet der Verantwortliche.',
  [why.branches]: 'Es gibt Niederlassungen in mehr als einem Staat des EWR.',
  [why.affected]: 'Es sind Personen in anderen Staaten des EWR betroffen.',
  [why.concerned]:
    'Die anderen sind betroffene Aufsichtsbehörden; die federführende arbeitet mit ihnen zusammen, sie erhalten keine eigene Meldung.',
  [why.publicBody]:
    'Eine öffentliche Stelle: Zuständig ist die Aufsichtsbehörde ihres eigenen Staates; die Regel über die federführende Aufsichtsbehörde gilt nicht.',
  [why.noMain]:
    'Niederlassungen im EWR, aber keine von ihnen ist als Hauptniederlassung angegeben: Ohne Hauptniederlassung gibt es keine federführende Aufsichtsbehörde, und jede ist in ihrem Hoheitsgebiet zuständig.',
  [why.notEstablished]:
    'Keine Niederlassung im EWR, daher keine federführende Aufsichtsbehörde. Zu melden ist an jede Aufsichtsbehörde, in deren Staat betroffene Personen leben.',
  [why.representative]:
    'Ein Vertreter in einem Staat ändert daran nichts: Durch ihn wird keine Aufsichtsbehörde federführend.',
  [why.land]:
    'In Deutschland ist es die Aufsichtsbehörde des Landes, in dem die Niederlassung liegt; bei mehreren deutschen Niederlassungen die der Hauptniederlassung.',
  [why.federal]:
    'In Deutschland beaufsichtigt die Bundesbeauftragte oder der Bundesbeauftragte die öffentlichen Stellen des Bundes und Unternehmen, soweit sie Telekommunikationsdienste erbringen.',
  [why.GB]: "Eine eigene Meldung an das Information Commissioner's Office, nach der UK GDPR.",
  [why.CH]:
    'Eine eigene Meldung an den EDÖB, soweit das schweizerische Datenschutzgesetz sie verlangt (voraussichtlich hohes Risiko).',

  [check.land]:
    'In Deutschland hat jedes Land eine eigene Behörde: Nennen Sie das Land, etwa DE-BE (seventytwo authorities list --country DE).',
  [check.decisions]:
    'Werden in der Hauptniederlassung die Entscheidungen über Zwecke und Mittel getroffen, und können sie dort umgesetzt werden? Der Verantwortliche muss es darlegen (Art. 4 Nr. 16 lit. a; Stellungnahme 04/2024 des EDSA).',
  [check.substantially]:
    'Hat die Verarbeitung erhebliche Auswirkungen auf Personen in den anderen Staaten, oder kann sie solche haben? Wenn nicht, ist sie nicht grenzüberschreitend; die Behörde, an die zu melden ist, bleibt dieselbe (Art. 4 Nr. 23 lit. b; Leitlinien 8/2022 des EDSA, Abschnitt 1.1.1).',
  [check.onlyBranch]:
    'Der Hauptsitz liegt außerhalb des EWR. Fand die Verarbeitung im Rahmen der Tätigkeiten der einen Niederlassung hier statt, und werden die Entscheidungen dort getroffen? Werden sie außerhalb des EWR getroffen, gibt es möglicherweise keine federführende Behörde: Melden Sie dann an jede (Stellungnahme 04/2024 des EDSA).',
  [check.doubt]:
    'Im Zweifel darüber, welche Behörde federführend ist, melden Sie zumindest an die Behörde des Ortes, an dem die Verletzung eingetreten ist (Leitlinien 9/2022 des EDSA, in einem anderen Text gelesen).',
  [check.people]:
    'In welchen Staaten leben die betroffenen Personen? Davon hängt ab, welche Aufsichtsbehörden betroffen sind.',
  [check.peopleNeeded]:
    'In welchen Staaten leben die betroffenen Personen? Ohne diese Angabe lässt sich keine Behörde nennen.',
  [check.telecoms]:
    'Sind es Daten des Telekommunikationsdienstes? Für andere Daten, etwa von Beschäftigten, ist das Land zuständig.',
  [check.publicBody]:
    'Beruht die Verarbeitung auf einer rechtlichen Verpflichtung oder einer öffentlichen Aufgabe (Art. 6 Abs. 1 lit. c oder e)? Andernfalls gelten die Regeln für Unternehmen.',
  [check.spain]:
    'Katalonien, das Baskenland und Andalusien haben eigene Behörden für öffentliche Stellen.',
  [check.nameMain]:
    'Ist eine der Niederlassungen der Ort der Hauptverwaltung im EWR, an dem die Entscheidungen über Zwecke und Mittel getroffen werden und umgesetzt werden können? Dann geben Sie sie als Hauptniederlassung an: Ihre Aufsichtsbehörde ist federführend.',
  [check.allStates]: 'Sind dies alle Staaten des EWR, in denen betroffene Personen leben?',
  [check.representative]:
    'Gibt es einen Vertreter in der Union? Art. 27 verlangt ihn, mit wenigen Ausnahmen; er kann bei den Meldungen helfen.',

  [source.noMain]:
    'DSGVO Art. 4 Nr. 16 lit. a, 55 Abs. 1; Stellungnahme 04/2024 des EDSA (in einem anderen Text gelesen)',
  [source.notEstablished]:
    'DSGVO Art. 3 Abs. 2, 27, 55 Abs. 1; Leitlinien 9/2022 v2.0 des EDSA, Rn. 73 (in einem anderen Text gelesen)',
  [source.lead]: 'DSGVO Art. 56 Abs. 1, 56 Abs. 6, 4 Nr. 16 lit. a',
  [source.concerned]: 'DSGVO Art. 4 Nr. 22, 60 Abs. 1',
  [source.land]: 'BDSG § 40 Abs. 1 und 2',
  [source.federal]: 'BDSG § 9 Abs. 1',
  [source.CH]: 'schweizerisches DSG Art. 24 (nicht geprüft)',
};

const [before = '', after = ''] = check.otherLaw('\0').split('\0');

/** A source that is nothing but articles needs no sentence of its own. */
export function proposal(english: string): string {
  const own = sentences[english];
  if (own !== undefined) return own;
  if (!english.startsWith(before) || !english.endsWith(after)) return article(english);
  const place = english.slice(before.length, english.length - after.length);
  return `${place} liegt außerhalb des EWR: Ob das dortige Recht eine Meldung verlangt, wird hier nicht geprüft.`;
}
