/** Periods in days, months and working days, and DORA's weekend relief, worked out by hand. */
import { check } from './cases.ts';

// Rule and stage | due | latest arguable | what is known | why. Local times, of Berlin unless a zone is named.
check(`
# Months: the same time of day, and the end of the same date (Reg. 1182/71 Art. 3(2)(c)); then national law.
nis2-23 final              | 2026-11-30T10:00    | 2026-11-30 end      | submitted.notification=2026-10-30T10:00 | a month
nis2-23 final              | 2026-02-28T10:00    | 2026-03-02 end      | submitted.notification=2026-01-31T10:00 | 31 January ends on 28 February, a Saturday
nis2-23 final              | 2028-02-29T10:00    | 2028-02-29 end      | submitted.notification=2028-01-31T10:00 | 31 January in a leap year, a Tuesday
nis2-23 final              | 2025-02-28T10:00    | 2025-02-28 end      | submitted.notification=2025-01-30T10:00 | 30 January in a common year
nis2-23 final              | 2026-04-30T10:00    | 2026-04-30 end      | submitted.notification=2026-03-31T10:00 | 31 March ends on 30 April
nis2-23 final              | 2028-03-28T10:00    | 2028-03-28 end      | submitted.notification=2028-02-28T10:00 | 28 February ends on 28 March, not on the 31st
nis2-23 final              | 2027-01-30T10:00    | 2027-02-01 end      | submitted.notification=2026-12-30T10:00 | over the turn of the year, ending on a Saturday
nis2-23 final              | 2026-11-29T10:00    | 2026-11-30 end      | submitted.notification=2026-10-29T10:00 | ending on a Sunday
nis2-23 final              | 2027-01-01T10:00    | 2027-01-01 end      | submitted.notification=2026-12-01T10:00 | ending on 1 January without a country
nis2-23 final              | 2027-01-01T10:00    | 2027-01-04 end      | submitted.notification=2026-12-01T10:00 country=DE | ending on 1 January, a Friday, in Germany
nis2-23 final              | 2027-01-06T10:00    | 2027-01-07 end      | submitted.notification=2026-12-06T10:00 country=DE-BY | ending on Epiphany, a Wednesday, in Bavaria
nis2-23 final              | 2027-01-06T10:00    | 2027-01-06 end      | submitted.notification=2026-12-06T10:00 country=DE-BE | Epiphany is no holiday in Berlin
nis2-23 final              | 2026-04-03T10:00    | 2026-04-07 end      | submitted.notification=2026-03-03T10:00 country=DE | ending on Good Friday: after Easter Monday
nis2-23 final              | 2026-11-11T10:00    | 2026-11-12 end      | submitted.notification=2026-10-11T10:00 country=PL zone=Europe/Warsaw | ending on Polish Independence Day
nis2-23 final              | 2026-11-11T10:00    | 2026-11-11 end      | submitted.notification=2026-10-11T10:00 country=AT zone=Europe/Vienna | the same date elsewhere
nis2-23 final              | 2026-04-10T09:00    | 2026-04-10 end      | submitted.notification=2026-03-10T09:00 | the same time of day over the clock change
# CRA Art. 14.
cra-14-vulnerability final | 2026-03-29T03:30    | 2026-03-30 end      | fix-available=2026-03-15T02:30 | a time that the clock change skips is read an hour later
nis2-23 final              | 2026-12-01T00:30    | 2026-12-01T00:59:59 | submitted.notification=2026-11-01T00:30 zone=Europe/Warsaw authorityZone=Europe/Dublin | the day of the authority counts
nis2-23 final              | 2026-11-30T10:00    | 2026-11-30 end      | submitted.notification=2026-10-30T10:00 submitted.notification=2026-11-05T10:00 | the first notification counts, not its update
nis2-23 final              | none                | none                | awareness=2026-11-27T10:00 | not submitted yet: nothing is computed
nis2-23 final              | 2026-11-07T10:00    | 2026-11-09 end      | country=NO submitted.early-warning=2026-10-07T10:00 submitted.notification=2026-10-09T10:00 | Norway: a month from the first warning
nis2-23 final              | 2026-11-05T10:00    | 2026-11-05 end      | submitted.notification=2026-10-06T10:00 country=HR | Croatia: 30 days, not a month
nis2-23 final              | 2026-11-05T10:00    | 2026-11-05 end      | country=CZ resolution=2026-10-06T10:00 | Czechia: 30 days from resolution
nis2-23 final              | 2027-01-07T10:00    | 2027-01-07 end      | country=PT zone=Europe/Lisbon submitted.end-of-impact=2026-11-20T10:00 | Portugal: 30 working days after the end of impact, past 1, 8 and 25 December and 1 January
cra-14-vulnerability final | 2026-12-11T18:20    | 2026-12-11 end      | fix-available=2026-11-27T18:20 | 14 days after the fix, on a Friday
cra-14-vulnerability final | 2026-12-12T18:20    | 2026-12-14 end      | fix-available=2026-11-28T18:20 | 14 days after a Saturday: the Monday behind
cra-14-vulnerability final | 2026-12-25T09:00    | 2026-12-29 end      | fix-available=2026-12-11T09:00 country=IE zone=Europe/Dublin | 14 days that end on Christmas, a Friday
cra-14-vulnerability final | 2026-11-03T09:00    | 2026-11-03 end      | fix-available=2026-10-20T09:00 | 14 days over the clock change
cra-14-vulnerability final | none                | none                | awareness=2026-11-27T18:20 | awareness moves nothing
cra-14-incident final      | 2026-12-30T10:00    | 2026-12-30 end      | submitted.notification=2026-11-30T10:00 | a month after the notification
# DORA, RTS 2025/301 Art. 5.
dora-19 initial            | 2026-11-24T13:30    | 2026-11-24T14:00    | awareness=2026-11-24T08:00 classification=2026-11-24T09:30 | 4 h after classification
dora-19 initial            | 2026-11-25T08:10    | 2026-11-25T09:00    | awareness=2026-11-24T08:10 classification=2026-11-25T06:00 | classified late in the day: 24 h after awareness are earlier
dora-19 initial            | 2026-11-25T08:10    | 2026-11-25T09:00    | awareness=2026-11-24T08:10 classification=2026-11-25T04:10 | classified 20 h after awareness: both at once
dora-19 initial            | 2026-11-25T08:10    | 2026-11-25T09:00    | awareness=2026-11-24T08:10 classification=2026-11-25T08:10 | classified exactly 24 h after awareness
dora-19 initial            | 2026-11-25T12:10:01 | 2026-11-25T13:00    | awareness=2026-11-24T08:10 classification=2026-11-25T08:10:01 | classified a second later than 24 h: 4 h after it
dora-19 initial            | 2026-11-25T14:15    | 2026-11-25T15:00    | awareness=2026-11-23T08:10 classification=2026-11-25T10:15 | classified two days later: 4 h after it
dora-19 initial            | 2026-11-25T08:10    | 2026-11-25T09:00    | awareness=2026-11-24T08:10 | not classified yet: 24 h after awareness, provisionally
dora-19 initial            | 2026-11-24T13:30    | 2026-11-24T14:00    | classification=2026-11-24T09:30 | classification alone
dora-19 initial            | none                | none                | detection=2026-11-24T09:30 | neither
dora-19 initial            | 2026-11-28T13:30    | 2026-11-30T12:00    | awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | on a Saturday: noon of Monday
dora-19 initial            | 2026-11-29T23:50    | 2026-11-30T12:00    | awareness=2026-11-29T18:00 classification=2026-11-29T19:50 | late on a Sunday: noon of Monday
dora-19 initial            | 2026-11-27T23:50    | 2026-11-28T00:00    | awareness=2026-11-27T18:00 classification=2026-11-27T19:50 | late on a Friday: no relief
dora-19 initial            | 2026-11-30T00:10    | 2026-11-30T01:00    | awareness=2026-11-29T18:00 classification=2026-11-29T20:10 | early on a Monday: no relief
dora-19 initial            | 2026-11-28T13:30    | none                | entity=credit-institution awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | no relief for credit-institution
dora-19 intermediate       | 2026-11-28T09:30    | none                | entity=credit-institution submitted.initial=2026-11-25T09:30 | no relief for credit-institution
dora-19 final              | 2026-11-28T09:30    | 2026-11-30T12:00    | entity=credit-institution submitted.intermediate=2026-10-28T09:30 | relief for credit-institution all the same
dora-19 initial            | 2026-11-28T13:30    | none                | entity=ccp awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | no relief for ccp
dora-19 intermediate       | 2026-11-28T09:30    | none                | entity=ccp submitted.initial=2026-11-25T09:30 | no relief for ccp
dora-19 final              | 2026-11-28T09:30    | 2026-11-30T12:00    | entity=ccp submitted.intermediate=2026-10-28T09:30 | relief for ccp all the same
dora-19 initial            | 2026-11-28T13:30    | none                | entity=trading-venue awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | no relief for trading-venue
dora-19 intermediate       | 2026-11-28T09:30    | none                | entity=trading-venue submitted.initial=2026-11-25T09:30 | no relief for trading-venue
dora-19 final              | 2026-11-28T09:30    | 2026-11-30T12:00    | entity=trading-venue submitted.intermediate=2026-10-28T09:30 | relief for trading-venue all the same
dora-19 initial            | 2026-11-28T13:30    | none                | entity=nis2-essential awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | no relief for nis2-essential
dora-19 intermediate       | 2026-11-28T09:30    | none                | entity=nis2-essential submitted.initial=2026-11-25T09:30 | no relief for nis2-essential
dora-19 final              | 2026-11-28T09:30    | 2026-11-30T12:00    | entity=nis2-essential submitted.intermediate=2026-10-28T09:30 | relief for nis2-essential all the same
dora-19 initial            | 2026-11-28T13:30    | none                | entity=nis2-important awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | no relief for nis2-important
dora-19 intermediate       | 2026-11-28T09:30    | none                | entity=nis2-important submitted.initial=2026-11-25T09:30 | no relief for nis2-important
dora-19 final              | 2026-11-28T09:30    | 2026-11-30T12:00    | entity=nis2-important submitted.intermediate=2026-10-28T09:30 | relief for nis2-important all the same
dora-19 initial            | 2026-11-28T13:30    | 2026-11-30T12:00    | entity=trust-service awareness=2026-11-28T08:00 classification=2026-11-28T09:30 | relief for a trust service
dora-19 initial            | 2026-11-11T13:30    | 2026-11-12T12:00    | country=FR zone=Europe/Paris awareness=2026-11-11T08:00 classification=2026-11-11T09:30 | on 11 November, a holiday in France
dora-19 initial            | 2026-11-11T13:30    | 2026-11-11T14:00    | country=DE awareness=2026-11-11T08:00 classification=2026-11-11T09:30 | on 11 November, no holiday in Germany
dora-19 initial            | 2026-04-03T13:30    | 2026-04-07T12:00    | country=DE awareness=2026-04-03T08:00 classification=2026-04-03T09:30 | on Good Friday: noon of the Tuesday behind Easter
dora-19 initial            | 2026-06-04T13:30    | 2026-06-05T12:00    | country=DE-BY awareness=2026-06-04T08:00 classification=2026-06-04T09:30 | on Corpus Christi in Bavaria
dora-19 initial            | 2026-06-04T13:30    | 2026-06-04T14:00    | country=DE awareness=2026-06-04T08:00 classification=2026-06-04T09:30 | on Corpus Christi with only Germany named
dora-19 intermediate       | 2026-11-27T13:05    | 2026-11-27T14:00    | submitted.initial=2026-11-24T13:05 | 72 h after the initial was submitted
dora-19 intermediate       | 2026-11-29T13:05    | 2026-11-30T12:00    | submitted.initial=2026-11-26T13:05 | 72 h that end on a Sunday
dora-19 intermediate       | 2026-10-26T12:05    | 2026-10-26T13:00    | submitted.initial=2026-10-23T13:05 | 72 h over the clock change
dora-19 intermediate       | none                | none                | awareness=2026-11-24T08:10 | not submitted yet
dora-19 final              | 2026-11-27T13:05    | 2026-11-27 end      | submitted.intermediate=2026-10-27T13:05 | a month after the intermediate
dora-19 final              | 2026-12-03T10:00    | 2026-12-03 end      | submitted.intermediate=2026-10-27T13:05 submitted.intermediate=2026-11-03T10:00 submitted.intermediate=2026-10-29T10:00 | a month after the latest update
dora-19 final              | 2026-02-28T10:00    | 2026-03-02T12:00    | submitted.intermediate=2026-01-31T10:00 | 31 January: 28 February, a Saturday: noon of Monday
dora-19 final              | 2026-12-25T10:00    | 2026-12-28T12:00    | submitted.intermediate=2026-11-25T10:00 country=DE | on Christmas in Germany: noon of Monday
# SEC: four business days, on the clocks of New York.
us-sec-8k notification     | 2026-11-20T10:00    | 2026-11-20T17:30    | zone=America/New_York determination=2026-11-16T10:00 | from a Monday to Friday
us-sec-8k notification     | 2026-11-20T17:30    | 2026-11-20T17:30    | zone=America/New_York determination=2026-11-16T18:20 | past the filing desk: 17:30 at the latest
us-sec-8k notification     | 2026-11-30T10:00    | 2026-11-30T17:30    | zone=America/New_York determination=2026-11-23T10:00 | over Thanksgiving
us-sec-8k notification     | 2026-11-27T10:00    | 2026-11-27T17:30    | zone=America/New_York determination=2026-11-21T10:00 | from a Saturday: Monday is the first day, Thanksgiving none
us-sec-8k notification     | 2026-07-06T10:00    | 2026-07-06T17:30    | zone=America/New_York determination=2026-06-29T10:00 | Independence Day on a Saturday is kept on Friday
us-sec-8k notification     | 2026-11-20T23:30    | 2026-11-20T23:30    | determination=2026-11-17T03:00 | typed in Berlin, where it is Tuesday already
us-sec-8k notification     | 2026-11-30T10:00    | 2026-11-30T17:30    | zone=America/New_York country=DE determination=2026-11-23T10:00 | the country of the other authority changes nothing
`);
