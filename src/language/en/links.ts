/** The links in mails, in English. */

export const links = {
  acknowledge: 'Acknowledge this incident',
  board: 'Open it on the board',
};
