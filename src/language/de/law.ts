/** Texts of the shipped rules in German, by their English ones: terms as in the German texts of the acts. */
import type { LawWords } from '../law.ts';

const titles: LawWords = {
  'Notify the supervisory authority': 'Meldung an die Aufsichtsbehörde',
  'Processor: notify the controller': 'Auftragsverarbeiter: Meldung an den Verantwortlichen',
  'Tell the customers concerned': 'Meldung an die betroffenen Kunden',
  'Send what was missing, in phases': 'Fehlende Informationen schrittweise nachreichen',
  'Tell the people concerned': 'Benachrichtigung der betroffenen Personen',
  'PROPOSAL: notify the supervisory authority within 96 hours':
    'VORSCHLAG: Meldung an die Aufsichtsbehörde binnen 96 Stunden',
  'Report a significant incident: early warning': 'Erheblicher Sicherheitsvorfall: Frühwarnung',
  'Report a significant incident: incident notification':
    'Erheblicher Sicherheitsvorfall: Meldung über den Vorfall',
  'Report a significant incident: intermediate report':
    'Erheblicher Sicherheitsvorfall: Zwischenbericht',
  'Report a significant incident: final report': 'Erheblicher Sicherheitsvorfall: Abschlussbericht',
  'Report a major ICT-related incident: initial notification':
    'Schwerwiegender IKT-bezogener Vorfall: Erstmeldung',
  'Report a major ICT-related incident: intermediate report':
    'Schwerwiegender IKT-bezogener Vorfall: Zwischenmeldung',
  'Report a major ICT-related incident: final report':
    'Schwerwiegender IKT-bezogener Vorfall: Abschlussmeldung',
  'Report an actively exploited vulnerability: early warning notification':
    'Aktiv ausgenutzte Schwachstelle: Frühwarnung',
  'Report an actively exploited vulnerability: vulnerability notification':
    'Aktiv ausgenutzte Schwachstelle: Schwachstellenmeldung',
  'Report an actively exploited vulnerability: final report':
    'Aktiv ausgenutzte Schwachstelle: Abschlussbericht',
  'Report a severe incident with a product: early warning notification':
    'Schwerwiegender Sicherheitsvorfall mit einem Produkt: Frühwarnung',
  'Report a severe incident with a product: incident notification':
    'Schwerwiegender Sicherheitsvorfall mit einem Produkt: Vorfallmeldung',
  'Report a severe incident with a product: final report':
    'Schwerwiegender Sicherheitsvorfall mit einem Produkt: Abschlussbericht',
  'Qualified trust service: notify a breach or disruption':
    'Qualifizierter Vertrauensdienst: Verletzung oder Störung melden',
  'Non-qualified trust service: notify a breach or disruption':
    'Nichtqualifizierter Vertrauensdienst: Verletzung oder Störung melden',
  'Notify the Information Commissioner': 'Meldung an den Information Commissioner',
  'Disclose a material cybersecurity incident':
    'Offenlegung eines wesentlichen Cybersicherheitsvorfalls',
};

const addressees: LawWords = {
  'competent supervisory authority (Art. 55)': 'zuständige Aufsichtsbehörde (Art. 55)',
  'each controller concerned': 'jeder betroffene Verantwortliche',
  'each customer concerned': 'jeder betroffene Kunde',
  'each person concerned': 'jede betroffene Person',
  "ENISA's single-entry point, as proposed": 'zentrale Anlaufstelle der ENISA, wie vorgeschlagen',
  'CSIRT or, where national law says so, the competent authority':
    'CSIRT oder, wo das nationale Recht es bestimmt, die zuständige Behörde',
  'competent authority (DORA Art. 46)': 'zuständige Behörde (Art. 46 DORA)',
  'coordinating CSIRT and ENISA, through the single reporting platform':
    'koordinierendes CSIRT und ENISA, über die einheitliche Meldeplattform',
  'supervisory body, and other competent bodies where relevant':
    'Aufsichtsstelle und gegebenenfalls andere zuständige Stellen',
  "Information Commissioner's Office": "Information Commissioner's Office",
  'Securities and Exchange Commission, through EDGAR':
    'Securities and Exchange Commission, über EDGAR',
};

