/** The shared text form: for people who read mail in a terminal, and for every filter on the way. */
import type { Language } from '../domain/language.ts';
import type { Block } from './letter.ts';
import type { Frame } from './frame.ts';

export function renderText({ letter, language, eyebrow, insteadOf, footer }: Frame): string {
  const parts = [
    eyebrow,
    letter.heading,
    ...(insteadOf === undefined ? [] : [insteadOf]),
    ...letter.blocks.map((block) => renderBlock(block, language)),
    // The separator that mail programs know (RFC 3676 section 4.3): quoted answers leave out what follows.
    `-- \n${footer.join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function renderBlock(block: Block, language: Language): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'heading':
      return `${block.text}\n${'='.repeat(Math.min(block.text.length, 72))}`;
    case 'count':
      return `>> ${block.big.toLocaleUpperCase(language)}\n   ${block.small}`;
    case 'rows':
      return block.rows
        .map(
          ({ label, value, note }) =>
            `${label}: ${value}${note === undefined ? '' : `\n  ${note}`}`,
        )
        .join('\n');
    case 'list':
      return block.items
        .map((item, n) => `${block.numbered ? `${n + 1}.` : '-'} ${item}`)
        .join('\n');
    case 'command':
      return `${block.label}:\n    ${block.command}`;
    case 'action':
      // Never wrapped or joined with other text: mail programs make a link of it up to the next space.
      return `${block.label}:\n${block.url}`;
  }
}
