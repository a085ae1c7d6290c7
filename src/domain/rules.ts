/** The legal rules that incidents run under, taken from the dated data. A duty pins the rule's id and version when it begins. */
import { gdpr } from './rules/gdpr.ts';

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

const authority = gdpr['gdpr-33-1'];
const [notification] = authority.stages;
const [source] = authority.sources;

export const rules: Readonly<Record<RuleId, Rule>> = {
  'gdpr-33-1': {
    id: authority.id,
    version: authority.version,
    title: authority.title,
    article: authority.article,
    hours: notification.amount.count,
    anchor: notification.anchor.kind,
    validFrom: authority.validFrom,
    addressee: authority.addressee,
    source: source.text,
  },
};
