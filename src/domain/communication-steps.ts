/** How the people concerned are told: to each of them or in public, by a person and not by the product. */
import type { Duty, DutyId } from './duty.ts';
import { must, type NoticeItem, type NoticeSection, type OrganisationProfile } from './notice.ts';

/** For whoever sends it, and no part of the letter. */
export function communicationSection(
  duty: Duty | undefined,
  { dpoName }: OrganisationProfile,
  isPublic: boolean,
): NoticeSection {
  const whom = `${dpoName} (DPO)`;
  const reason = duty?.withholding?.reason;
  return {
    id: 'sending',
    heading: 'How it goes out; not part of the letter',
    article: isPublic ? 'GDPR Art. 34(3)(c)' : 'GDPR Art. 34(1)',
    isInternal: true,
    items: [
      must('way', 'How people are told', whom, isPublic ? inPublic : directly),
      ...(isPublic ? [must('effort', 'Why each by itself would be too much', whom, reason)] : []),
      ...state(duty, whom),
    ],
  };
}

const directly =
  'to each person by itself, in a message that holds nothing else: by e-mail, letter or telephone. A press release or a post on a website alone is not enough.';
const inPublic =
  'in public, or in a similar way, so that the people concerned are informed as well as they would be by a message to each: for instance on the page where they sign in, in the press that they read, and by a telephone line.';

/** That it is not owed, or not yet settled, is for the sender to know. */
function state(duty: Duty | undefined, whom: string): readonly NoticeItem[] {
  const { withholding } = duty ?? {};
  if (!withholding) return [];
  const by = withholding.confirmedBy === undefined ? 'proposed, not confirmed' : 'confirmed';
  return [
    must(
      'exception',
      'What is on record instead of a message to each',
      whom,
      `${withholding.exception ?? 'no exception'}, ${by}`,
    ),
  ];
}

export function communicationSteps(
  id: string,
  dutyId: DutyId,
  duty: Duty | undefined,
  isPublic: boolean,
): readonly string[] {
  const example = isPublic ? '"published on …"' : '"sent by e-mail to … people"';
  const isHeld = duty?.state === 'withheld' && !isPublic;
  return [
    ...(isHeld
      ? [
          'Two persons decided that this letter is not owed. Send it only if you want to all the same.',
        ]
      : []),
    `Put it into plain words that anybody understands, without the names of systems and without anything about other people: seventytwo notice set ${id} what-happened "…", and likewise consequences, measures, advice`,
    'Check the advice: it follows from the kinds of data on record and knows nothing of this breach.',
    `Have it approved: seventytwo notice approve ${id}`,
    isPublic
      ? 'Publish it where the people concerned will see it, and keep a copy of what was published, with the time.'
      : 'Send it as soon as possible, to each person, in a language that they read, apart from news and advertising. The product sends nothing to them: it does not know them.',
    `Record it with seventytwo duty file ${id} --duty ${dutyId} --reference ${example}`,
  ];
}
