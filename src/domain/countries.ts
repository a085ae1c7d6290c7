/** The states that the GDPR binds, and how people write them in a list. */

/** `FR`, or in Germany also the Land, `DE-BE`: ISO 3166, upper case. */
export type Place = string;

/** The EU and, by the EEA agreement, Iceland, Liechtenstein and Norway. */
export const eeaStates: Readonly<Record<string, string>> = {
  ...{ AT: 'Austria', BE: 'Belgium', BG: 'Bulgaria', HR: 'Croatia', CY: 'Cyprus', CZ: 'Czechia' },
  ...{ DK: 'Denmark', EE: 'Estonia', FI: 'Finland', FR: 'France', DE: 'Germany', GR: 'Greece' },
  ...{ HU: 'Hungary', IE: 'Ireland', IT: 'Italy', LV: 'Latvia', LT: 'Lithuania' },
  ...{ LU: 'Luxembourg', MT: 'Malta', NL: 'Netherlands', PL: 'Poland', PT: 'Portugal' },
  ...{ RO: 'Romania', SK: 'Slovakia', SI: 'Slovenia', ES: 'Spain', SE: 'Sweden' },
  ...{ IS: 'Iceland', LI: 'Liechtenstein', NO: 'Norway' },
};

export const lands: Readonly<Record<string, string>> = {
  ...{ 'DE-BW': 'Baden-Württemberg', 'DE-BY': 'Bavaria', 'DE-BE': 'Berlin' },
  ...{ 'DE-BB': 'Brandenburg', 'DE-HB': 'Bremen', 'DE-HH': 'Hamburg', 'DE-HE': 'Hesse' },
  ...{ 'DE-MV': 'Mecklenburg-Western Pomerania', 'DE-NI': 'Lower Saxony' },
  ...{ 'DE-NW': 'North Rhine-Westphalia', 'DE-RP': 'Rhineland-Palatinate', 'DE-SL': 'Saarland' },
  ...{ 'DE-SN': 'Saxony', 'DE-ST': 'Saxony-Anhalt', 'DE-SH': 'Schleswig-Holstein' },
  ...{ 'DE-TH': 'Thuringia' },
};

const elsewhere: Readonly<Record<string, string>> = { GB: 'United Kingdom', CH: 'Switzerland' };

/** How the Union writes two of them, and names in use. */
const aliases: Readonly<Record<string, Place>> = {
  ...{ EL: 'GR', UK: 'GB', 'CZECH REPUBLIC': 'CZ', 'THE NETHERLANDS': 'NL' },
};

export function stateOf(place: Place): string {
  return place.slice(0, 2);
}

export function isInEea(place: Place): boolean {
  return Object.hasOwn(eeaStates, stateOf(place));
}

/** What is not known here keeps its code. */
export function placeName(place: Place): string {
  const land = lands[place];
  return land === undefined ? (eeaStates[place] ?? elsewhere[place] ?? place) : `${land}, Germany`;
}

/** `de-be`, `EL` and `Austria` as codes; undefined for what cannot be one. Two letters may still be no country. */
export function readPlace(typed: string): Place | undefined {
  const text = typed.trim().toUpperCase();
  const code = Object.hasOwn(aliases, text) ? aliases[text] : undefined;
  if (code !== undefined) return code;
  if (/^[A-Z]{2}$/.test(text) || Object.hasOwn(lands, text)) return text;
  return byName.get(text);
}

const byName: ReadonlyMap<string, Place> = new Map(
  Object.entries({ ...eeaStates, ...elsewhere, ...lands }).map(([code, name]) => [
    name.toUpperCase(),
    code,
  ]),
);

export type PlacesRead = {
  readonly places: readonly Place[];
  /** What stood in the list and is no country that is known here. */
  readonly unread: readonly string[];
};

/** From a sentence that a person wrote, such as "DE (1,200), France and AT". */
export function readPlaces(text: string): PlacesRead {
  const words = text
    .replace(/\([^)]*\)/g, ' ')
    .split(/[,;\n/]|\band\b/i)
    // Numbers of people may stand behind a country.
    .map((word) => word.replace(/[\d.:~]+/g, ' ').trim())
    .filter((word) => word !== '');
  const read = words.map((word) => ({ word, place: readPlace(word) }));
  const isKnown = (place: Place): boolean => placeName(place) !== place;
  return {
    places: unique(read.flatMap(({ place }) => (place && isKnown(place) ? [place] : []))),
    unread: read.flatMap(({ word, place }) => (place && isKnown(place) ? [] : [word])),
  };
}

export function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}