const articles: LawWords = {
  'GDPR Art. 33(1)': 'Art. 33 Abs. 1 DSGVO',
  'GDPR Art. 33(2)': 'Art. 33 Abs. 2 DSGVO',
  'GDPR Art. 33(2), by contract': 'Art. 33 Abs. 2 DSGVO, nach Vertrag',
  'GDPR Art. 33(4)': 'Art. 33 Abs. 4 DSGVO',
  'GDPR Art. 34(1)': 'Art. 34 Abs. 1 DSGVO',
  'GDPR Art. 33(1) as proposed': 'Art. 33 Abs. 1 DSGVO, wie vorgeschlagen',
  'NIS2 Art. 23(4)(a)': 'Art. 23 Abs. 4 Buchst. a NIS-2',
  'NIS2 Art. 23(4)(b)': 'Art. 23 Abs. 4 Buchst. b NIS-2',
  'NIS2 Art. 23(4)(c)': 'Art. 23 Abs. 4 Buchst. c NIS-2',
  'NIS2 Art. 23(4)(d), (e)': 'Art. 23 Abs. 4 Buchst. d und e NIS-2',
  'RTS 2025/301 Art. 5(1)(a), (2)': 'Art. 5 Abs. 1 Buchst. a und Abs. 2 RTS 2025/301',
  'RTS 2025/301 Art. 5(1)(b)': 'Art. 5 Abs. 1 Buchst. b RTS 2025/301',
  'RTS 2025/301 Art. 5(1)(c)': 'Art. 5 Abs. 1 Buchst. c RTS 2025/301',
  'CRA Art. 14(2)(a)': 'Art. 14 Abs. 2 Buchst. a CRA',
  'CRA Art. 14(2)(b)': 'Art. 14 Abs. 2 Buchst. b CRA',
  'CRA Art. 14(2)(c)': 'Art. 14 Abs. 2 Buchst. c CRA',
  'CRA Art. 14(4)(a)': 'Art. 14 Abs. 4 Buchst. a CRA',
  'CRA Art. 14(4)(b)': 'Art. 14 Abs. 4 Buchst. b CRA',
  'CRA Art. 14(4)(c)': 'Art. 14 Abs. 4 Buchst. c CRA',
  'eIDAS Art. 24(2)(fb)': 'Art. 24 Abs. 2 Buchst. fb eIDAS',
  'eIDAS Art. 19a(1)(b)': 'Art. 19a Abs. 1 Buchst. b eIDAS',
  'UK GDPR Art. 33(1)': 'Art. 33 Abs. 1 UK GDPR',
  'SEC Form 8-K Item 1.05': 'SEC-Formular 8-K Punkt 1.05',
};

