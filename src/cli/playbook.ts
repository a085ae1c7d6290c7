/** `playbook list` and `playbook show`: what each kind of incident asks to be done. */
import { formatSpan } from '../calendar/format.ts';
import { Failure } from '../failure.ts';
import { playbooksOf, type WrittenPlaybook } from '../policy/playbooks.ts';
import { paint, type Io } from './io.ts';
import { printJson } from './json.ts';
import { openSession, type CommonOptions } from './session.ts';
import { shown } from './shown.ts';

export async function runPlaybookList(io: Io, given: CommonOptions): Promise<void> {
  const session = await openSession(io, given);
  const playbooks = playbooksOf(session.policy.playbooks);
  if (given.json) return printJson(session, { playbooks });
  const width = Math.max(...Object.keys(playbooks).map((kind) => kind.length)) + 2;
  for (const [kind, { title, when }] of Object.entries(playbooks))
    io.print(`${paint('strong', kind.padEnd(width))}${when ?? title}`);
}

export async function runPlaybookShow(
  io: Io,
  given: CommonOptions,
  [kind = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const playbooks = playbooksOf(session.policy.playbooks);
  const found = Object.hasOwn(playbooks, kind) ? playbooks[kind] : undefined;
  if (!found)
    throw new Failure(
      'usage',
      'unknown-playbook',
      `${shown(kind)} is not a kind of incident; use one of ${Object.keys(playbooks).join(', ')}`,
    );
  if (given.json) return printJson(session, { kind, playbook: found });
  io.print(render(kind, found));
}

function render(kind: string, { title, when, steps }: WrittenPlaybook): string {
  return [
    `${paint('strong', kind)}  ${title}`,
    ...(when === undefined ? [] : [`  ${when}`]),
    '',
    ...steps.map(({ title: what, owner, within, mandatory }, n) => {
      const about = [
        owner,
        ...(within === undefined ? [] : [`within ${formatSpan(within)}`]),
        ...(mandatory ? ['mandatory'] : []),
      ].join(', ');
      return `  ${String(n + 1).padStart(2)}. ${what} ${paint('quiet', `(${about})`)}`;
    }),
    '',
    paint(
      'quiet',
      `  Start it with: seventytwo declare "…" --kind ${kind}, or seventytwo triage INC-… "…" --kind ${kind}`,
    ),
  ].join('\n');
}
