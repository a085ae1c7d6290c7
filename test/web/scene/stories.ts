/** A bad weekend of a small company: incidents of every severity and state, as the domain itself tells them. */
import { hourMs } from '../../../src/domain/ladder.ts';
import type { Incident } from '../../../src/domain/incident.ts';
import {
  accepts,
  declared,
  fails,
  givenUnder,
  hours,
  next,
  startMs,
  type Step,
  type Story,
} from '../../support/incidents.ts';
import { policySnapshot } from '../../support/policy.ts';
import { renamed } from '../board.ts';

/** Monday 30 March 2026, 03:12 in Berlin: the clocks went forward the night before. */
export const sceneMs = startMs + 64 * hourMs + 58 * 60_000;

const inForce = policySnapshot({ customers: ['globex', 'initech'] });
const told = (...steps: readonly Step[]): Story => givenUnder(inForce, ...steps);
const hour = (count: number): number => hours(count).atMs;

/** Every mail is taken by the server, but those that `lost` says. */
function mailed(story: Story, lost: (mail: Incident['mails'][number]) => boolean = () => false) {
  return story.incident.mails.reduce(
    (before, mail) =>
      next(before, lost(mail) ? fails(mail, before.nowMs) : accepts(mail, before.nowMs)),
    story,
  );
}

/** Nothing more is done until the scene; the mails go out by the hour. */
function quiet(story: Story): Story {
  const untilMs = Math.min(story.nowMs + hourMs, sceneMs);
  const later = mailed(next(story, { until: untilMs }));
  return untilMs === sceneMs ? later : quiet(later);
}

function main(): Story {
  const acknowledged = next(
    mailed(
      told(
        declared({
          title: 'Customer export could be downloaded without signing in',
          severity: 'critical',
          kind: 'ransomware',
          description:
            'A customer wrote that the link in the monthly mail opens without a password.',
        }),
      ),
    ),
    { name: 'acknowledge', at: hour(0.1) },
    { name: 'stamp', at: hour(0.4), fields: { what: 'occurred', at: hours(-30) } },
    {
      name: 'triage',
      at: hour(1),
      fields: {
        summary:
          'The nightly export was written to a public bucket from 26 March on. The log names 14 addresses outside of the company.',
        personalData: 'yes',
        subjects: 4_180,
        subjectCategories: ['customers', 'employees of customers'],
        dataCategories: ['names', 'e-mail addresses', 'invoices'],
      },
    },
    {
      name: 'declareAwareness',
      at: hour(1.2),
      fields: {
        at: hours(1),
        reason: 'The log shows downloads from addresses that nobody here knows.',
      },
    },
  );
  const worked = next(
    mailed(acknowledged, ({ to }) => to === 'dirk'),
    {
      name: 'contain',
      at: hour(2),
      fields: { summary: 'The bucket is closed; all links were revoked.' },
    },
    { name: 'completeTask', at: hour(2.1), by: 'anna', fields: { task: 'T1' } },
    {
      name: 'note',
      at: hour(3),
      by: 'ben',
      fields: {
        text: 'Globex BV called: they want to know by Monday noon which of their people are in the file.',
      },
    },
    {
      name: 'addTask',
      at: hour(3.2),
      fields: {
        title: 'Ask the search engines to drop their copies of the export',
        owner: 'anna',
        due: { atMs: sceneMs + 40 * 60_000, zone: 'Europe/Berlin' },
        mandatory: true,
      },
    },
    {
      name: 'attach',
      at: hour(3.4),
      by: 'ben',
      fields: { fileName: 'bucket-access-2026-03-26.csv', sha256: 'ab'.repeat(32), bytes: 48_213 },
    },
    {
      name: 'advise',
      at: hour(5),
      by: 'dora',
      fields: {
        duty: 'gdpr-33-1',
        recommends: 'notify',
        reason: 'Invoices show what people bought; a risk cannot be ruled out.',
      },
    },
  );
  return quiet(worked);
}

function storm(): Story {
  const source = 'prometheus';
  const at = sceneMs - 1.5 * hourMs;
  const newest = { atMs: sceneMs - 9 * 60_000, zone: 'Europe/Berlin' };
  const begun = told({
    ...declared({
      title: 'AuthFailuresHigh: many wrong passwords from one network',
      severity: 'high',
      source,
    }),
    ...{ by: 'seventytwo', at },
  });
  return quiet(
    next(
      mailed(begun),
      {
        ...{ name: 'recordAlerts', by: 'seventytwo', at: newest.atMs + 1_000 },
        fields: { source, firing: 3, resolved: 1, total: 4, newest },
      },
      { until: sceneMs },
    ),
  );
}