const notes: LawWords = {
  'No number in the law: without undue delay.': 'Das Gesetz nennt keine Zahl: unverzüglich.',
  'No number in the law: without undue further delay.':
    'Das Gesetz nennt keine Zahl: ohne unangemessene weitere Verzögerung.',
  'No number in the law: on request.': 'Das Gesetz nennt keine Zahl: auf Ersuchen.',
  'The law gives no hours, and no assessment of risk comes first. The contract may give hours: write them into the policy file as a rule; 24 h is a sensible target of your own.':
    'Das Gesetz nennt keine Stunden, und keine Risikobewertung geht voraus. Der Vertrag kann Stunden nennen: Tragen Sie sie als Regel in die Richtliniendatei ein; 24 Std. sind ein sinnvolles eigenes Ziel.',
  'Say in the first notice that it is incomplete. Some authorities name a time for the rest (SE: four weeks).':
    'Sagen Sie in der ersten Meldung, dass sie unvollständig ist. Manche Behörden nennen eine Frist für den Rest (SE: vier Wochen).',
  'Only where a high risk to people is likely, and none of the exceptions of Art. 34(3) holds. The law gives no hours: as soon as possible.':
    'Nur bei voraussichtlich hohem Risiko für Personen, und wenn keine Ausnahme nach Art. 34 Abs. 3 greift. Das Gesetz nennt keine Stunden: so bald wie möglich.',
  'NOT LAW: a proposal of the Commission (COM(2025) 837 of 19 November 2025), not adopted. The law is 72 hours (gdpr-33-1): plan with those.':
    'KEIN GELTENDES RECHT: ein nicht angenommener Vorschlag der Kommission (COM(2025) 837 vom 19. November 2025). Es gelten 72 Stunden (gdpr-33-1): Planen Sie damit.',
  'As proposed, only where a high risk to people is likely.':
    'Nach dem Vorschlag nur bei voraussichtlich hohem Risiko für Personen.',
  'Only when the CSIRT or the authority asks for it.':
    'Nur auf Ersuchen des CSIRT oder der Behörde.',
  'If the incident still runs then: a progress report by then, and the final report within one month of its handling.':
    'Dauert der Vorfall dann noch an: bis dahin ein Fortschrittsbericht und der Abschlussbericht binnen eines Monats nach der Bewältigung.',
  'Tell the recipients of the service too, without undue delay (Art. 23(1), (2)). Financial entities report under DORA instead.':
    'Unterrichten Sie unverzüglich auch die Empfänger der Dienste (Art. 23 Abs. 1 und 2). Finanzunternehmen melden stattdessen nach DORA.',
  'At most 4 h after classification as major and 24 h after awareness, the earlier of the two; classified later than 24 h after awareness: 4 h after classification.':
    'Höchstens 4 Std. nach der Einstufung als schwerwiegend und 24 Std. nach Kenntnis, je nachdem, was früher ist; bei Einstufung später als 24 Std. nach Kenntnis: 4 Std. nach der Einstufung.',
  'Due even if nothing changed; updated without undue delay, in any case when regular activities are recovered.':
    'Auch fällig, wenn sich nichts geändert hat; unverzüglich zu aktualisieren, jedenfalls wenn der Regelbetrieb wiederhergestellt ist.',
  'Runs from the latest updated intermediate report.':
    'Läuft ab der letzten aktualisierten Zwischenmeldung.',
  'If a limit cannot be met, tell the authority before it expires and say why (Art. 5(3)).':
    'Kann eine Frist nicht eingehalten werden, unterrichten Sie die Behörde vor ihrem Ablauf und nennen Sie die Gründe (Art. 5 Abs. 3).',
  'Tell the users of the product too (Art. 14(8)).':
    'Unterrichten Sie auch die Nutzer des Produkts (Art. 14 Abs. 8).',
  'Runs from the moment a corrective or mitigating measure is available.':
    'Läuft ab dem Zeitpunkt, zu dem eine Korrektur- oder Risikominderungsmaßnahme verfügbar ist.',
  'Tell the people affected too.': 'Unterrichten Sie auch die betroffenen Personen.',
  'Runs from the incident itself, not from awareness: it may be over before anybody knows. Then notify at once.':
    'Läuft ab dem Vorfall selbst, nicht ab Kenntnis: Die Frist kann abgelaufen sein, bevor jemand davon weiß. Melden Sie dann sofort.',
  'The duty is "without undue delay"; hour 72 is the outer limit. A later notice gives reasons for the delay.':
    'Die Pflicht lautet „unverzüglich“; Stunde 72 ist die äußerste Grenze. Eine spätere Meldung nennt die Gründe für die Verzögerung.',
  'Runs from the determination that the incident is material, which must come without unreasonable delay. The Attorney General may grant a delay in writing.':
    'Läuft ab der Feststellung, dass der Vorfall wesentlich ist; sie ist ohne unangemessene Verzögerung zu treffen. Der Attorney General kann schriftlich Aufschub gewähren.',
};

export const law: LawWords = { ...titles, ...addressees, ...articles, ...notes };
