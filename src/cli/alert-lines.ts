/** How the alerts of an incident stand, in the lines of `show`. */
import { formatBoth } from '../calendar/format.ts';
import { grouped } from '../domain/alerting.ts';
import type { Status } from '../domain/status.ts';
import { paint } from './io.ts';
import type { Session } from './session.ts';

/** `1,000 from prometheus, 998 firing, newest …`. */
export function alertLines({ id, alerts }: Status, { zone }: Pick<Session, 'zone'>): string[] {
  const sources = Object.entries(alerts?.bySource ?? {});
  if (sources.length === 0) return [];
  return [
    ...sources.map(([source, { firing, total, newestAtMs, beyond }]) => {
      const fires = paint(firing > 0 ? 'bad' : 'good', `${grouped(firing)} firing`);
      const more = beyond ? ', and more that are not recorded one by one' : '';
      return `${grouped(total)} from ${source}, ${fires}, newest ${formatBoth(newestAtMs, zone)}${more}`;
    }),
    paint('quiet', `each of them: seventytwo alerts list ${id}`),
  ];
}
