/** Whether the people concerned were told, as the duty of Art. 34 stands. */
import { isOpen, type Duty } from '../duty.ts';
import type { NoticeSource } from '../notice.ts';
import type { Answer } from './template.ts';

const letters: Readonly<Record<string, string | undefined>> = {
  'art-34-3-a': 'a',
  'art-34-3-b': 'b',
  'art-34-3-c': 'c',
};

export function communicated({
  duties,
}: Pick<NoticeSource, 'duties'>): readonly (readonly [number, Answer | undefined])[] {
  const owed = Object.values(duties).find((duty) => duty?.plan?.rule === 'gdpr-34');
  if (!owed) return [];
  const filed = owed.filings[0]?.filed.atMs;
  if (filed !== undefined)
    return [
      [97, 'a'],
      [98, new Date(filed).toISOString().slice(0, 10)],
    ];
  // That it binds was found; when it will be done nobody has said.
  return isOpen(owed) ? [[97, 'b1']] : withheld(owed);
}

function withheld({ withholding }: Duty): readonly (readonly [number, Answer | undefined])[] {
  if (withholding?.confirmedAtMs === undefined || withholding.exception === undefined) return [];
  if (withholding.exception === 'no-high-risk') return [[97, 'd']];
  const letter = letters[withholding.exception];
  if (letter === undefined) return [];
  return [
    [97, 'e'],
    [100, letter],
    [101, withholding.reason],
  ];
}
