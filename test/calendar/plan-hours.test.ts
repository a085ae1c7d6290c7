/** Periods in hours, worked out by hand: GDPR, NIS2, CRA, eIDAS, UK, the proposal; zones and clock changes. */
import { check } from './cases.ts';

// Rule and stage | due | latest arguable | what is known | why. Local times, of Berlin unless a zone is named.
check(`
# GDPR Art. 33(1): 72 elapsed hours; the hour reading is 1 to 60 minutes later.
gdpr-33-1 notification             | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | a Friday evening
gdpr-33-1 notification             | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 authorityZone=Europe/Dublin | the hour of another zone, a whole hour away
gdpr-33-1 notification             | 2020-12-25T12:17    | 2020-12-25T13:00 | awareness=2020-12-22T12:17 | the published example of 2020
gdpr-33-1 notification             | 2020-12-25T12:59    | 2020-12-25T13:00 | awareness=2020-12-22T12:59 | the same hour, its end
gdpr-33-1 notification             | 2026-06-05T13:00    | 2026-06-05T14:00 | awareness=2026-06-02T13:00 | on the full hour, 60 minutes
gdpr-33-1 notification             | 2026-06-05T12:59:59 | 2026-06-05T13:00 | awareness=2026-06-02T12:59:59 | a second before the full hour
gdpr-33-1 notification             | 2026-06-05T13:00:01 | 2026-06-05T14:00 | awareness=2026-06-02T13:00:01 | a second after it
gdpr-33-1 notification             | 2026-06-05T00:00    | 2026-06-05T01:00 | awareness=2026-06-02T00:00 | midnight
gdpr-33-1 notification             | 2027-01-03T23:59    | 2027-01-04T00:00 | awareness=2026-12-31T23:59 | the last minute of a year
gdpr-33-1 notification             | 2028-03-01T10:05    | 2028-03-01T11:00 | awareness=2028-02-27T10:05 | across 29 February
gdpr-33-1 notification             | 2026-03-02T10:05    | 2026-03-02T11:00 | awareness=2026-02-27T10:05 | across the end of February in a common year
gdpr-33-1 notification             | 2026-12-27T09:30    | 2026-12-27T10:00 | awareness=2026-12-24T09:30 country=DE-BY | Christmas counts
gdpr-33-1 notification             | 2026-03-30T10:14    | 2026-03-30T11:00 | awareness=2026-03-27T09:14 zone=Europe/Vienna | clocks go forward: an hour later on the wall
gdpr-33-1 notification             | 2026-10-26T08:14    | 2026-10-26T09:00 | awareness=2026-10-23T09:14 zone=Europe/Vienna | clocks go back: an hour earlier on the wall
gdpr-33-1 notification             | 2026-03-30T10:14    | 2026-03-30T11:00 | awareness=2026-03-27T09:14 zone=Europe/Lisbon | clocks go forward in Lisbon
gdpr-33-1 notification             | 2026-10-26T08:14    | 2026-10-26T09:00 | awareness=2026-10-23T09:14 zone=Europe/Helsinki | clocks go back in Helsinki
gdpr-33-1 notification             | 2026-03-30T09:14    | 2026-03-30T10:00 | awareness=2026-03-27T09:14 zone=Atlantic/Reykjavik | a zone without summer time
gdpr-33-1 notification             | 2026-10-28T01:30    | 2026-10-28T02:00 | awareness=2026-10-25T02:30+02:00 | the first pass through the repeated hour
gdpr-33-1 notification             | 2026-10-28T02:30    | 2026-10-28T03:00 | awareness=2026-10-25T02:30+01:00 | the second pass
gdpr-33-1 notification             | 2026-10-25T02:30    | 2026-10-25T02:00 | awareness=2026-10-22T02:30 | due in the repeated hour, its first pass
gdpr-33-1 notification             | 2026-11-30T17:40    | 2026-11-30T18:00 | awareness=2026-11-27T17:40 zone=Asia/Kolkata | half an hour from UTC: hours of the wall there
gdpr-33-1 notification             | 2026-11-30T17:40    | 2026-11-30T18:30 | awareness=2026-11-27T17:40 zone=Asia/Kolkata authorityZone=Europe/Dublin | the same instant for an authority in Dublin
gdpr-33-1 notification             | 2026-11-30T17:40    | 2026-11-30T18:00 | awareness=2026-11-27T17:40 zone=Asia/Kathmandu | three quarters of an hour from UTC
gdpr-33-1 notification             | 2026-04-06T09:40    | 2026-04-06T10:30 | awareness=2026-04-03T10:10 zone=Australia/Lord_Howe | a zone whose summer time is half an hour
gdpr-33-1 notification             | 2018-05-23T10:10    | 2018-05-23T11:00 | awareness=2018-05-20T10:10 | before the law
gdpr-33-1 notification             | none                | none             | detection=2026-11-27T10:10 | no awareness, no time
# No number in the law.
gdpr-33-2 notification             | none                | none             | zone=Europe/Warsaw awareness=2026-11-27T18:20 | without undue delay
gdpr-33-4 notification             | none                | none             | submitted.notification=2026-11-30T10:00 | without undue further delay
gdpr-33-4 notification             | none                | none             | zone=Europe/Warsaw awareness=2026-11-27T18:20 | before the first notice
gdpr-34 notification               | none                | none             | zone=Europe/Warsaw awareness=2026-11-27T18:20 | without undue delay
# NIS2 Art. 23(4), then national anchors.
nis2-23 early-warning              | 2026-11-28T18:20    | 2026-11-28T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 24 hours
nis2-23 notification               | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 72 hours
nis2-23 notification               | 2026-11-28T18:20    | 2026-11-28T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 entity=trust-service | 24 hours for a trust service
nis2-23 notification               | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 entity=nis2-essential | other kinds of entity change nothing
nis2-23 intermediate               | none                | none             | zone=Europe/Warsaw awareness=2026-11-27T18:20 | only on request
nis2-23 early-warning              | 2026-03-29T13:00    | 2026-03-29T14:00 | awareness=2026-03-28T12:00 | 24 hours when the clocks go forward
nis2-23 early-warning              | 2026-10-25T11:00    | 2026-10-25T12:00 | awareness=2026-10-24T12:00 | 24 hours when the clocks go back
nis2-23 early-warning              | 2026-11-28T17:05    | 2026-11-28T18:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 country=PL detection=2026-11-27T17:05 | Poland: from detection
nis2-23 notification               | 2026-11-30T17:05    | 2026-11-30T18:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 country=PL detection=2026-11-27T17:05 | Poland: from detection
nis2-23 notification               | none                | none             | zone=Europe/Warsaw awareness=2026-11-27T18:20 country=PL | Poland without detection: nothing is computed
nis2-23 notification               | 2026-04-05T23:59    | 2026-04-06T00:00 | zone=Europe/Warsaw country=PL awareness=2026-04-02T23:59 detection=2026-04-02T20:00 | Poland before its act: the directive
nis2-23 notification               | 2026-04-05T20:00    | 2026-04-05T21:00 | zone=Europe/Warsaw country=PL awareness=2026-04-03T00:10 detection=2026-04-02T20:00 | Poland on the first day of its act
nis2-23 early-warning              | 2026-11-28T17:05    | 2026-11-28T18:00 | zone=Europe/Helsinki country=FI detection=2026-11-27T17:05 | Finland: from detection
nis2-23 notification               | 2026-11-30T17:05    | 2026-11-30T18:00 | country=SK detection=2026-11-27T17:05 | Slovakia: from detection
nis2-23 notification               | 2026-11-30T17:05    | 2026-11-30T18:00 | country=SI detection=2026-11-27T17:05 | Slovenia: from detection
nis2-23 notification               | 2026-11-28T17:05    | 2026-11-28T18:00 | country=BG detection=2026-11-27T17:05 entity=trust-service | Bulgaria: a trust service, from detection
nis2-23 early-warning              | 2026-11-28T19:05    | 2026-11-28T20:00 | country=CZ awareness=2026-11-27T17:05 determination=2026-11-27T19:05 | Czechia: from determination
nis2-23 notification               | 2026-11-30T19:05    | 2026-11-30T20:00 | zone=Europe/Lisbon country=PT determination=2026-11-27T19:05 | Portugal: from determination
nis2-23 end-of-impact              | 2026-11-29T08:30    | 2026-11-29T09:00 | zone=Europe/Lisbon country=PT resolution=2026-11-28T08:30 | Portugal: end of the impact
nis2-23 notification               | 2026-11-30T17:05    | 2026-11-30T18:00 | country=DE-BY awareness=2026-11-27T17:05 detection=2026-11-27T15:00 | a German Land has the law of Germany: the directive
# CRA Art. 14.
cra-14-vulnerability early-warning | 2026-11-28T18:20    | 2026-11-28T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 24 hours
cra-14-vulnerability notification  | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 72 hours
cra-14-incident early-warning      | 2026-11-28T18:20    | 2026-11-28T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 24 hours
cra-14-incident notification       | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 72 hours
# eIDAS.
eidas-24 notification              | 2026-11-28T03:40    | 2026-11-28T04:00 | awareness=2026-11-27T18:20 incident-start=2026-11-27T03:40 | 24 hours of the incident itself
eidas-24 notification              | none                | none             | zone=Europe/Warsaw awareness=2026-11-27T18:20 | awareness is no anchor
eidas-19a notification             | 2026-11-28T18:20    | 2026-11-28T19:00 | awareness=2026-11-27T18:20 incident-start=2026-11-27T03:40 | 24 hours of awareness
# Elsewhere, and what is not law.
uk-gdpr-33 notification            | 2026-11-30T18:20    | 2026-11-30T19:00 | zone=Europe/London awareness=2026-11-27T18:20 | 72 hours in London
uk-gdpr-33 notification            | 2026-10-26T08:14    | 2026-10-26T09:00 | zone=Europe/London awareness=2026-10-23T09:14 | 72 hours over the English clock change
gdpr-omnibus-96h notification      | 2026-12-01T18:20    | 2026-12-01T19:00 | zone=Europe/Warsaw awareness=2026-11-27T18:20 | 96 hours, proposed
`);
