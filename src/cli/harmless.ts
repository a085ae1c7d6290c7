/** What a terminal obeys, taken out of what it is given: titles, alerts and answers of servers come from strangers. */

/**
 * Our own colours stay; they can hide nothing. Of all else that begins with ESC or is a control or direction character (OSC 52
 * writes the clipboard, OSC 8 lays a link under a text, CSI overwrites what stood there) a sign remains, as in notices.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about.
  /(\u001b\[(?:0|1|2|22|31|32|33|39)m)|(?![\t\n]|\r\n)[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export function harmless(text: string): string {
  return text.replaceAll(obeyed, (_found, colour: string | undefined) => colour ?? '�');
}