function overdue(): Story {
  return quiet(
    next(
      told({
        ...declared({
          title: 'Payslips of March sent to a wrong mailing list',
          severity: 'medium',
        }),
        at: hour(-20),
      }),
      { name: 'acknowledge', by: 'ben' },
      {
        name: 'triage',
        by: 'ben',
        fields: { summary: 'Sent to 12 people of sales.', personalData: 'yes' },
      },
      {
        name: 'declareAwareness',
        by: 'ben',
        fields: { at: hours(-20), reason: 'The mail itself.' },
      },
      {
        name: 'withholdDuty',
        by: 'dora',
        at: hour(2),
        fields: {
          duty: 'gdpr-33-1',
          exception: 'risk-unlikely',
          reason: 'All twelve are employees, bound to confidentiality, and deleted it.',
        },
      },
    ),
  );
}

function restricted(): Story {
  return quiet(
    next(
      told({
        ...declared({ title: 'An employee looked at files of a neighbour', severity: 'medium' }),
        at: hour(30),
      }),
      { name: 'acknowledge' },
      { name: 'restrict', fields: { people: ['anna', 'dora'], reason: 'about a colleague' } },
    ),
  );
}

function reviewed(): Story {
  return quiet(
    next(
      told({
        ...declared({ title: 'Laptop left on a train', severity: 'low', personalData: 'no' }),
        at: hour(20),
      }),
      { name: 'acknowledge', by: 'ben' },
      {
        name: 'triage',
        by: 'ben',
        fields: { summary: 'Encrypted, locked, found by the railway.', personalData: 'no' },
      },
      { name: 'contain', by: 'ben', fields: { summary: 'Its certificates were revoked.' } },
      { name: 'recover', by: 'ben', fields: { summary: 'It is back and was set up anew.' } },
    ),
  );
}

function closed(): Story {
  return next(
    told({
      ...declared({ title: 'Phishing mail in the name of the bank', severity: 'medium' }),
      at: hour(-60),
    }),
    { name: 'acknowledge' },
    { name: 'triage', fields: { summary: 'Nobody clicked.', personalData: 'no' } },
    { name: 'contain', fields: { summary: 'The sender is blocked.' } },
    { name: 'recover', fields: { summary: 'Nothing to restore.' } },
    { name: 'review', fields: { summary: 'The banner for mails from outside helps.' } },
    { name: 'close' },
  );
}

function falseAlarm(): Story {
  return next(
    told({
      ...declared({ title: 'Port scan of the test server', severity: 'low' }),
      at: hour(-40),
    }),
    { name: 'acknowledge' },
    { name: 'declareFalseAlarm', fields: { reason: 'It was our own yearly test.' } },
  );
}

function merged(): Story {
  return next(
    told({
      ...declared({ title: 'Customer says: invoices visible', severity: 'high' }),
      at: hour(0.2),
    }),
    { name: 'acknowledge' },
    { name: 'merge', fields: { into: ids.main, reason: 'The same export.' } },
    { event: { type: 'merged', into: ids.main } },
    { event: { type: 'closed', outcome: 'merged' } },
  );
}

export const ids = {
  main: 'INC-K7F3Q',
  storm: 'INC-M4XW2',
  overdue: 'INC-9TR5K',
  restricted: 'INC-Q2VH8',
  reviewed: 'INC-T5ND3',
  closed: 'INC-B8RC7',
  falseAlarm: 'INC-4WZ6G',
  merged: 'INC-H3JP7',
} as const;

export function everyStory(): Map<string, Story> {
  const all: Readonly<Record<keyof typeof ids, () => Story>> = {
    ...{ main, storm, overdue, restricted, reviewed, closed, falseAlarm, merged },
  };
  return new Map(
    Object.entries(ids).map(([name, id]) => {
      // oxlint-disable-next-line no-unsafe-type-assertion -- Object.entries forgets the literal keys.
      const story = all[name as keyof typeof ids]();
      return [id, renamed(story, id)];
    }),
  );
}
