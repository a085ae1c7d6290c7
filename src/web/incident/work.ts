/** Who does what on an incident: tasks, people and paging, what is still proposed. */
import { html } from 'hono/html';
import { assessmentWords } from '../../domain/assessment.ts';
import { reporterOf } from '../../domain/alerting.ts';
import type { Status } from '../../domain/status.ts';
import { isOpenTask, type Task } from '../../domain/task.ts';
import { mayHere } from '../commands.ts';
import type { Html } from '../page.ts';
import { doUrl, facts, section, who } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at, left } from '../times.ts';
import type { View } from '../view.ts';

export function tasks({ status, incident }: Shown, view: View): Html | '' {
  const { tasks: all, id, phase } = status;
  const mayAdd = phase !== 'closed' && mayHere(incident, id, 'addTask', view);
  if (all.length === 0 && !mayAdd) return '';
  const open = all.filter(isOpenTask);
  const over = all.filter((task) => !isOpenTask(task));
  return section(
    'tasks',
    'Tasks',
    html`${
      open.length === 0
        ? html`<p>No open task.</p>`
        : html`<ul class="tasks">
            ${open.map((task) => openTask(task, { status, ...(incident && { incident }) }, view))}
          </ul>`
    }
    ${
      over.length === 0
        ? ''
        : html`<details>
            <summary>${over.length} done or skipped</summary>
            <ul class="tasks">
              ${over.map(({ id: task, title, skippedAtMs }) => html`<li><span class="mark-done" aria-hidden="true">${skippedAtMs === undefined ? '✓' : '–'}</span> <span class="id">${task}</span> ${title} <span class="small">${skippedAtMs === undefined ? 'done' : 'skipped'}</span></li>`)}
            </ul>
          </details>`
    }
    ${mayAdd ? html`<p><a class="button quiet" href="${doUrl(id, 'addTask')}">Add a task</a></p>` : ''}`,
    `${open.length} open`,
  );
}

function openTask(task: Task, { status, incident }: Shown, view: View): Html {
  const { id, title, owner, role, due, mandatory } = task;
  const acts = (
    [
      ['completeTask', 'Done'],
      ['assignTask', 'Hand over'],
      ['skipTask', 'Skip'],
    ] as const
  ).filter(([name]) => mayHere(incident, status.id, name, view, { task: id }));
  const by =
    owner === undefined ? (role === undefined ? 'nobody yet' : `no ${role} yet`) : who(owner, view);
  return html`<li>
    <p><span class="id">${id}</span> ${title}</p>
    <p class="small">
      ${by}${mandatory ? ' · mandatory' : ''}${due ? html` · due ${at(due.atMs, view)} · ${left(due.atMs, view)}` : ''}
    </p>
    ${acts.length === 0 ? '' : html`<p class="acts">${acts.map(([name, label]) => html`<a class="button quiet" href="${doUrl(status.id, name, { task: id })}">${label}<span class="hide"> ${id}</span></a> `)}</p>`}
  </li>`;
}

export function people({ status }: Shown, view: View): Html {
  const { commander, scribe, reporter, source, seenBy, glasses = [] } = status;
  const { roles } = view.policy;
  return section(
    'people',
    'People',
    facts([
      ['leads', who(commander, view)],
      ...(scribe === undefined ? [] : [['scribe', who(scribe, view)] as const]),
      ['reported by', source === undefined ? who(reporter, view) : reporterOf(source)],
      ['data protection officer', `${who(roles.dpo, view)}, deputy ${who(roles.deputy, view)}`],
      ['decides', who(roles.decisionMaker, view)],
      ...(seenBy
        ? [['restricted to', seenBy.map((person) => who(person, view)).join(', ')] as const]
        : []),
      ...glasses.map(
        ({ id, by, untilMs, reason, review }) =>
          [
            `break-glass ${id}`,
            html`${who(by, view)}, until ${at(untilMs, view)}: ${reason}
            (${review ? `${review.verdict.replace('-', ' ')}, says ${who(review.by, view)}` : 'not reviewed'})`,
          ] as const,
      ),
    ]),
  );
}

export function stamps({ status }: Shown, view: View): Html {
  const { stamps: times, aware } = status;
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['occurred', times.occurred?.atMs],
    ['suspected', times.suspected?.atMs],
    ['looked into', times.investigationStarted?.atMs],
    ['detected', times.detected.atMs],
    ["vendor's notice", times.vendorNotice?.atMs],
    ['declared', times.declaredAtMs],
    ['acknowledged', times.acknowledgedAtMs],
    ['aware', aware?.atMs],
    ['contained', times.containedAtMs],
    ['recovered', times.recoveredAtMs],
    ['closed', times.closedAtMs],
  ];
  return section(
    'times',
    'Times',
    facts([
      ...rows.flatMap(([name, atMs]) =>
        atMs === undefined ? [] : [[name, at(atMs, view)] as const],
      ),
      ...(aware ? [['why aware', `${who(aware.declaredBy, view)}: ${aware.reason}`] as const] : []),
    ]),
  );
}

export function said({ description, summary, assessment, assessmentFault }: Status): Html | '' {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['At the beginning', description],
    ['Triage', summary],
    ['Assessment', assessment && assessmentWords(assessment)],
    ['Assessment not made', assessmentFault],
  ];
  const known = rows.filter(([, text]) => text !== undefined);
  return known.length === 0
    ? ''
    : section(
        'known',
        'What is known',
        html`${known.map(
          ([name, text]) =>
            html`<h3>${name}</h3>
              <p class="words">${text}</p>`,
        )}`,
      );
}
