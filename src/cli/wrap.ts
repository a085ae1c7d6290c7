/** Long texts on a terminal: broken between words, so that what follows the first line stands where it belongs. */
import { stripVTControlCharacters } from 'node:util';

/** Characters: wide enough for a sentence, narrow enough to read. */
const usual = 96;

/** What follows the first line is moved in by `indent`; a word longer than the line stands whole. */
export function wrap(text: string, indent: number, width = usual): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    // Colours take no room.
    if (stripVTControlCharacters(`${line} ${word}`).length > width)
      lines.push(`${' '.repeat(indent)}${word}`);
    else lines.splice(-1, 1, line === '' ? word : `${line} ${word}`);
  }
  return lines;
}
