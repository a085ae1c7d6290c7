/** The links in mails, in German. */
import type { MailWords } from '../en/mails.ts';

export const links: MailWords['links'] = {
  acknowledge: 'Diesen Vorfall bestätigen',
  board: 'Vorfall im Browser öffnen',
};
