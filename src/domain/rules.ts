/** Legal rules as dated data. A duty pins the rule's id and version when it begins. */

export type RuleId = 'gdpr-33-1';

export type Rule = {
  readonly id: RuleId;
  /** Changes whenever any value below changes. */
  readonly version: string;
  readonly title: string;
  readonly article: string;
  /** Elapsed hours from the anchor to the due instant. */
  readonly hours: number;
  readonly anchor: 'awareness';
  readonly validFrom: string;
  readonly addressee: string;
  readonly source: string;
};

export const rules: Readonly<Record<RuleId, Rule>> = {
  'gdpr-33-1': {
    id: 'gdpr-33-1',
    version: '2018-05-25',
    title: 'Notify the supervisory authority',
    article: 'GDPR Art. 33(1)',
    hours: 72,
    anchor: 'awareness',
    validFrom: '2018-05-25',
    addressee: 'competent supervisory authority (Art. 55)',
    source: 'Regulation (EU) 2016/679 (CELEX 32016R0679), Art. 33(1)',
  },
};
