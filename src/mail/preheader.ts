/** The line that a list of mails shows behind the subject: what the mail is about, where the first words would only repeat it. */
import type { Block, Letter } from './letter.ts';
import { oneLine } from './line.ts';

/** Characters: phones show two lines of about fifty. */
const longest = 140;

export function preheader({ heading, blocks }: Pick<Letter, 'heading' | 'blocks'>): string {
  const parts = blocks.flatMap((block) => said(block) ?? []).slice(0, 2);
  return wholeWords(oneLine([heading, ...parts].join(' · '), longest));
}

/** Some programs show it as text above the mail. */
function wholeWords(line: string): string {
  return line.replace(/ \S{1,30}…$/u, ' …');
}

/** The hours left stand in the subject: here the instant. Commands and tables say nothing in one line. */
function said(block: Block): string | undefined {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'count':
      return block.small;
    case 'action':
      return block.label;
    case 'heading':
    case 'rows':
    case 'list':
    case 'command':
      return undefined;
  }
}
