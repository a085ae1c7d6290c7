/** Where the organisation is established and where the people live whose data it has: for the proposal of an authority. */
import { z } from 'zod';
import { bodies } from '../domain/competence.ts';
import { isInEea, lands, readPlace, type Place } from '../domain/countries.ts';
import { email, text } from './values.ts';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** Codes that the standard keeps for unions and tests. */
const noCountries: readonly string[] = ['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ'];

/** `de-by`, `EL` and `France` as codes, or the end of a sentence that begins with what was typed. */
export function placeOf(typed: string): { readonly place: Place } | { readonly fault: string } {
  const place = readPlace(typed);
  if (place === undefined)
    return /^de-/i.test(typed.trim())
      ? { fault: `is not a German Land; use one of ${Object.keys(lands).join(', ')}` }
      : { fault: 'is not a country; use its two letters such as FR, or a Land such as DE-BE' };
  const isCountry =
    place.length > 2 || (names.of(place) !== undefined && !noCountries.includes(place));
  return isCountry
    ? { place }
    : { fault: 'is not the code of a country; use one such as FR, or a Land such as DE-BE' };
}

const place = z.string().transform((typed, context) => {
  const read = placeOf(typed);
  if ('place' in read) return read.place;
  context.addIssue({ code: 'custom', message: `${JSON.stringify(typed)} ${read.fault}` });
  return z.NEVER;
});

/** More than there are states in the EEA, with every Land. */
const mostPlaces = 60;

export const establishments = z
  .strictObject({
    /** Where decisions on purposes and means are taken. */
    main: place.optional(),
    others: z.array(place).max(mostPlaces).default([]),
    /** Art. 27, only without an establishment in the EEA. */
    representative: z
      .strictObject({ country: place, name: text.optional(), contact: email.optional() })
      .optional(),
    body: z.enum(bodies).default('private'),
    /** Where the people usually live; each incident may say otherwise. */
    people: z.array(place).max(mostPlaces).default([]),
  })
  .refine(
    ({ main, others, representative }) =>
      representative === undefined ||
      ![...(main === undefined ? [] : [main]), ...others].some(isInEea),
    {
      path: ['representative'],
      error:
        'is for organisations without an establishment in the EEA (Art. 27); remove it, or the establishments in the EEA',
    },
  );
