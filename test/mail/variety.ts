/** Every mail in every form that it can take: what tests of languages read. */
import { mailKinds } from '../../src/domain/mail.ts';
import { law } from '../../src/domain/rules/index.ts';
import { accessRoles } from '../../src/domain/access.ts';
import { reviewMails } from '../../src/domain/access-review.ts';
import { filingStages, type FilingStage } from '../../src/domain/commands.ts';
import type { DutyPlan, Filing } from '../../src/domain/duty.ts';
import type { Digest } from '../../src/domain/digest.ts';
import type { PagingSubject } from '../../src/domain/page-subject.ts';
import type { Told } from '../../src/domain/told.ts';
import {
  incidentTroubles,
  installationTroubles,
  type AlarmMail,
  type TroubleKind,
} from '../../src/domain/trouble.ts';
import { upkeepKinds, upkeepNews } from '../../src/domain/upkeep.ts';
import { alarmRequest, composeAlarm } from '../../src/mail/alarm.ts';
import { composeMail, type Composed } from '../../src/mail/compose.ts';
import { digestMail, type DigestMail } from '../../src/mail/digest.ts';
import { accessReviewMail } from '../../src/mail/access-review.ts';
import { announcementMail } from '../../src/mail/announcement.ts';
import { handOverMail } from '../../src/mail/hand-over.ts';
import { upkeepMail } from '../../src/mail/upkeep.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { aware, due, duty, hour, request, subject, type Change } from './sample.ts';

type Kind = (typeof mailKinds)[number];

const plan: DutyPlan = {
  ...{ rule: 'gdpr-33-2', stage: 'notification', customer: 'kiosk', isTarget: true },
  ...{ title: 'Processor: notify the controller', article: 'GDPR Art. 33(2)' },
  addressee: 'each controller concerned',
  latestArguableAtMs: due + hour,
  notes: ['A note of the rule, as it was recorded.'],
};
const { customer: _customer, ...ownPlan } = plan;

const told: Told = {
  ...{ concerned: 40, told: 12, openCount: 25, failedCount: 3 },
  ...{ open: ['kiosk', 'gone'], failed: ['kiosk', 'gone'] },
};

const withholding = { reason: 'r', proposedBy: 'carla', proposedAtMs: aware, confirmedBy: 'dirk' };
const provisional = { ...duty.anchor, kind: 'detection', provisional: true } as const;

function filing(lateByMs: number, stage: FilingStage = 'initial'): Filing {
  return {
    ...{ stage, filed: { atMs: due + lateByMs, zone: 'UTC' }, reference: 'LDA-4711' },
    ...{ recordedAtMs: due, recordedBy: 'carla', lateByMs },
  };
}

/** Titles as the activity that plans writes them. */
export function plansOfLaw(): readonly DutyPlan[] {
  return Object.values(law).flatMap(({ id, title, addressee, stages }) =>
    stages.map((stage) => ({
      ...{ rule: id, stage: stage.id, addressee, notes: [], article: stage.article },
      title: stages.length === 1 ? title : `${title}: ${stage.title}`,
    })),
  );
}

const paging: PagingSubject = {
  ...{ level: 2, levels: 3, nextAtMs: due - 23.9 * hour, silentSinceMs: due - 25 * hour },
  ...{ together: [], next: [{ person: 'ben' }, { layer: 'management' }], paged: ['anna'] },
  told: ['anna', 'ben', 'carla', 'dirk'],
};

