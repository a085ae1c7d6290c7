/** What the page of a link says, in English. */

export const linkPages = {
  title: (incident: string) => `Acknowledge ${incident}`,
  whose: (name: string) => `This link is that of ${name}.`,
  willHappen: (incident: string, name: string) =>
    `With the button below ${name} acknowledges ${incident}. Paging stops, and it stands on the record.`,
  noMore:
    'This page tells no more than that: a mailbox may be what was broken into. Sign in to see the rest.',
  severity: 'Severity',
  phase: 'Phase',
  since: 'Declared',
  acknowledge: 'Acknowledge',
  somebodyElse: 'I am somebody else',
  signIn: 'Sign in to see the incident',
  done: (incident: string) => `${incident} is acknowledged. Paging has stopped.`,
  used: (at: string) => `This link was used at ${at}. It works once.`,
  expired: (at: string) => `This link expired at ${at}. Sign in to acknowledge.`,
  dead: 'This link no longer counts. Sign in to acknowledge.',
  over: (incident: string) => `${incident} is not open. There is nothing to acknowledge.`,
  forwarded: (name: string) =>
    `This link is that of ${name}, and you are signed in as somebody else. Nothing was acknowledged, and it stands on the record. Acknowledge in your own name on the board.`,
  refused: (why: string) => `It was not taken: ${why}`,
  away: (incident: string) =>
    `${incident} does not answer at the moment. Nothing was acknowledged: try again, call somebody, or use seventytwo ack ${incident}.`,
  tryAgain: 'Try again',
  unknownTitle: 'No such link',
  unknown: 'There is no such link. Check that it was copied whole, or sign in to the board.',
  tooMany: 'Too many requests. Wait a minute and try again.',
};
export type LinkPageWords = typeof linkPages;
