/** Makes what people typed fit for a header or a paragraph: no control characters, no endless lines. */

/** Control, line and paragraph separators, and invisible marks that reorder or hide text; joiners of scripts and emoji stay. */
const unprintable = /(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+/gu;
const unprintableButNewline = /(?:(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}])+/gu;
const address =
  /(?:[a-z][a-z0-9+-]*:\/\/|www\.|mailto:)\S+|(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}\/\S*/giu;
const halfCharacters = /\p{Cs}/gu;

/** One line of at most `max` characters; a longer one ends in an ellipsis. */
export function oneLine(text: string, max = 200): string {
  const line = text.replace(unprintable, ' ').replace(halfCharacters, '\ufffd');
  return shorten(line.replace(/ {2,}/g, ' ').trim(), max);
}

/** Keeps the writer's line breaks. */
export function paragraphs(text: string, max = 16_000): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(unprintableButNewline, ' ');
  return shorten(lines.replace(halfCharacters, '\ufffd').trim(), max);
}

/**
 * Addresses that no program makes a link of, as security people write them: whoever may name an incident, the form
 * without sign-in too, would otherwise put a link of theirs into our mails, and a filter that knows the address as bad
 * would keep the page from everybody. Bare host names stay, because alerts are about them.
 */
export function unlinked(text: string): string {
  return text.replace(address, (found) =>
    found
      .replace(/^http/i, 'hxxp')
      .replace(/^mailto:/i, 'mailto[:]')
      .replaceAll('.', '[.]'),
  );
}

function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  // By code points, so that no character is cut in half.
  return `${Array.from(text)
    .slice(0, max - 1)
    .join('')
    .trimEnd()}…`;
}
