/** `vendors list` and `show`: who processes data for the company, where, by which contract, and what is due. */
import { groundNames, isReviewDue, type VendorState } from '../domain/vendors.ts';
import { Failure } from '../failure.ts';
import { standings, type VendorStanding } from '../policy/vendor-standing.ts';
import { paint, type Io, type Tone } from './io.ts';
import { printJson } from './json.ts';
import { openSession, requireHere, type Session, type Given } from './session.ts';
import { shown } from './shown.ts';
import { columns } from './table.ts';

export async function runVendorsList(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  requireHere(session, 'the vendors of the policy file');
  const all = standings(session.policy, io.now());
  const vendors = given.due === true ? all.filter((vendor) => isReviewDue(vendor.concerns)) : all;
  if (given.json) return printJson(session, { vendors });
  if (all.length === 0)
    return io.print(
      `${session.config.policyPath} lists no vendors; see seventytwo vendors add --help`,
    );
  if (vendors.length === 0) return io.print(`No review is due of ${count(all.length)}.`);
  io.print(
    columns(
      ['ID', 'STATE', 'COUNTRY', 'GROUND', 'CONTRACT', 'REVIEW DUE', 'NAME'],
      vendors.map(row),
    ),
  );
  io.print(summary(all));
}

export async function runVendorsShow(
  io: Io,
  given: Given,
  [typed = '']: readonly string[],
): Promise<void> {
  const session = await openSession(io, given);
  const vendor = findVendor(session, typed);
  if (given.json) return printJson(session, { vendor });
  io.print(page(vendor));
}

/** Also for `declare --from-vendor`. */
export function findVendor(session: Session, typed: string): VendorStanding {
  requireHere(session, 'the vendors of the policy file');
  const { policy, io } = session;
  const found = standings(policy, io.now()).find(({ id }) => id === typed);
  if (found) return found;
  const ids = Object.keys(policy.vendors);
  const remedy =
    ids.length === 0
      ? ', which lists none; add it first (seventytwo vendors add --help)'
      : `; use one of ${ids.join(', ')}`;
  throw new Failure(
    'usage',
    'unknown-vendor',
    `${shown(typed)} is not a vendor of the policy file${remedy}`,
  );
}

const tones: Readonly<Record<VendorState, Tone>> = {
  ok: 'good',
  'no transfer ground': 'bad',
  'contract missing': 'bad',
  'confidentiality missing': 'warn',
  'never reviewed': 'warn',
  'review due': 'warn',
};

function row(vendor: VendorStanding): readonly string[] {
  const { id, state, country, transferGround, contract, reviewDueOn, name } = vendor;
  return [
    id,
    paint(tones[state], state),
    country,
    transferGround?.kind ?? '-',
    contract ?? '-',
    reviewDueOn ?? '-',
    name,
  ];
}

function summary(all: readonly VendorStanding[]): string {
  const wanting = all.filter(({ state }) => state !== 'ok').length;
  return wanting === 0
    ? `${count(all.length)}, nothing missing or due.`
    : `${count(all.length)}, ${wanting} with something missing or due: seventytwo vendors show <id>`;
}

function count(vendors: number): string {
  return `${vendors} ${vendors === 1 ? 'vendor' : 'vendors'}`;
}

function page(vendor: VendorStanding): string {
  const { id, name, purpose, country, contract, confidentiality, contact } = vendor;
  const { reviewedOn, reviewDueOn, reviewEvery, services, state, concerns } = vendor;
  const told: readonly (readonly [label: string, value: string])[] = [
    ['purpose', purpose],
    ['country', `${vendor.countryName} (${country})`],
    ['transfer ground', groundOf(vendor)],
    ['contract', contract === undefined ? 'none (Art. 28(3))' : `of ${contract} (Art. 28(3))`],
    ['confidentiality', committed(confidentiality)],
    ['contact', contact ?? '-'],
    ['provides', services.length === 0 ? '-' : services.join(', ')],
    ['reviewed', reviewedOn ?? 'never'],
    ['review due', `${reviewDueOn ?? 'now'} (every ${reviewEvery} months)`],
  ];
  return [
    `${paint('strong', id)}  ${name}  ${paint(tones[state], concerns.length === 0 ? 'ok' : concerns.join(', '))}`,
    ...told.map(([label, value]) => `  ${label.padEnd(16)} ${value}`),
  ].join('\n');
}

function committed(confidentiality: VendorStanding['confidentiality']): string {
  if (confidentiality === undefined) return 'no commitment (Art. 28(3)(b))';
  const since = confidentiality === true ? '' : ` of ${confidentiality}`;
  return `committed${since} (Art. 28(3)(b))`;
}

function groundOf({ transferGround, adequacy }: VendorStanding): string {
  if (!transferGround) return 'not needed in the EU and EEA';
  const name = groundNames[transferGround.kind];
  if (transferGround.kind === 'derogation') return `${name}: ${transferGround.text}`;
  if (!adequacy) return name;
  const { scope, verified, note, listAsOf } = adequacy;
  const sure = verified
    ? `listed ${listAsOf}`
    : `NOT verified: ${note ?? `not listed ${listAsOf}`}`;
  return [name, ...(scope === undefined ? [] : [scope]), sure].join('; ');
}
