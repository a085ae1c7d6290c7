/** English names of the countries of ISO 3166, as this Node knows them. */

/** Node has names for them too: no countries, parts of one, and codes that ISO 3166 has withdrawn. */
const noCountries: ReadonlySet<string> = new Set([
  ...['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'],
  ...['AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA', 'UK'],
  ...['AN', 'BU', 'CS', 'DD', 'DY', 'FX', 'HV', 'NH', 'RH', 'SU', 'TP', 'VD', 'YD', 'YU', 'ZR'],
]);

let names: Intl.DisplayNames | undefined;

/** Undefined for what is no code of a country, upper case. */
export function countryName(code: string): string | undefined {
  if (!/^[A-Z]{2}$/.test(code) || noCountries.has(code)) return undefined;
  names ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return names.of(code);
}
