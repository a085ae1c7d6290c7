/** The list of incidents as a terminal shows it. */
import { formatBoth, formatLocal } from '../calendar/format.ts';
import { paint } from './io.ts';
import type { ListedLine } from '../looking/list.ts';
import { countdown } from './render.ts';
import type { Session } from './session.ts';

export function renderList(lines: readonly ListedLine[], session: Session): string {
  if (lines.length === 0)
    return 'No open incident. Declare one: seventytwo declare "what is wrong" --as <person>';
  const head = ['ID', 'SEVERITY', 'PHASE', 'PERSONAL DATA', 'NEXT DUE'];
  const rows = lines.map((line) => [
    line.id,
    line.severity,
    line.phase,
    line.personalData,
    line.nextDueAtMs === undefined ? '-' : formatBoth(line.nextDueAtMs, session.zone),
  ]);
  const widths = head.map((name, n) =>
    Math.max(name.length, ...rows.map((row) => row[n]?.length ?? 0)),
  );
  const format = (cells: readonly string[]): string =>
    cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ');
  return [
    paint('quiet', `${format(head)}  TITLE`),
    ...rows.map((row, n) => {
      const line = lines[n];
      const left =
        line?.nextDueAtMs === undefined
          ? ''
          : ` (${countdown(line.nextDueAtMs, session.io.now())})`;
      return `${format(row)}  ${line?.restricted ? '(restricted)' : (line?.title ?? '(not in the register yet)')}${left}`;
    }),
    ...lines.flatMap((line) => unreachedLine(line, session)),
    ...lines.flatMap(({ stuck }) => (stuck === undefined ? [] : [paint('bad', stuck)])),
  ].join('\n');
}

function unreachedLine({ id, unreachedSinceMs }: ListedLine, { zone }: Session): readonly string[] {
  if (unreachedSinceMs === undefined) return [];
  const since = formatLocal(unreachedSinceMs, zone);
  return [
    paint('bad', `${id}: NOBODY COULD BE REACHED since ${since}; take it: seventytwo ack ${id}`),
  ];
}
