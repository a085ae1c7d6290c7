/** Shows what a user typed inside a message: short, on one line, and without what a terminal would obey. */
import { oneLine } from '../domain/describe.ts';

/** What was typed, in quotes: empty, endless and unprintable things are seen for what they are. */
export function shown(typed: string): string {
  return JSON.stringify(oneLine(typed.length > 60 ? `${typed.slice(0, 57)}...` : typed));
}
