/** `rules list` and `rules show`: the law as the product knows it, with sources and what is not verified. */
import { describeForce } from '../domain/rules/force.ts';
import {
  describeAmount,
  describeAnchor,
  type LegalRule,
  type Mark,
  type Stage,
} from '../domain/rules/rule.ts';
import { paint, type Io } from './io.ts';
import { findRule, loadLaw } from './law.ts';
import type { CommonOptions } from './session.ts';

export async function runRulesList(io: Io, given: CommonOptions): Promise<void> {
  const { rules, notes } = await loadLaw(io, given);
  for (const note of notes) io.tell(`note: ${note}`);
  if (given.json) {
    io.print(JSON.stringify({ rules }, null, 2));
    return;
  }
  const rows = rules.map((rule) => ruleRow(rule, today(io)));
  io.print(table(['rule', 'article', 'binds', 'time', 'in force', 'verified'], rows));
}

export async function runRulesShow(
  io: Io,
  given: CommonOptions,
  [id = '']: readonly string[],
): Promise<void> {
  const law = await loadLaw(io, given);
  for (const note of law.notes) io.tell(`note: ${note}`);
  const rule = findRule(law, id);
  io.print(given.json ? JSON.stringify({ rule }, null, 2) : renderRule(rule, today(io)));
}

/** One line of the table, here and in docs/clock.md. */
export function ruleRow(rule: LegalRule, on: string): readonly string[] {
  const { id, article, binds, stages, verified } = rule;
  return [
    id,
    article,
    binds.join(', '),
    stages.map(({ amount }) => describeAmount(amount)).join(' / '),
    describeForce(rule, on),
    verified ? 'yes' : 'no',
  ];
}

function stageAmount(stage: Stage): string {
  const amount = describeAmount(stage.amount);
  const from = describeAnchor(stage.anchor);
  const cap = stage.cap
    ? `, at most ${stage.cap.hours} hours from ${describeAnchor(stage.cap.anchor)}`
    : '';
  return `${amount} from ${from}${cap}`;
}

const marks: Readonly<Record<Mark, string>> = {
  primary: 'legal text read',
  secondary: 'read in another text',
  unverified: 'not verified',
};

function renderRule(rule: LegalRule, on: string): string {
  const { id, title, version, regime, article, binds, addressee, sources, notes = [] } = rule;
  const { national = [], customers = [] } = rule;
  const heading = (text: string): string => `\n  ${paint('quiet', text)}`;
  return [
    `${paint('strong', id)}  ${title}`,
    `  ${regime} · ${article} · ${describeForce(rule, on)} · version ${version}`,
    `  binds ${binds.join(', ')} · to ${addressee}`,
    ...(customers.length > 0 ? [`  customers ${customers.join(', ')}`] : []),
    `  reminders: ${rule.ladder === 'policy' ? 'the ladder of the policy file, or the default' : 'its own ladder'}`,
    heading('stages'),
    ...rule.stages.flatMap((stage) => stageLines(stage)),
    ...(notes.length > 0 ? [heading('notes'), ...notes.map((note) => `    ${note}`)] : []),
    ...(national.length > 0 ? [heading('national law')] : []),
    ...national.map(
      ({ country, from, note, source }) =>
        `    ${country}  ${note} [${source.text}${from === undefined ? '' : `, from ${from}`}; ${marks[source.mark]}]`,
    ),
    heading('sources'),
    ...sources.map(({ text, mark }) => `    ${text} [${marks[mark]}]`),
    `    ${rule.verified ? 'Amounts and anchors were read in the legal text.' : paint('warn', 'Amounts and anchors were NOT read in the legal text: check before use.')}`,
  ].join('\n');
}

function stageLines(stage: Stage): string[] {
  const { id, article, title, forEntity, weekendRelief, note } = stage;
  const relief =
    weekendRelief === undefined
      ? []
      : [
          `on a weekend or holiday: noon of the next working day${weekendRelief.except.length > 0 ? `, but not for ${weekendRelief.except.join(', ')}` : ''}`,
        ];
  const special = forEntity ? [`${forEntity.entity}: ${describeAmount(forEntity.amount)}`] : [];
  return [
    `    ${id.padEnd(14)} ${stageAmount(stage)}`,
    ...[`${title}, ${article}`, ...special, ...relief, ...(note === undefined ? [] : [note])].map(
      (line) => `    ${' '.repeat(15)}${line}`,
    ),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, n) =>
    Math.max(cell.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd();
  return [paint('quiet', line(head)), ...rows.map(line)].join('\n');
}

function today(io: Io): string {
  return new Date(io.now()).toISOString().slice(0, 10);
}
