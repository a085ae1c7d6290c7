/** The languages that mails and notices are written in. Everything else of the product is in English. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
