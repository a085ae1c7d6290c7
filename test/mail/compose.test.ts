import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mailKinds } from '../../src/domain/mail.ts';
import { composeMail } from '../../src/mail/compose.ts';
import { mailRequest } from '../../src/mail/recipient.ts';
import { policySchema } from '../../src/policy/schema.ts';
import { aware, due, duty, hour, input, mailDomain, policy, request, subject } from './sample.ts';

const provisional = { ...duty.anchor, kind: 'detection', provisional: true } as const;

describe('every mail', () => {
  for (const kind of mailKinds) {
    const composed = composeMail(request(kind));

    it(`${kind} names the incident first in the subject`, () => {
      assert.match(composed.subject, /^\[INC-7K3FQ\] \S/);
    });

    it(`${kind} has a Message-ID and a thread that every attempt repeats`, () => {
      assert.equal(composed.messageId, `<INC-7K3FQ.12.0@${mailDomain}>`);
      assert.equal(composed.references, `<INC-7K3FQ@${mailDomain}>`);
      assert.deepEqual(composeMail(request(kind)), composed);
    });

    it(`${kind} says that a machine wrote it`, () => {
      assert.equal(composed.headers['Auto-Submitted'], 'auto-generated');
      assert.equal(composed.headers['X-Auto-Response-Suppress'], 'All');
    });

    it(`${kind} ends with the one contact address in both forms`, () => {
      assert.match(composed.text, /-- \n[^]*security@nordlicht\.example/);
      assert.match(composed.html, /security@nordlicht\.example/);
    });

    it(`${kind} loads nothing from outside`, () => {
      assert.doesNotMatch(composed.html, /<(img|link|script|iframe|object|base|form)\b/i);
      assert.doesNotMatch(composed.html, /url\(|@import|@font-face|\bsrc=/i);
    });

    it(`${kind} tells every instant in UTC and in the recipient's zone`, () => {
      const local = composed.text.match(/\d{4}, \d\d:\d\d(:\d\d)? (CET|EET|WET|GMT)/g) ?? [];
      const both = composed.text.match(
        /(CET|EET|WET|GMT) \(\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC\)/g,
      );
      assert.equal(local.length, both?.length ?? 0);
    });
  }

  it('tells staff neither reasons nor facts of the breach', () => {
    for (const kind of mailKinds.filter((each) => each !== 'customer-notice')) {
      const { text, html } = composeMail(
        request(kind, {
          subject: {
            proposedAwareness: {
              atMs: aware + hour,
              zone: 'UTC',
              reason: 'SECRET-REASON',
              proposedBy: 'anna',
            },
          },
          duty: {
            withholding: { reason: 'SECRET-REASON', proposedBy: 'anna', proposedAtMs: aware },
          },
        }),
      );
      assert.doesNotMatch(text + html, /SECRET-REASON|foreign download/);
    }
  });

  it('says for whom it stands in', () => {
    const { text } = composeMail(request('briefing', { mail: { insteadOf: 'ben' } }));
    assert.match(text, /Sent to you because the mail to Ben Okafor failed\./);
  });
});

describe('a hostile title', () => {
  const titles = {
    'line breaks': 'Bucket\r\nBcc: evil@evil.example\r\n\r\n<b>body</b>',
    markup: '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    'a reversed direction': 'invoice\u202Egpj.exe\u2066\u0000\u2028next',
    'a great length': `${'überlang '.repeat(60)}🙂`,
    'half a character': 'broken \ud83d here',
  };
  for (const [what, title] of Object.entries(titles)) {
    for (const kind of mailKinds) {
      it(`with ${what} breaks neither header nor page of ${kind}`, () => {
        const change = {
          subject: { title, ...(kind === 'customer-notice' && { summary: title }) },
        };
        const { subject: line, html, text, icalEvent } = composeMail(request(kind, change));
        assert.match(line, /^[^\p{Cc}\u2028\u202e\u2066]{1,150}$/u);
        assert.doesNotMatch(html, /<(script|img|b)\b/i);
        assert.doesNotMatch(html + text, /[\u202e\u2066\u2028]|(?!\s)\p{Cc}/u);
        assert.doesNotMatch(html + text + line, /\p{Cs}/u);
        assert.doesNotMatch(icalEvent?.content ?? '', /evil|script|exe/);
      });
    }
  }
});

describe('a page', () => {
  const { subject: line, text } = composeMail(request('page'));
  it('says how to acknowledge', () => {
    assert.match(line, /HIGH incident, please acknowledge: Customer export/);
    assert.match(text, /seventytwo ack INC-7K3FQ --as anna/);
  });
  it('says who is next and when', () => {
    assert.match(text, /within 15 min, by [^]* Ben Okafor is paged next/);
  });
  it('says that nobody is left after the last person', () => {
    assert.match(composeMail(request('page', { mail: { to: 'ben' } })).text, /nobody left to page/);
  });
  it('that comes late does not promise what has passed', () => {
    const late = request('page', { mail: { causedAtMs: due - 25 * hour } });
    assert.match(composeMail(late).text, /sent 1 h ago and reached you late/);
  });
});

describe('a briefing', () => {
  const { subject: line, text } = composeMail(request('briefing', { nowMs: aware + 120_000 }));
  it('holds what is needed when everything else is lost', () => {
    for (const needed of [
      /71 H 58 MIN LEFT/,
      /2026-11-22 15:04 UTC/,
      /Latest arguable: Sun 22 Nov 2026, 18:00 EET \(2026-11-22 16:00 UTC\)[^\n]*Do not plan by it/,
      /Counted from: awareness/,
      /https:\/\/lda\.bayern\.de\/datenpanne/,
      /incomplete[^\n]*Art\. 33\(4\)/,
      /\(a\)[^]*\(b\)[^]*\(c\)[^]*\(d\)/,
      /reasons for the delay/,
      /seventytwo duty file INC-7K3FQ/,
      /register[^\n]*Art\. 33\(5\)/,
      /Deputy: Ben Okafor/,
      /Decides to notify or not: Dirk Lindqvist/,
    ])
      assert.match(text, needed);
    assert.match(line, /Clock running, 71 h 58 min left/);
  });
  it('says that a clock is provisional, and from what', () => {
    const told = composeMail(request('briefing', { duty: { anchor: provisional } }));
    assert.match(told.subject, /Provisional clock running/);
    assert.match(told.text, /Counted from: detection[^\n]*provisional/);
    assert.match(told.text, /seventytwo aware INC-7K3FQ/);
  });
  it('says that other authorities may be owed a notice where the establishments lead to them', () => {
    const textOf = (establishments: object, language: 'en' | 'de'): string => {
      const organisation = policySchema.shape.organisation.parse({
        ...policy.organisation,
        ...{ language, establishments },
      });
      const written = { ...policy, organisation };
      return composeMail(request('briefing', { policy: written })).text;
    };
    const several = { others: ['DE-BY', 'FR'], people: ['DE', 'FR'] };
    assert.match(
      textOf(several, 'en'),
      /^Others: .*other authorities.*draft, under “Where it goes”/m,
    );
    assert.match(textOf(several, 'de'), /^Weitere: .*Entwurf unter „Wohin die Meldung geht“/m);
    assert.match(textOf({ main: 'DE-BY', people: ['DE', 'GB'] }, 'en'), /^Others: /m);
    assert.doesNotMatch(
      textOf({ main: 'DE-BY', others: ['FR'], people: ['DE'] }, 'en'),
      /^Others: /m,
    );
    assert.doesNotMatch(composeMail(request('briefing')).text, /^Others: /m);
  });

  it('marks a portal that nobody has verified', () => {
    const known = request('briefing');
    const authority = {
      id: 'XX',
      name: 'Authority',
      ...{ ownName: 'Authority', countryCode: 'DE' },
      portal: 'https://portal.example',
      verified: false,
      asOf: '2026-11-22',
    };
    assert.match(composeMail({ ...known, authority }).text, /unverified[^\n]*check before use/);
    assert.match(composeMail({ ...known, authority: undefined }).text, /not in the directory/);
  });
});

describe('a reminder', () => {
  const table = [
    {
      at: due - 24 * hour,
      says: '[INC-7K3FQ] 24 h left: notify the supervisory authority (GDPR Art. 33(1))',
    },
    { at: due - 24 * hour + 36, says: '[INC-7K3FQ] 24 h left: ' },
    { at: due - 90 * 60_000, says: '[INC-7K3FQ] 1 h 30 min left: ' },
    { at: due - 8_000, says: '[INC-7K3FQ] 8 s left: ' },
    { at: due + 36, says: '[INC-7K3FQ] OVERDUE, due now: ' },
    { at: due + 3 * hour + 36, says: '[INC-7K3FQ] OVERDUE, 3 h late: ' },
  ];
  for (const { at, says } of table)
    it(`at ${(due - at) / hour} h says "${says}"`, () => {
      const line = composeMail(request('reminder', { nowMs: at })).subject;
      assert.ok(line.startsWith(says), line);
    });
  it('that is overdue says that late is not never', () => {
    const { text } = composeMail(request('reminder', { nowMs: due + hour }));
    assert.match(text, /Late is not never: file now, with the reasons for the delay/);
  });
  it('that stands for several says how many', () => {
    const reached = {
      rungs: ['T-3h', 'T-1h', 'T'],
      overdue: { from: 1, to: 4 },
      level: 'management',
    } as const;
    const { text } = composeMail(request('reminder', { nowMs: due + 4 * hour, mail: { reached } }));
    assert.match(text, /stands for 7 reminders[^\n]*the system was down or the mail could not/);
  });
  it('says nothing of missed ones when none was', () => {
    assert.doesNotMatch(composeMail(request('reminder')).text, /stands for/);
  });
  it('tells of a proposal to withhold that stops nothing', () => {
    const withholding = { reason: 'r', proposedBy: 'carla', proposedAtMs: aware };
    const { text } = composeMail(request('reminder', { duty: { withholding } }));
    assert.match(text, /proposed by Carla Virtanen; it stops nothing/);
  });
});

describe('the end of a duty', () => {
  const filing = {
    stage: 'initial',
    filed: { atMs: due + hour, zone: 'UTC' },
    recordedAtMs: due + hour,
    recordedBy: 'carla',
    reference: 'LDA-4711',
    lateByMs: hour,
  } as const;
  it('tells the filing, its lateness and what is still owed', () => {
    const { subject: line, text } = composeMail(
      request('duty-ended', { duty: { state: 'filed', filings: [filing], followUpOwed: true } }),
    );
    assert.match(line, /Filed: notify the supervisory authority/);
    assert.match(text, /Reference: LDA-4711\n[^]*First notice in time: no, 1 h late/);
    assert.match(text, /still owed[^\n]*Art\. 33\(4\)/);
  });
  it('does not call a late first notice timely when the rest follows', () => {
    const rest = { ...filing, stage: 'complete', lateByMs: 0 } as const;
    const { text } = composeMail(
      request('duty-ended', { duty: { state: 'filed', filings: [filing, rest] } }),
    );
    assert.match(text, /Kind: complete\nFirst notice in time: no, 1 h late/);
  });
  it('names both persons of a withholding', () => {
    const withholding = {
      reason: 'r',
      proposedBy: 'carla',
      proposedAtMs: aware,
      confirmedBy: 'dirk',
    };
    const { text } = composeMail(
      request('duty-ended', { duty: { state: 'withheld', withholding } }),
    );
    assert.match(text, /Proposed by: Carla Virtanen\nConfirmed by: Dirk Lindqvist/);
  });
});

describe('the notice to a customer', () => {
  const { subject: line, text, html } = composeMail(request('customer-notice'));
  it('tells what happened, what is known, what is missing and whom to ask', () => {
    assert.match(line, /Notice of a personal data breach \(GDPR Art\. 33\(2\)\) from Nordlicht/);
    for (const needed of [
      /Dear Kiosk & Co\. SL,/,
      /A nightly export/,
      /Approximate number of people, of all customers: 1240/,
      /do not know yet[^]*number of records, of all customers; .*Likely consequences/,
      /Data protection officer: Carla Virtanen/,
      /Beispielweg 1/,
    ])
      assert.match(text, needed);
    assert.match(html, /Kiosk &amp; Co\. SL/);
  });
  it('holds no ids of people and nothing about our tools', () => {
    assert.doesNotMatch(text + html, /\b(anna|ben|carla|dirk)\b(?!@)|seventytwo|high/);
  });
  it('does not claim a breach that is not established', () => {
    const open = composeMail(request('customer-notice', { subject: { personalData: 'unknown' } }));
    assert.match(open.subject, /security incident/);
    assert.match(open.text, /still being examined/);
  });
  it('is complete without any fact', () => {
    const {
      summary: _summary,
      facts: _facts,
      ...bare
    } = {
      summary: '',
      facts: {},
      ...request('customer-notice').subject,
    };
    const bareRequest = mailRequest({ ...input('customer-notice'), subject: bare }, policy, due);
    assert.ok(bareRequest);
    const none = composeMail(bareRequest);
    assert.match(none.text, new RegExp(subject.title));
    assert.match(none.text, /do not know yet[^]*What happened; .*Measures taken/);
  });
});
