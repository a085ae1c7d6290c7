/** Shows what a user typed inside a message: short, on one line, and without what a terminal would obey. */
import { oneLine } from '../domain/describe.ts';

/** What was typed, in quotes: empty, endless and unprintable things are seen for what they are. */
export function shown(typed: string): string {
  return JSON.stringify(oneLine(typed.length > 60 ? `${typed.slice(0, 57)}...` : typed));
}

/** Control characters but line break and tab: a terminal obeys them, and some can even type. */
// oxlint-disable-next-line no-control-regex -- to find them is its purpose.
const commanding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A whole message, whatever was quoted in it: what was typed, what a server answered, the name of a file. */
export function harmless(message: string): string {
  return message.replace(commanding, '\uFFFD');
}
