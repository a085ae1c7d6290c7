/** Cases as a lawyer would put them: each end worked out by hand from the legal text alone, with the article that gives it. */
import { check } from './cases.ts';

check(`
# GDPR: 72 elapsed hours, and the hour reading.
gdpr-33-1 notification           | 2026-11-30T18:20    | 2026-11-30T19:00    | awareness=2026-11-27T18:20 zone=Europe/Warsaw | Art. 33(1), 72 elapsed hours; Reg. 1182/71 Art. 3(1): the hour from 18 to 19 is not counted
gdpr-33-1 notification           | 2020-12-25T12:17    | 2020-12-25T13:00    | awareness=2020-12-22T12:17 | Reg. 1182/71 Art. 3(1), the published example: 12:17 ends at 13:00
gdpr-33-1 notification           | 2026-11-30T12:59:59 | 2026-11-30T13:00    | awareness=2026-11-27T12:59:59 | Reg. 1182/71 Art. 3(1): the last second of an hour gains one second
gdpr-33-1 notification           | 2026-11-30T13:00    | 2026-11-30T14:00    | awareness=2026-11-27T13:00:00 | Reg. 1182/71 Art. 3(1): on the full hour the whole hour is not counted
gdpr-33-1 notification           | 2026-11-30T00:00    | 2026-11-30T01:00    | awareness=2026-11-27T00:00 | Reg. 1182/71 Art. 3(1): midnight belongs to the hour that begins
gdpr-33-1 notification           | 2026-03-31T11:00    | 2026-03-31T12:00    | awareness=2026-03-28T10:00 | an hour is an elapsed hour: in spring the end is an hour later on the wall
gdpr-33-1 notification           | 2026-10-27T09:00    | 2026-10-27T10:00    | awareness=2026-10-24T10:00 | an hour is an elapsed hour: in autumn the end is an hour earlier on the wall
gdpr-33-1 notification           | 2026-04-01T03:00    | 2026-04-01T04:00    | awareness=2026-03-29T03:00 | the first minute after the clocks went forward
gdpr-33-1 notification           | 2026-04-01T02:59:59 | 2026-04-01T03:00    | awareness=2026-03-29T01:59:59 | the last second before the clocks go forward
gdpr-33-1 notification           | 2026-10-28T02:30    | 2026-10-28T03:00    | awareness=2026-10-25T02:30+01:00 | an offset picks the second of two equal wall-clock times
gdpr-33-1 notification           | 2026-10-28T01:30    | 2026-10-28T02:00    | awareness=2026-10-25T02:30+02:00 | an offset picks the first of two equal wall-clock times
gdpr-33-1 notification           | 2026-11-30T18:20    | 2026-11-30T19:00    | awareness=2026-11-27T18:20 zone=Asia/Kolkata | the hour reading goes by the hours on the wall, half an hour off UTC
gdpr-33-1 notification           | 2026-11-30T18:20    | 2026-11-30T18:30    | awareness=2026-11-27T18:20 zone=Europe/Warsaw authorityZone=Asia/Kolkata | Reg. 1182/71 Art. 2(1): hours are those where the act is to be done, 22:50 there
gdpr-33-1 notification           | 2026-11-30T18:20    | 2026-11-30T18:30    | awareness=2026-11-27T18:20 zone=Asia/Kolkata authorityZone=Europe/Dublin | Reg. 1182/71 Art. 2(1): typed in Kolkata, counted in Dublin, 12:50 there
gdpr-33-1 notification           | 2026-11-30T10:00    | 2026-11-30T11:00    | awareness=2026-11-27T10:00 zone=Asia/Kathmandu | a full hour 45 minutes off UTC gains 60 minutes
gdpr-33-1 notification           | 2026-11-30T10:00    | 2026-11-30T10:45    | awareness=2026-11-27T10:00 zone=Asia/Kathmandu authorityZone=Europe/Brussels | the same instant is 05:15 in Brussels and gains 45 minutes
gdpr-33-1 notification           | 2026-04-05T16:00    | 2026-04-05T17:00    | awareness=2026-04-02T16:00 country=DE | Reg. 1182/71 Art. 3(4) leaves out hours: Easter Sunday moves nothing
gdpr-33-1 notification           | 2026-12-01T00:20    | 2026-12-01T01:00    | awareness=2026-11-27T18:20-05:00 zone=Europe/Warsaw | an offset other than that of the zone is taken as written
gdpr-33-1 notification           | 2028-03-01T12:10    | 2028-03-01T13:00    | awareness=2028-02-27T12:10 zone=UTC | 72 hours over 29 February
gdpr-33-1 notification           | 2027-03-02T12:10    | 2027-03-02T13:00    | awareness=2027-02-27T12:10 zone=UTC | 72 hours over the end of a short February
gdpr-33-1 notification           | 2027-01-02T23:30    | 2027-01-03T00:00    | awareness=2026-12-30T23:30 zone=Europe/Warsaw | 72 hours over the turn of the year
gdpr-omnibus-96h notification    | 2026-12-01T18:20    | 2026-12-01T19:00    | awareness=2026-11-27T18:20 zone=Europe/Warsaw | 96 hours as proposed, only by name
# NIS2: a month, its last day, and national law.
nis2-23 final                    | 2026-12-30T15:00    | 2026-12-30 end      | zone=Europe/Warsaw submitted.notification=2026-11-30T15:00 | Art. 23(4)(d): one month after submission; Reg. 1182/71 Art. 3(2)(c): the end of the same date
nis2-23 final                    | 2027-02-28T10:00    | 2027-03-01 end      | submitted.notification=2027-01-29T10:00 country=DE | Reg. 1182/71 Art. 3(2)(c), 3(4): 29 January, the last day of February, a Sunday
nis2-23 final                    | 2027-02-28T10:00    | 2027-03-01 end      | submitted.notification=2027-01-30T10:00 country=DE | Reg. 1182/71 Art. 3(2)(c), 3(4): 30 January, the last day of February, a Sunday
nis2-23 final                    | 2027-02-28T10:00    | 2027-03-01 end      | submitted.notification=2027-01-31T10:00 country=DE | Reg. 1182/71 Art. 3(2)(c), 3(4): 31 January, the last day of February, a Sunday
nis2-23 final                    | 2028-02-29T10:00    | 2028-02-29 end      | submitted.notification=2028-01-31T10:00 | Reg. 1182/71 Art. 3(2)(c): a month after 31 January in a leap year
nis2-23 final                    | 2026-09-30T10:00    | 2026-09-30 end      | submitted.notification=2026-08-31T10:00 | Reg. 1182/71 Art. 3(2)(c): a month after 31 August is 30 September
nis2-23 final                    | 2027-01-01T09:00    | 2027-01-04 end      | zone=Europe/Paris submitted.notification=2026-12-01T09:00 country=FR | Reg. 1182/71 Art. 3(4): New Year on a Friday, then a weekend
nis2-23 final                    | 2026-04-13T10:00    | 2026-04-13 end      | submitted.notification=2026-03-13T10:00 | a month keeps the time of day when the clocks go forward
nis2-23 final                    | 2025-08-15T10:00    | 2025-08-15 end      | submitted.notification=2025-07-15T10:00 country=DE-BE | 15 August is a working day in Berlin
nis2-23 final                    | 2027-03-08T10:00    | 2027-03-09 end      | submitted.notification=2027-02-08T10:00 country=DE-BE | 8 March is a holiday in Berlin
nis2-23 final                    | 2027-03-08T10:00    | 2027-03-08 end      | submitted.notification=2027-02-08T10:00 country=DE-BY | 8 March is a working day in Bavaria
nis2-23 final                    | 2027-02-14T10:00    | 2027-02-15 end      | zone=Europe/Zagreb country=HR submitted.notification=2027-01-15T10:00 | Croatia: 30 days after the notification, a Sunday
nis2-23 final                    | 2027-02-15T10:00    | 2027-02-15 end      | zone=Europe/Oslo country=NO submitted.early-warning=2027-01-15T10:00 submitted.notification=2027-01-17T10:00 | Norway: a month after the first warning, not the notification
nis2-23 final                    | 2027-02-19T10:00    | 2027-02-19 end      | zone=Europe/Prague country=CZ determination=2027-01-14T11:00 resolution=2027-01-20T10:00 | Czechia: 30 days after resolution
nis2-23 final                    | 2027-03-28T03:30    | 2027-03-30 end      | submitted.notification=2027-02-28T02:30 country=DE | a time of day that the clocks skip, on Easter Sunday: the end of Tuesday
nis2-23 final                    | 2026-12-30T23:30    | 2026-12-31T00:59:59 | zone=Europe/Warsaw authorityZone=Europe/Dublin submitted.notification=2026-11-30T23:30 | the last hour of the day is that of the authority, an hour behind
# DORA: RTS 2025/301 Art. 5.
dora-19 initial                  | 2026-11-26T08:00    | 2026-11-26T09:00    | awareness=2026-11-25T08:00 zone=Europe/Paris classification=2026-11-26T06:00 | Art. 5(1)(a): 24 hours after awareness bind before 4 after classification
dora-19 initial                  | 2026-11-25T18:00    | 2026-11-25T19:00    | awareness=2026-11-24T08:00 zone=Europe/Paris classification=2026-11-25T14:00 | Art. 5(2): classified later than 24 hours after awareness, 4 hours count
dora-19 initial                  | 2026-11-28T14:00    | 2026-11-30T12:00    | awareness=2026-11-27T20:00 zone=Europe/Paris classification=2026-11-28T10:00 country=FR | Art. 5(4): a limit on a Saturday moves to noon of Monday
dora-19 intermediate             | 2026-11-28T10:30    | 2026-11-30T12:00    | zone=Europe/Paris submitted.initial=2026-11-25T10:30 submitted.intermediate=2026-11-26T11:00 | Art. 5(4): a limit on a Saturday moves to noon of Monday
dora-19 final                    | 2026-12-26T11:00    | 2026-12-28T12:00    | zone=Europe/Paris submitted.initial=2026-11-25T10:30 submitted.intermediate=2026-11-26T11:00 | Art. 5(4): a limit on a Saturday moves to noon of Monday
dora-19 final                    | 2026-12-28T12:00    | 2026-12-28 end      | zone=Europe/Paris submitted.initial=2026-11-25T10:30 submitted.intermediate=2026-11-28T12:00 | no relief on a working day: Reg. 1182/71 Art. 3(2)(c), the end of the day
dora-19 final                    | 2026-12-25T12:00    | 2026-12-28T12:00    | submitted.initial=2026-11-23T10:30 submitted.intermediate=2026-11-25T12:00 country=DE | Art. 5(4): Christmas Day, then a weekend
dora-19 initial                  | 2026-11-11T13:00    | 2026-11-12T12:00    | awareness=2026-11-10T22:00 zone=Europe/Paris classification=2026-11-11T09:00 country=FR | Art. 5(4): a bank holiday in France
dora-19 initial                  | 2026-11-11T13:00    | 2026-11-11T14:00    | awareness=2026-11-10T22:00 classification=2026-11-11T09:00 country=DE | the same day is a working day in Germany
dora-19 initial                  | 2026-11-27T23:30    | 2026-11-28T00:00    | awareness=2026-11-27T19:00 zone=Europe/Paris classification=2026-11-27T19:30 | the limit is on Friday, the hour reading ends with the day
dora-19 initial                  | 2026-11-27T23:30    | 2026-11-30T11:00    | awareness=2026-11-27T19:00 zone=Europe/Paris classification=2026-11-27T19:30 authorityZone=Europe/Helsinki | the same limit is on Saturday where the authority is
dora-19 initial                  | 2026-10-24T22:00    | 2026-10-26T12:00    | awareness=2026-10-24T17:30 zone=Europe/Paris classification=2026-10-24T18:00 | noon of Monday after the clocks went back
dora-19 initial                  | 2026-11-28T10:00    | 2026-11-30T12:00    | awareness=2026-11-27T10:00 zone=Europe/Paris | not classified yet: the outer limit has the relief too
dora-19 initial                  | 2026-04-03T13:00    | 2026-04-07T12:00    | awareness=2026-04-03T08:00 classification=2026-04-03T09:00 country=DE | Art. 5(4): Good Friday, and Easter Monday is off too
dora-19 initial                  | 2026-04-03T13:00    | 2026-04-03T14:00    | awareness=2026-04-03T08:00 zone=Europe/Paris classification=2026-04-03T09:00 country=FR | Good Friday is a working day in France
dora-19 initial                  | 2026-11-25T13:30    | 2026-11-25T14:00    | awareness=2026-11-25T08:00 zone=Europe/Paris classification=2026-11-25T09:30 entity=ccp | Art. 5(5) concerns days off only: the hour reading stays
dora-19 final                    | 2027-02-28T12:00    | 2027-03-01T12:00    | zone=Europe/Paris submitted.initial=2027-01-28T10:30 submitted.intermediate=2027-01-31T12:00 | a month after 31 January, a Sunday, noon of Monday
dora-19 initial                  | 2026-11-28T14:00    | none                | zone=Europe/Paris awareness=2026-11-27T20:00 classification=2026-11-28T10:00 entity=ccp | Art. 5(5): no later moment on a Saturday for a central counterparty
dora-19 intermediate             | 2026-11-28T10:30    | none                | zone=Europe/Paris submitted.initial=2026-11-25T10:30 entity=trading-venue | Art. 5(5): no later moment on a Saturday for a trading venue
dora-19 final                    | 2026-12-26T11:00    | 2026-12-28T12:00    | zone=Europe/Paris submitted.intermediate=2026-11-26T11:00 entity=credit-institution | Art. 5(5) leaves the final report of a bank its relief
dora-19 initial                  | 2026-11-11T13:00    | none                | zone=Europe/Paris awareness=2026-11-10T22:00 classification=2026-11-11T09:00 country=FR entity=nis2-important | Art. 5(5): no later moment on a bank holiday
dora-19 initial                  | 2026-11-25T08:00    | 2026-11-25T09:00    | zone=Europe/Paris awareness=2026-11-24T08:00 classification=2026-11-25T08:00 | Art. 5(2) asks for later than 24 hours: exactly 24 leave the outer limit
dora-19 initial                  | 2026-11-25T12:00:01 | 2026-11-25T13:00    | zone=Europe/Paris awareness=2026-11-24T08:00 classification=2026-11-25T08:00:01 | Art. 5(2): one second later than 24 hours
dora-19 initial                  | 2026-11-25T12:30    | 2026-11-25T13:00    | zone=Europe/Paris awareness=2026-11-27T08:00 classification=2026-11-25T08:30 | classified before anybody knew of personal data: 4 hours of classification
# CRA Art. 14.
cra-14-vulnerability final       | 2026-12-15T10:00    | 2026-12-15 end      | zone=Europe/Warsaw fix-available=2026-12-01T10:00 | Art. 14(2)(c): 14 days after the fix
cra-14-vulnerability final       | 2026-12-26T10:00    | 2026-12-28 end      | zone=Europe/Warsaw fix-available=2026-12-12T10:00 country=PL | Reg. 1182/71 Art. 3(4): the 14th day is Saturday 26 December
cra-14-vulnerability final       | 2026-11-03T10:00    | 2026-11-03 end      | fix-available=2026-10-20T10:00 | 14 days keep the time of day when the clocks go back
cra-14-vulnerability final       | 2027-04-03T10:00    | 2027-04-05 end      | fix-available=2027-03-20T10:00 | 14 days keep the time of day when the clocks go forward
cra-14-incident final            | 2026-12-30T10:00    | 2026-12-30 end      | zone=Europe/Warsaw submitted.notification=2026-11-30T10:00 | Art. 14(4)(c): one month after the 72-hour notification
cra-14-incident final            | none                | none                | zone=Europe/Warsaw fix-available=2026-12-01T10:00 | Art. 14(4)(c): a fix is no anchor of an incident report
cra-14-vulnerability early-warning | 2026-09-12T00:00    | 2026-09-12T01:00    | awareness=2026-09-11T00:00 | Art. 71(2): the first moment of the duty to report
# eIDAS.
eidas-24 notification            | 2026-11-28T09:10    | 2026-11-28T10:00    | awareness=2026-11-27T10:00Z zone=Europe/Warsaw incident-start=2026-11-27T08:10Z | Art. 24(2)(fb): within 24 hours of the incident
# SEC, in business days.
us-sec-8k notification           | 2026-11-30T10:00    | 2026-11-30T17:30    | zone=America/New_York determination=2026-11-23T10:00 | four business days over Thanksgiving
us-sec-8k notification           | 2026-11-19T10:00    | 2026-11-19T17:30    | zone=America/New_York determination=2026-11-14T10:00 | Form 8-K, General Instruction B.1: from a Saturday the first business day counts
us-sec-8k notification           | 2026-07-08T10:00    | 2026-07-08T17:30    | zone=America/New_York determination=2026-07-01T10:00 | Independence Day on a Saturday is observed on Friday
us-sec-8k notification           | 2026-11-30T17:30    | 2026-11-30T17:30    | zone=America/New_York determination=2026-11-23T18:20 | what comes after 17:30 in New York is filed on the next business day
us-sec-8k notification           | 2026-11-17T10:00    | 2026-11-17T17:30    | zone=America/New_York determination=2026-11-10T10:00 | Veterans Day is no business day
us-sec-8k notification           | 2026-04-06T10:00    | 2026-04-06T17:30    | zone=America/New_York determination=2026-03-31T10:00 | Good Friday is a business day
us-sec-8k notification           | 2027-01-07T10:00    | 2027-01-07T17:30    | zone=America/New_York determination=2026-12-31T10:00 | New Year, then a weekend
`);
