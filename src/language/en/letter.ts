/** The letter to the people concerned (GDPR Art. 34), in English. */
import type { LetterWords } from '../../domain/letter-words.ts';

export const letter: LetterWords = {
  title: (isPublic, incident) =>
    `${isPublic ? 'Public communication' : 'Letter'} to the people concerned, ${incident}`,
  subject: (organisation) => `Important: what happened to your personal data at ${organisation}`,
  salutation: { direct: 'Dear Sir or Madam,', announced: 'To all whose personal data we keep' },
  opening: {
    direct: (organisation) =>
      `Something happened at ${organisation} that concerns personal data about you. We tell you what happened, what it may mean for you, what we do about it and what you can do yourself.`,
    announced: (organisation) =>
      `Something happened at ${organisation} that concerns personal data. It may concern you too. We tell you what happened, what it may mean for you, what we do about it and what you can do yourself.`,
  },
  headings: {
    what: 'What happened',
    means: 'What it may mean for you',
    done: 'What we do about it',
    self: 'What you can do',
    ask: 'Whom you can ask',
    closing: 'Closing words',
  },
  labels: {
    salutation: 'Salutation',
    opening: 'Why we write',
    'what-happened': 'What happened',
    occurred: 'When it happened',
    data: 'Which data are concerned',
    consequences: 'What it may mean for you',
    measures: 'What we do about it',
    advice: 'What you can do',
    organisation: 'Who we are',
    'dpo-name': 'Our data protection officer',
    'dpo-contact': 'E-mail of our data protection officer',
    contact: 'Where you reach us',
    reference: 'Please quote',
    closing: 'Closing words',
    signature: 'Signature',
  },
  data: (kinds) => `${kinds.join(', ')}. Perhaps not all of this concerns you.`,
  advice: {
    credentials:
      'Change your password with us. If you use the same password anywhere else, change it there too, and take another one for each place. Where it is offered, switch on a second step at sign-in.',
    payment:
      'Look at the statements of your bank account and your cards in the next weeks. If you find a payment that you did not make, tell your bank at once; it can also block a card.',
    documents:
      'Ask the office that issued your identity document whether it should be blocked or replaced. Be careful when somebody writes to you about contracts that you did not make; that may be a sign that your document is misused.',
    identity:
      'Be careful when you get letters or bills about contracts that you did not make; that may be a sign that somebody uses your name.',
    contact:
      'Be careful with messages and calls in the next weeks, also when they seem to come from us. Do not open links or files that you did not expect, and give nobody a password or a code.',
    health:
      'Be careful when somebody writes to you about your health or asks you for money. Pay nothing, and tell us and the police.',
    location:
      'If somebody who must not find you could learn where you live or go, tell us or the police at once.',
  },
  closing: 'We are sorry that this happened.',
  sending: {
    heading: 'How it goes out; not part of the letter',
    way: {
      label: 'How people are told',
      directly:
        'to each person by itself, in a message that holds nothing else: by e-mail, letter or telephone. A press release or a post on a website alone is not enough.',
      inPublic:
        'in public, or in a similar way, so that the people concerned are informed as well as they would be by a message to each: for instance on the page where they sign in, in the press that they read, and by a telephone line.',
    },
    effort: 'Why each by itself would be too much',
    exception: {
      label: 'What is on record instead of a message to each',
      none: 'no exception',
      proposed: 'proposed, not confirmed',
      confirmed: 'confirmed',
    },
    steps: {
      notOwed:
        'Two persons decided that this letter is not owed. Send it only if you want to all the same.',
      rewrite: (command) =>
        `Put it into plain words that anybody understands, without the names of systems and without anything about other people: ${command}, and likewise consequences, measures, advice`,
      checkAdvice:
        'Check the advice: it follows from the kinds of data on record and knows nothing of this breach.',
      approve: (command) =>
        `Have it approved, by the id of the draft that was read: ${command} DRAFT`,
      publish:
        'Publish it where the people concerned will see it, and keep a copy of what was published, with the time.',
      send: 'Send it as soon as possible, to each person, in a language that they read, apart from news and advertising. The product sends nothing to them: it does not know them.',
      record: (command) => `Record it with ${command}`,
      example: { directly: '"sent by e-mail to … people"', inPublic: '"published on …"' },
    },
  },
};