const changes: readonly (readonly [what: string, kind: Kind, change: Change])[] = [
  ...mailKinds.map((kind) => ['', kind, {}] as const),
  ['to the last on call', 'page', { mail: { to: 'ben' } }],
  ['late', 'page', { mail: { causedAtMs: due - 25 * hour } }],
  ['of a level', 'page', { subject: { paging } }],
  ['with another', 'page', { subject: { paging: { ...paging, together: ['ben'] } } }],
  ['to the last level', 'page', { subject: { paging: { ...paging, next: [] } } }],
  ['to the last of few', 'page', { subject: { paging: { ...paging, next: [], told: ['dirk'] } } }],
  [
    ...(['to the last of some', 'page'] as const),
    { subject: { paging: { ...paging, next: [], told: ['dirk', 'ben'] } } },
  ],
  ['to some', 'nobody-reached', { subject: { paging: { ...paging, told: ['dirk', 'ben'] } } }],
  ['without anybody', 'nobody-reached', { subject: { paging: { ...paging, paged: [] } } }],
  ['in time', 'still-on-it', { subject: { paging } }],
  ['as the scribe', 'assigned', { mail: { role: 'scribe' } }],
  ['provisional', 'assigned', { duty: { anchor: provisional } }],
  ['instead', 'briefing', { mail: { insteadOf: 'ben' } }],
  ['provisional', 'briefing', { duty: { anchor: provisional } }],
  ['late', 'briefing', { nowMs: due + hour, duty: { wasDueAtMs: due - hour } }],
  ['of a target', 'briefing', { duty: { plan } }],
  ['of a rule without customer', 'briefing', { duty: { plan: ownPlan } }],
  ['of all customers', 'briefing', { duty: { plan: ownPlan }, subject: { told } }],
  ['unknown', 'briefing', { subject: { personalData: 'unknown' } }],
  ...(
    [
      ...['awareness', 'detection', 'vendor-notice', 'incident-start', 'classification'],
      ...['determination', 'fix-available', 'resolution', 'submission'],
    ] as const
  ).map(
    (kind) => [`from ${kind}`, 'briefing', { duty: { anchor: { ...duty.anchor, kind } } }] as const,
  ),
  ...plansOfLaw().map(
    (of) => [`of ${of.rule}/${of.stage}`, 'briefing', { duty: { plan: of } }] as const,
  ),
  ...plansOfLaw().map(
    (of) => [`of ${of.rule}/${of.stage}`, 'confirm-withholding', { duty: { plan: of } }] as const,
  ),
  ['provisional', 'reminder', { duty: { anchor: provisional, withholding } }],
  ['due now', 'reminder', { nowMs: due }],
  ['in seconds', 'reminder', { nowMs: due - 8_000 }],
  ['at odd hours', 'reminder', { nowMs: due - 90 * 60_000 }],
  [
    'overdue, for many',
    'reminder',
    {
      nowMs: due + 3 * hour,
      mail: { reached: { rungs: ['T-1h', 'T'], overdue: { from: 1, to: 3 }, level: 'owner' } },
    },
  ],
  ['of a plan', 'reminder', { duty: { plan } }],
  ['of all customers', 'reminder', { duty: { plan: ownPlan }, subject: { told } }],
  ['of nobody', 'confirm-withholding', { duty: { withholding } }],
  [
    'with the times',
    'confirm-awareness',
    { subject: { proposedAwareness: { atMs: due, zone: 'UTC', reason: 'r', proposedBy: 'anna' } } },
  ],
  [
    'one task',
    'task-given',
    { subject: { tasks: [{ id: 'T1', title: 'Look', mandatory: true }] } },
  ],
  ['filed late', 'duty-ended', { duty: { state: 'filed', filings: [filing(hour)] } }],
  [
    'filed, rest owed',
    'duty-ended',
    { duty: { state: 'filed', filings: [filing(0)], followUpOwed: true } },
  ],
  ...filingStages.map(
    (stage) =>
      [
        `filed ${stage}`,
        'duty-ended',
        { duty: { state: 'filed', filings: [filing(0, stage)] } },
      ] as const,
  ),
  ['withheld', 'duty-ended', { duty: { state: 'withheld', withholding } }],
  ['withdrawn', 'duty-ended', { duty: { state: 'withdrawn' } }],
  ['drafted', 'duty-ended', { duty: { state: 'draft' } }],
  [
    'of all customers',
    'duty-ended',
    { duty: { plan: ownPlan, state: 'filed' }, subject: { told } },
  ],
  ['of some customers', 'duty-ended', { duty: { plan: ownPlan }, subject: { told } }],
  ['several', 'customer-unreached', { mail: { tellsAll: true }, subject: { told } }],
  ...(['low', 'medium', 'critical'] as const).map(
    (severity) => [severity, 'page', { subject: { severity } }] as const,
  ),
  ...(['triage', 'containment', 'review', 'closed'] as const).map(
    (phase) => [phase, 'assigned', { subject: { phase, personalData: 'no' } }] as const,
  ),
];

