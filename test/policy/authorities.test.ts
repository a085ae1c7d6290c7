/** The directory of authorities: what is known, and how surely. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorityIds,
  findAuthority,
  readDirectory,
  similarAuthorities,
} from '../../src/policy/authorities.ts';

test('every EU and EEA state and every German Land is in the directory, once', () => {
  const ids = authorityIds();
  assert.equal(new Set(ids).size, ids.length);
  const states = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE';
  const lands = 'BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH';
  for (const id of `${states} IS LI NO`.split(' ')) assert.ok(ids.includes(id), id);
  for (const id of lands.split(' ')) assert.ok(ids.includes(`DE-${id}`), id);
});

test('a hint says whether the portal itself is verified, and as of when', () => {
  assert.deepEqual(findAuthority('NL'), {
    id: 'NL',
    name: 'Autoriteit Persoonsgegevens, Netherlands',
    ...{ ownName: 'Autoriteit Persoonsgegevens', countryCode: 'NL' },
    website: 'https://www.autoriteitpersoonsgegevens.nl',
    portal: 'https://datalekken.autoriteitpersoonsgegevens.nl',
    verified: true,
    asOf: '2026-11-22',
    inEea: true,
    channel: 'web form only (no phone, post or e-mail)',
    phone: '+31 88 180 5250',
  });
  assert.equal(findAuthority('IE')?.verified, false);
  assert.equal(findAuthority('BG')?.portal, undefined);
  assert.equal(findAuthority('BG')?.verified, false);
  assert.equal(findAuthority('XX'), undefined);
});

test('a near miss leads to the ids that may be meant', () => {
  assert.deepEqual(similarAuthorities('ie'), ['IE']);
  assert.deepEqual(similarAuthorities('Bavaria'), ['DE-BY', 'DE-BY-PUB']);
  assert.ok(similarAuthorities('DE-XX').includes('DE-SN'));
  assert.deepEqual(similarAuthorities('qq'), []);
});

test('no e-mail, telephone or postal address passes for verified: no source confirms one', () => {
  const all = readDirectory().authorities;
  const told = all.flatMap(({ email, phone, address }) => [email, phone, address]);
  const given = told.filter((value) => value !== undefined);
  assert.ok(given.length > 25, String(given.length));
  for (const value of given) assert.equal(value.verified, false, JSON.stringify(value));
});
