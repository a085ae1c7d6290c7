/** How people and spans of the rota are written for people. */
import { formatSpan } from '../calendar/format.ts';
import type { Session } from './session.ts';

const dayMs = 86_400_000;

/** `Anna Berg (anna)`: the name to read, the id to type. */
export function who({ names }: Pick<Session, 'names'>, id: string): string {
  const name = names[id];
  return name === undefined ? id : `${name} (${id})`;
}

/** `6 d 4 h`, `3 h 10 min`: days as elapsed time. */
export function longSpan(ms: number): string {
  const days = Math.floor(ms / dayMs);
  if (days < 2) return formatSpan(ms);
  const hours = Math.floor((ms % dayMs) / 3_600_000);
  return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
}
