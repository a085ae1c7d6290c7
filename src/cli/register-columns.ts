/** The columns of the register as CSV: their names and order are stable and stand in docs/register.md. */
import type { RegisterDuty, RegisterEntry } from '../domain/register-entry.ts';
import type { Instant } from '../domain/shape.ts';

type Cell = string | number | boolean | undefined;
/** One line per duty, or one with empty duty columns where an incident has none. */
type Row = { readonly entry: RegisterEntry; readonly duty?: RegisterDuty };

export const columns: Readonly<Record<string, (row: Row) => Cell>> = {
  incident: ({ entry }) => entry.id,
  title: ({ entry }) => entry.title,
  state: ({ entry }) => entry.state,
  personal_data: ({ entry }) => entry.personalData,
  severity: ({ entry }) => entry.severity,
  phase: ({ entry }) => entry.phase,
  outcome: ({ entry }) => entry.outcome,
  merged_into: ({ entry }) => entry.mergedInto,
  duplicates: ({ entry }) => listed(entry.absorbed),
  occurred_utc: ({ entry }) => at(entry.stamps.occurred),
  detected_utc: ({ entry }) => at(entry.stamps.detected),
  vendor_notice_utc: ({ entry }) => at(entry.stamps.vendorNotice),
  suspected_utc: ({ entry }) => at(entry.stamps.suspected),
  declared_utc: ({ entry }) => iso(entry.stamps.declaredAtMs),
  acknowledged_utc: ({ entry }) => iso(entry.stamps.acknowledgedAtMs),
  aware_utc: ({ entry }) => at(entry.aware),
  aware_zone: ({ entry }) => entry.aware?.zone,
  aware_by: ({ entry }) => entry.aware?.declaredBy,
  aware_recorded_utc: ({ entry }) => iso(entry.aware?.declaredAtMs),
  aware_reason: ({ entry }) => entry.aware?.reason,
  contained_utc: ({ entry }) => iso(entry.stamps.containedAtMs),
  recovered_utc: ({ entry }) => iso(entry.stamps.recoveredAtMs),
  closed_utc: ({ entry }) => iso(entry.stamps.closedAtMs),
  description: ({ entry }) => entry.facts.description,
  nature: ({ entry }) => entry.facts.nature,
  subjects: ({ entry }) => entry.facts.subjects,
  subject_categories: ({ entry }) => listed(entry.facts.subjectCategories),
  records: ({ entry }) => entry.facts.records,
  data_categories: ({ entry }) => listed(entry.facts.dataCategories),
  effects: ({ entry }) => entry.effects,
  remedial_action: ({ entry }) => entry.remedialAction,
  duty: ({ duty }) => duty?.id,
  rule: ({ duty }) => duty?.rule,
  rule_version: ({ duty }) => duty?.ruleVersion,
  article: ({ duty }) => duty?.article,
  addressee: ({ duty }) => duty?.addressee,
  customer: ({ duty }) => duty?.customer,
  duty_state: ({ duty }) => duty?.state,
  anchor: ({ duty }) => duty?.anchor.kind,
  anchor_utc: ({ duty }) => at(duty?.anchor),
  anchor_provisional: ({ duty }) => duty?.anchor.provisional,
  due_utc: ({ duty }) => iso(duty?.dueAtMs),
  due_is_own_target: ({ duty }) => duty?.isTarget,
  filed_utc: ({ duty }) => at(duty?.filings[0]?.filed),
  late_by_seconds: ({ duty }) =>
    duty?.lateByMs === undefined ? undefined : Math.ceil(duty.lateByMs / 1_000),
  reasons_for_delay: ({ duty }) => duty?.filings[0]?.reasonsForDelay,
  references: ({ duty }) => listed(duty?.filings.map(({ reference }) => reference)),
  filings: ({ duty }) =>
    duty?.filings
      .map(
        ({ stage, filed, reference, recordedBy, recordedAtMs }) =>
          `${stage} ${at(filed)} ${reference}, recorded ${iso(recordedAtMs)} by ${recordedBy}`,
      )
      .join('\n'),
  rest_owed: ({ duty }) => duty?.followUpOwed,
  withheld_exception: ({ duty }) => duty?.withholding?.exception,
  withheld_reason: ({ duty }) => duty?.withholding?.reason,
  withheld_proposed_by: ({ duty }) => duty?.withholding?.proposedBy,
  withheld_proposed_utc: ({ duty }) => iso(duty?.withholding?.proposedAtMs),
  withheld_confirmed_by: ({ duty }) => duty?.withholding?.confirmedBy,
  withheld_confirmed_utc: ({ duty }) => iso(duty?.withholding?.confirmedAtMs),
  advice: ({ duty }) => duty?.advice?.recommends,
  advice_by: ({ duty }) => duty?.advice?.by,
  advice_reason: ({ duty }) => duty?.advice?.reason,
  against_advice: ({ duty }) =>
    duty?.withholding?.againstAdvice ??
    duty?.filings.find((one) => one.againstAdvice)?.againstAdvice,
  withdrawn_because: ({ duty }) => duty?.withdrawnBecause,
  decisions: ({ entry }) =>
    entry.decisions.map(({ atMs, by, text }) => `${iso(atMs)} ${by}: ${text}`).join('\n'),
  policy_version: ({ entry }) => entry.policyVersion,
  last_event: ({ entry }) => entry.lastSeq,
  updated_utc: ({ entry }) => iso(entry.updatedAtMs),
};

const cells = Object.values(columns);

export function registerRows(entry: RegisterEntry): Cell[][] {
  const rows: readonly Row[] =
    entry.duties.length === 0 ? [{ entry }] : entry.duties.map((duty) => ({ entry, duty }));
  return rows.map((row) => cells.map((cell) => cell(row)));
}

function listed(texts: readonly string[] | undefined): string | undefined {
  return texts?.join('; ');
}

function at(instant: Pick<Instant, 'atMs'> | undefined): string | undefined {
  return iso(instant?.atMs);
}

function iso(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}
