/** Folds what becomes of the draft of a notice into its incident. */
import { withDuty } from './duty-fold.ts';
import type { IncidentEvent } from './events.ts';
import { limits, type Incident, type Notice } from './incident.ts';

type NoticeEvent = IncidentEvent & { readonly type: 'noticeRequested' | 'noticeDrafted' };

export function foldNotice(incident: Incident, event: NoticeEvent): Incident {
  const { atMs } = event;
  switch (event.type) {
    case 'noticeRequested':
      return {
        ...incident,
        notices: [
          ...incident.notices,
          {
            ...{ id: event.notice, about: event.about, requestedAtMs: atMs },
            ...(event.language && { language: event.language }),
          },
        ].slice(-limits.notices),
      };
    case 'noticeDrafted':
      return noticeDrafted(incident, event.notice, {
        atMs,
        sha256: event.sha256,
        missing: event.missing,
      });
  }
}

function noticeDrafted(
  incident: Incident,
  id: string,
  drafted: NonNullable<Notice['drafted']>,
): Incident {
  const notices = incident.notices.map((notice) =>
    notice.id === id ? { ...notice, drafted } : notice,
  );
  const about = notices.find((notice) => notice.id === id)?.about;
  const after = { ...incident, notices };
  if (!about || !('duty' in about)) return after;
  return withDuty(after, about.duty, (duty) =>
    duty?.state === 'open' ? { ...duty, state: 'draft' } : duty,
  );
}
