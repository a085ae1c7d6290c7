/** The clocks of an incident: the most urgent one large, with its ladder of reminders; then every duty. */
import { html } from 'hono/html';
import { formatSpan } from '../../calendar/format.ts';
import type { CommandName } from '../../domain/commands.ts';
import { isOpen } from '../../domain/duty.ts';
import type { DutyStatus, Status } from '../../domain/status.ts';
import { mayHere } from '../commands.ts';
import type { Html } from '../page.ts';
import { doUrl, facts, section, who } from '../parts.ts';
import type { Shown } from '../reading.ts';
import { at, left } from '../times.ts';
import type { View } from '../view.ts';

export function clock({ status, incident }: Shown, view: View): Html | '' {
  const [duty] = status.duties.filter(isOpen).toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  if (!duty) return '';
  const { article, title, anchor, dueAtMs, plan } = duty;
  const kind = anchor.provisional ? ' · provisional' : plan?.isTarget ? ' · our own target' : '';
  return html`<section class="clock" data-part="clock" aria-labelledby="clock-h">
    <h2 id="clock-h">${article}<span class="count">${kind}</span></h2>
    <p class="big">${left(dueAtMs, view)}</p>
    <p>${title}, by ${at(dueAtMs, view)}</p>
    ${ladder(duty, incident?.policy.ladder ?? view.policy.ladder, view)}
  </section>`;
}

type Rungs = { readonly rungs: readonly { readonly beforeMs: number }[] };

function ladder(duty: DutyStatus, usual: Rungs, view: View): Html {
  const { rungs } = duty.plan?.ladder ?? usual;
  const next = rungs.find(({ beforeMs }) => duty.dueAtMs - beforeMs > duty.remindedUntilMs);
  return html`<ol class="ladder" aria-label="Reminders before it is due">
      ${rungs.map((rung) => {
        const { beforeMs } = rung;
        const state =
          rung === next
            ? 'next'
            : duty.dueAtMs - beforeMs <= duty.remindedUntilMs
              ? 'past'
              : 'ahead';
        const words = { past: 'passed', next: 'next', ahead: 'to come' }[state];
        return html`<li class="${state}">
          <span class="rung" aria-hidden="true"></span
          >${beforeMs === 0 ? 'due' : short(beforeMs)}<span class="hide"> before: ${words}</span>
        </li>`;
      })}
    </ol>
    ${duty.nextReminderAtMs === undefined ? '' : html`<p class="small">Next reminder ${at(duty.nextReminderAtMs, view)}</p>`}`;
}

function short(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : formatSpan(ms);
}

/** More than a page can show one by one: the rest is on the page of customers of the command line. */
const mostDuties = 25;

export function duties({ status, incident }: Shown, view: View): Html | '' {
  const { duties: all, started = {}, id } = status;
  const waiting = Object.values(started).flatMap(({ rule, waiting: for_ }) =>
    for_.map((sentence) => html`<li>${rule}: ${sentence}</li>`),
  );
  if (all.length === 0 && waiting.length === 0) return '';
  const sorted = all.toSorted(
    (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || a.dueAtMs - b.dueAtMs,
  );
  const may = (name: CommandName): boolean => mayHere(incident, id, name, view);
  const shown = sorted.slice(0, mostDuties);
  return section(
    'duties',
    'Legal duties',
    html`${shown.map((duty) => dutyCard(duty, status, view, may))}
    ${sorted.length > shown.length ? html`<p>${sorted.length - shown.length} more; all of them: <code>seventytwo duty list ${id}</code></p>` : ''}
    ${
      waiting.length === 0
        ? ''
        : html`<ul>
            ${waiting}
          </ul>`
    }`,
    `${all.filter(isOpen).length} open`,
  );
}

/** A draft is none of the ends of a duty: whoever reads fast must not take it for filed. */
const stateWords: Readonly<Record<DutyStatus['state'], string>> = {
  open: 'open',
  draft: 'drafted, not filed',
  filed: 'filed',
  withheld: 'not notified',
  withdrawn: 'no longer owed',
};

function dutyCard(
  duty: DutyStatus,
  { id }: Status,
  view: View,
  may: (name: CommandName) => boolean,
): Html {
  const { anchor, dueAtMs, withholding, advice } = duty;
  const open = isOpen(duty);
  const acts: readonly (readonly [CommandName, string])[] = open
    ? withholding
      ? [
          ['confirmWithholding', 'Confirm not to notify'],
          ['fileDuty', 'Record a filing'],
          ['advise', 'Advise'],
        ]
      : [
          ['fileDuty', 'Record a filing'],
          ['draftNotice', 'Draft the notice'],
          ['advise', 'Advise'],
          ['withholdDuty', 'Propose not to notify'],
        ]
    : [
        ['fileDuty', duty.followUpOwed ? 'Record the follow-up' : 'Record another filing'],
        ...(duty.state === 'filed' ? [] : [['reopenDuty', 'Reopen'] as const]),
      ];
  const mine = acts.filter(([name]) => may(name));
  return html`<article class="card" id="duty-${duty.id}">
    <h3>${duty.article} <span class="state ${duty.state}">${stateWords[duty.state]}</span></h3>
    <p>
      ${duty.title}${duty.plan?.isTarget ? ' (our own target: the law says without undue delay)' : ''}
    </p>
    ${facts([
      [
        open ? 'due' : 'was due',
        html`${at(dueAtMs, view)}${open ? html` · ${left(dueAtMs, view)}` : ''}`,
      ],
      [
        'runs from',
        html`${anchor.kind.replace('-', ' ')}${anchor.provisional ? ' (provisional)' : ''},
        ${at(anchor.atMs, view)}`,
      ],
      ...(duty.latestArguableAtMs === undefined
        ? []
        : [
            [
              'latest arguable',
              html`${at(duty.latestArguableAtMs, view)} (Reg. 1182/71); do not plan with it`,
            ] as const,
          ]),
      ...duty.filings.map(
        ({ reference, stage, filed, lateByMs, recordedBy }) =>
          [
            'filed',
            html`${reference} (${stage}), ${at(filed.atMs, view)}, recorded by
            ${who(recordedBy, view)}${lateByMs > 0 ? html`, <strong class="bad">${formatSpan(lateByMs)} late</strong>` : ''}`,
          ] as const,
      ),
      ...(duty.followUpOwed
        ? [['still owed', 'more is owed to the authority (Art. 33(4))'] as const]
        : []),
      ...(advice
        ? [
            [
              `advice of ${who(advice.by, view)}`,
              `to ${advice.recommends}: ${advice.reason}`,
            ] as const,
          ]
        : []),
      ...(withholding
        ? [
            [
              withholding.confirmedBy === undefined ? 'proposed not to notify' : 'not notified',
              `${who(withholding.proposedBy, view)}${withholding.confirmedBy === undefined ? ', needs a second person' : ` and ${who(withholding.confirmedBy, view)}`}: ${withholding.reason}`,
            ] as const,
          ]
        : []),
    ])}
    ${mine.length === 0 ? '' : html`<p class="acts">${mine.map(([name, label]) => html`<a class="button quiet" href="${doUrl(id, name, { duty: duty.id })}">${label}<span class="hide">, ${duty.article}</span></a> `)}</p>`}
  </article>`;
}
