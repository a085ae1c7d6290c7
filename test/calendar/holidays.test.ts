/** Holidays by country and region, and what is a working day. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { countryCode, loadHolidays } from '../../src/calendar/holidays.ts';
import {
  addWorkingDays,
  dayOff,
  noHolidays,
  workingDayFrom,
} from '../../src/calendar/working-days.ts';
import { Failure } from '../../src/failure.ts';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

describe('a public holiday', () => {
  const days: readonly (readonly [country: string, date: string, isOff: boolean, why: string])[] = [
    ['DE', '2026-10-03', true, 'of the whole country'],
    ['DE', '2026-06-04', false, 'of some Länder is none of the country'],
    ['DE-BY', '2026-06-04', true, 'of a Land'],
    ['DE-BE', '2026-06-04', false, 'of another Land'],
    ['DE', '2026-12-24', false, 'is not a day that is off from 14:00'],
    ['AT', '2026-12-31', false, 'is not a day that is off from 14:00'],
    ['IS', '2026-12-24', false, 'is not a public half day'],
    ['PL', '2026-12-24', true, 'since 2025 in Poland'],
    ['RO', '2026-01-02', true, 'that lasts two days'],
    ['FI', '2026-12-24', false, 'is not a bank day'],
    ['IE', '2026-12-28', true, 'is the day in lieu of one on a Saturday'],
    ['GB', '2026-12-28', true, 'is the day in lieu of Boxing Day'],
    ['GB-ENG', '2026-08-31', true, 'of a part of the kingdom'],
    ['US', '2026-07-03', true, 'is the day in lieu of Independence Day'],
    ['US', '2028-11-10', true, 'is the day in lieu of Veterans Day'],
    ['US', '2027-12-31', true, 'is the day in lieu of the next New Year'],
    ['GR', '2026-04-10', true, 'is Orthodox Good Friday'],
    ['EL', '2026-04-10', true, "by the Union's own code of Greece"],
    ['UK', '2026-12-25', true, "by the kingdom's other code"],
  ];
  for (const [country, on, isOff, why] of days) {
    it(`${why}: ${on} in ${country}`, async () => {
      const holidays = await loadHolidays(country);
      assert.equal(holidays.nameOn(on) !== undefined, isOff);
    });
  }

  it('is known for every country of the Union and the EEA', async () => {
    const all =
      'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO';
    for (const country of all.split(' ')) {
      const holidays = await loadHolidays(country);
      assert.ok(holidays.nameOn('2026-12-25'), country);
      assert.equal(holidays.nameOn('2026-11-24'), undefined, country);
    }
  });
});

describe('a country', () => {
  it('is taken as people write it', () => {
    assert.deepEqual(['de-by', ' pl', 'el', 'UK-ENG'].map(countryCode), [
      'DE-BY',
      'PL',
      'GR',
      'GB-ENG',
    ]);
  });

  for (const [typed, remedy] of [
    ['XX', /use an ISO 3166 code/],
    ['Germany', /use DE$/],
    ['DE-XX', /use one of DE, DE-BB, .*DE-BY/],
    ['MT-1', /use MT$/],
    ['', /use an ISO 3166 code/],
    ['toString', /use an ISO 3166 code/],
  ] as const) {
    it(`${JSON.stringify(typed)} is refused in one sentence with a remedy`, async () => {
      await assert.rejects(loadHolidays(typed), (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.code, 'unknown-country');
        assert.match(error.message, remedy);
        return true;
      });
    });
  }

  it('shows the gaps of its data, and of a missing region', async () => {
    const gaps = async (country: string): Promise<string> =>
      (await loadHolidays(country)).gaps.join(' ');
    assert.match(await gaps('DE'), /date-holidays.*name the region, such as DE-/);
    assert.doesNotMatch(await gaps('DE-BY'), /name the region/);
    assert.match(noHolidays.gaps.join(' '), /only Saturdays and Sundays/);
  });
});

describe('a working day', () => {
  it('is not a Saturday, a Sunday or a holiday', async () => {
    const germany = await loadHolidays('DE');
    assert.equal(dayOff(date('2026-11-28'), germany), 'a Saturday');
    assert.equal(dayOff(date('2026-11-29'), germany), 'a Sunday');
    assert.match(dayOff(date('2026-12-25'), germany) ?? '', /Christmas/);
    assert.equal(dayOff(date('2026-12-25'), noHolidays), undefined);
    assert.equal(workingDayFrom(date('2026-12-25'), germany).toString(), '2026-12-28');
    assert.equal(workingDayFrom(date('2026-12-28'), germany).toString(), '2026-12-28');
  });

  it('is counted from the day after', () => {
    assert.equal(addWorkingDays(date('2026-11-27'), 1, noHolidays).toString(), '2026-11-30');
    assert.equal(addWorkingDays(date('2026-11-28'), 1, noHolidays).toString(), '2026-11-30');
    assert.equal(addWorkingDays(date('2026-11-30'), 10, noHolidays).toString(), '2026-12-14');
  });
});