const troubles: readonly TroubleKind[] = [...incidentTroubles, ...installationTroubles];
const alarms = troubles.flatMap((kind) =>
  ([0, 1, 2] as const).flatMap((told) =>
    (['alarm', 'over'] as const).flatMap((mail) =>
      ([undefined, due, due - 10 * hour] as const).map((dueAtMs) => ({
        ...{ kind, told, mail, dueAtMs },
      })),
    ),
  ),
);

/** By what it is. A customer's mail is left to the tests of notices, whose words it shows. */
export function everyMail(policy: Policy): ReadonlyMap<string, Composed> {
  const all = new Map<string, Composed>();
  for (const [what, kind, change] of changes)
    all.set(`${kind} ${what}`, composeMail(request(kind, { ...change, policy })));
  const unknown = { ...request('reminder', { policy }), authority: undefined };
  all.set('reminder without authority', composeMail(unknown));
  const named = { id: 'XX', name: 'XX', ownName: 'XX', countryCode: 'DE' };
  const website = { ...named, verified: false, asOf: '2026-11-22' };
  for (const link of [{ website: 'https://w.example' }, { portal: 'https://p.example' }])
    all.set(
      `reminder with ${Object.keys(link).join()}`,
      composeMail({ ...unknown, authority: { ...website, ...link } }),
    );
  for (const alarm of alarms) all.set(Object.values(alarm).join(' '), composed(alarm, policy));
  for (const [what, mail] of circulars(policy)) all.set(what, mail);
  return all;
}

/** Mails that belong to no incident. */
function circulars(policy: Policy): readonly (readonly [what: string, mail: Composed])[] {
  const found = upkeepKinds.map((kind, n) => ({
    ...{ kind, about: 'INC-7K3FQ', detail: '2026-11-19' },
    severity: n % 2 === 0 ? ('failed' as const) : ('warning' as const),
  }));
  const memory = found.map((finding) => ({ ...finding, sinceMs: due }));
  const upkeep = upkeepNews.map((news) => {
    const digest = { news, found: news === 'well' ? [] : found, memory, nowMs: due };
    return [`upkeep ${news}`, upkeepMail(digest, policy, 'carla')?.composed] as const;
  });
  const review = {
    ...{ id: 'review-2026-11-19T1504', openedAtMs: aware, dueAtMs: due, told: [] },
    confirmed: { anna: { by: 'dirk', atMs: aware } },
  };
  const key = { id: '0f3a5b7c9d1e2f40', person: 'anna', expiresAtMs: due };
  const holders = ['anna', 'ben', 'gone'].map((person) => ({
    ...{ person, isKnown: person !== 'gone', roles: accessRoles },
    keys: person === 'ben' ? [] : [key],
  }));
  const reviews = reviewMails.map((mail) => {
    const news = { mail, review, holders, ended: [key], spared: key, nowMs: due };
    return [`access review ${mail}`, accessReviewMail(news, policy, 'carla')?.composed] as const;
  });
  const sections = Array.from({ length: 11 }, (_, n) => ({
    ...{ section: n + 1, count: n + 1, keys: ['people', 'onCall'] },
  }));
  const announced = [undefined, due].flatMap((sinceMs) =>
    ['anna', 'carla'].map((to) => {
      const since = sinceMs === undefined ? {} : { sinceMs };
      const news = { before: '0123456789ab', after: 'ba9876543210', sections, ...since };
      return [`policy to ${to} ${sinceMs}`, announcementMail(news, policy, to)?.composed] as const;
    }),
  );
  const turn = { layer: 'primary', person: 'carla', fromMs: aware, untilMs: due };
  const open = Array.from({ length: 17 }, (_, n) => ({
    id: `INC-7K3F${n}`,
    severity: 'high' as const,
  }));
  const others = {
    before: { ...turn, person: 'ben', fromMs: 0, untilMs: aware },
    after: { ...turn, person: 'anna', fromMs: due },
  };
  const handOvers = [true, false].flatMap((isEnded) =>
    (['begins', 'ends'] as const).map((what) => {
      const around = {
        ...{ layer: 'primary', now: turn, ...(isEnded && others) },
        ...{ isBegunEarlier: !isEnded, isOpenEnded: !isEnded },
      };
      const handOver = {
        ...{ layer: 'primary', told: { layer: 'primary', fromMs: aware } },
        ...((isEnded || what === 'begins') && {
          begins: { ...turn, ...(isEnded && { insteadOf: 'anna' }), isLate: isEnded },
        }),
        ends: { person: 'carla', atMs: aware },
      };
      const news = { handOver, around, open: isEnded ? open : [] };
      return [
        `hand-over ${what} ${isEnded}`,
        handOverMail(news, what, policy, 'carla')?.composed,
      ] as const;
    }),
  );
  const digests = ['carla', 'ben', 'dirk'].map(
    (to) => [`digest to ${to}`, digestMail(morning(to), policy, to)?.composed] as const,
  );
  return [...upkeep, ...reviews, ...announced, ...handOvers, ...digests].map(([what, mail]) => {
    if (!mail) throw new Error(`the sample has no recipient for ${what}`);
    return [what, mail];
  });
}

