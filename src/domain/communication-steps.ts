/** How the people concerned are told: to each of them or in public, by a person and not by the product. */
import type { Duty, DutyId } from './duty.ts';
import type { SendingWords } from './letter-words.ts';
import { must, type NoticeItem, type NoticeSection } from './notice.ts';

/** For whoever sends it, and no part of the letter. `article` as the notice's language writes it. */
export function communicationSection(
  duty: Duty | undefined,
  whom: string,
  isPublic: boolean,
  article: string,
  { heading, way, effort, exception }: SendingWords,
): NoticeSection {
  const reason = duty?.withholding?.reason;
  return {
    id: 'sending',
    heading,
    article,
    isInternal: true,
    items: [
      must('way', way.label, whom, isPublic ? way.inPublic : way.directly),
      ...(isPublic ? [must('effort', effort, whom, reason)] : []),
      ...state(duty, whom, exception),
    ],
  };
}

/** That it is not owed, or not yet settled, is for the sender to know. */
function state(
  duty: Duty | undefined,
  whom: string,
  { label, none, proposed, confirmed }: SendingWords['exception'],
): readonly NoticeItem[] {
  const { withholding } = duty ?? {};
  if (!withholding) return [];
  const by = withholding.confirmedBy === undefined ? proposed : confirmed;
  return [must('exception', label, whom, `${withholding.exception ?? none}, ${by}`)];
}

export function communicationSteps(
  id: string,
  dutyId: DutyId,
  duty: Duty | undefined,
  isPublic: boolean,
  { steps }: SendingWords,
): readonly string[] {
  const example = isPublic ? steps.example.inPublic : steps.example.directly;
  const isHeld = duty?.state === 'withheld' && !isPublic;
  return [
    ...(isHeld ? [steps.notOwed] : []),
    steps.rewrite(`seventytwo notice set ${id} what-happened "…"`),
    steps.checkAdvice,
    steps.approve(`seventytwo notice approve ${id}`),
    isPublic ? steps.publish : steps.send,
    steps.record(`seventytwo duty file ${id} --duty ${dutyId} --reference ${example}`),
  ];
}
