/** A vendor who processes data for the company: what the policy file and the vendors file may say of one. */
import { z } from 'zod';
import { needsGround, vendorServices, type TransferGround } from '../domain/vendors.ts';
import { findAdequacy, readAdequacy } from './adequacy.ts';
import { countryName } from './country.ts';
import { id, months, named, text } from './values.ts';

const date = z.iso.date({ error: named('is not a date; write one such as 2026-01-31') });

/** Names in use that are no codes of ISO 3166. */
const meant: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

const notACountry = named('is not a country; write its two letters of ISO 3166, such as DE or US');
export const country = z.string().superRefine((code, report) => {
  if (Object.hasOwn(meant, code))
    report.addIssue({
      code: 'custom',
      message: `${code} is not in ISO 3166; write ${meant[code]}`,
    });
  else if (countryName(code) === undefined)
    report.addIssue({ code: 'custom', message: notACountry({ input: code }) });
});

const groundRemedy = 'write adequacy, scc, bcr, or derogation: with the reason behind it';
/** In YAML `derogation: why` is a section of its own, in a cell of a CSV it is text. */
const transferGround = z
  .union([z.string(), z.strictObject({ derogation: text })], { error: groundRemedy })
  .transform((written, report): TransferGround => {
    if (typeof written !== 'string') return { kind: 'derogation', text: written.derogation };
    if (written === 'adequacy' || written === 'scc' || written === 'bcr') return { kind: written };
    const [, why] = /^derogation:\s*(.+)$/.exec(written) ?? [];
    const reason = text.safeParse(why);
    if (reason.success) return { kind: 'derogation', text: reason.data };
    report.addIssue({
      code: 'custom',
      message: named(`is no transfer ground; ${groundRemedy}`)({ input: written }),
    });
    return z.NEVER;
  });

const notCommitted = named(
  'is not a date nor true; write the date of the commitment, such as 2026-01-31, or true',
);
const confidentiality = z.union(
  [
    z.literal(true),
    z.literal('true').transform((): true => true),
    z.iso.date({ error: notCommitted }),
  ],
  { error: notCommitted },
);

const services = z.array(z.enum(vendorServices));

const shape = z.strictObject({
  name: text,
  /** What they do for the company. */
  purpose: text,
  /** Where the data is, ISO 3166 alpha-2. */
  country,
  /** Date of the agreement of Art. 28(3). */
  contract: date.optional(),
  /** Commitment of Art. 28(3)(b): its date, or that there is one. */
  confidentiality: confidentiality.optional(),
  transferGround: transferGround.optional(),
  /** How to reach them when something is wrong. */
  contact: text.optional(),
  reviewedOn: date.optional(),
  /** Months until the next review. */
  reviewEvery: months.prefault('P12M'),
  services: services.default([]),
});

export const vendorKeys = Object.keys(shape.shape);

/** Held to by an entry of the policy file and by a row of the vendors file alike. */
function lawful(
  {
    country: where,
    transferGround: ground,
  }: { country: string; transferGround?: TransferGround | undefined },
  report: { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void },
): void {
  const message = groundFault(where, ground);
  if (message !== undefined) report.addIssue({ code: 'custom', path: ['transferGround'], message });
}

/** Why data may not go there; the end of a sentence that begins with the ground. */
export function groundFault(where: string, ground: TransferGround | undefined): string | undefined {
  if (countryName(where) === undefined || !needsGround(where)) return undefined;
  const place = `${countryName(where)} (${where})`;
  if (!ground)
    return `is missing: ${place} is outside the EU and EEA (Arts. 44 to 49); ${groundRemedy}`;
  return ground.kind === 'adequacy' && !findAdequacy(where)
    ? `adequacy: no decision of the Commission for ${place} is in the list checked ${readAdequacy().checked}; use scc, bcr or a derogation`
    : undefined;
}

export const vendor = shape.superRefine(lawful);
export type Vendor = z.infer<typeof vendor>;

/** A row of the vendors file, its services with spaces between. */
export const vendorRow = shape
  .extend({
    id,
    services: z
      .string()
      .transform((cell) => cell.split(/[\s,]+/).filter((word) => word !== ''))
      .pipe(services)
      .prefault(''),
  })
  .superRefine(lawful);

/** More companies than this process for nobody; the policy file is read whole for every command. */
export const mostVendors = 1_000;
