/** What can happen to the links in the mails of an incident. */
import type { PersonId } from './policy.ts';

export type LinkEvent = {
  readonly type: 'linkForwarded';
  readonly owner: PersonId;
  readonly usedBy: PersonId;
  /** The id of the link, which opens nothing. */
  readonly link: string;
};