/** Carla has everything, Ben work alone, Dirk news alone. */
function morning(to: string): DigestMail {
  const of = { incident: subject.id, title: subject.title };
  const task = { id: 'T2', title: 'Look for the same mistake elsewhere', mandatory: true };
  const kept = { ...of, key: '9.0', atMs: aware, mailDomain: 'mail.example.eu' };
  const digest: Digest = {
    duties:
      to === 'carla'
        ? [
            { ...of, duty },
            { ...of, incident: 'INC-B2C4D', duty: { ...duty, anchor: provisional } },
          ]
        : [],
    unacknowledged: to === 'carla' ? [{ ...of, declaredAtMs: aware }] : [],
    tasks:
      to === 'dirk' ? [] : [{ ...of, task: { ...task, due: { atMs: due - hour, zone: 'UTC' } } }],
    drafts: to === 'carla' ? [{ ...of, notice: 'N1' }] : [],
    kept:
      to === 'ben'
        ? []
        : [
            { ...kept, kind: 'assigned' },
            { ...kept, kind: 'task-given' },
            { ...kept, kind: 'duty-ended', ended: { ...duty, state: 'filed' } },
            { ...kept, kind: 'page' },
          ],
  };
  return { digest, day: '2026-11-22', nowMs: due - 9 * hour };
}

function composed(
  { kind, told: times, mail, dueAtMs }: (typeof alarms)[number],
  policy: Policy,
): Composed {
  const sinceMs = due - 5 * hour;
  const amounts = { count: 7, aheadMs: -60_000 };
  const trouble = {
    kind,
    incidentId: subject.id,
    ...amounts,
    ...(dueAtMs !== undefined && { dueAtMs }),
  };
  const from: AlarmMail = {
    key: 'alarm.INC-7K3FQ.1.0.carla',
    kind: mail,
    episode: { trouble, sinceMs, seenAtMs: sinceMs, told: times, incidents: [subject.id] },
    ...{ to: 'carla', atMs: sinceMs + hour },
  };
  const made = alarmRequest(from, policy, sinceMs + hour);
  if (!made) throw new Error('the sample has no recipient for an alarm');
  return composeAlarm(made);
}
