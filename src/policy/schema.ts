/** The policy file: the company's own rules as data. Everything a person may write in it is checked here. */
import { z } from 'zod';
import { accessRoles } from '../domain/access.ts';
import { defaultLadder, levels } from '../domain/ladder.ts';
import { entityKinds } from '../domain/rules/rule.ts';
import type { Severity } from '../domain/policy.ts';
import { longText } from '../domain/shape.ts';
import { isLoopback } from '../loopback.ts';
import { backups } from './backups.ts';
import { authorityIds, findAuthority, similarAuthorities } from './authorities.ts';
import { mostPlaybooks, playbook } from './playbooks.ts';
import { establishments } from './establishments.ts';
import { contractRule } from './contract.ts';
import { customer, mostCustomers } from './customer.ts';
import { references } from './references.ts';
import { logs, monitoring } from './monitoring.ts';
import { hosting } from './hosting.ts';
import { retention } from './retention.ts';
import { mostVendors, vendor } from './vendor.ts';
import { web } from './web.ts';
import {
  duration,
  email,
  id,
  language,
  months,
  period,
  positiveDuration,
  secretReference,
  text,
  zone,
} from './values.ts';

export type SecretReference = z.infer<typeof secretReference>;

const authority = z.string().refine((name) => findAuthority(name) !== undefined, {
  error: ({ input }) => {
    const near = similarAuthorities(String(input));
    const choice =
      near.length > 0
        ? `did you mean ${near.join(', ')}?`
        : `use one of ${authorityIds().join(', ')}`;
    return `${JSON.stringify(input)} is not in the directory of authorities; ${choice}`;
  },
});

const person = z.strictObject({
  name: text,
  email,
  zone: zone.optional(),
  language: language.optional(),
  /** What they may do; default: report, respond and lead, and what their office brings. */
  roles: z.array(z.enum(accessRoles)).min(1, 'needs at least one role').optional(),
});

const smtp = z
  .strictObject({
    host: text.regex(
      /^[A-Za-z0-9.:_-]+$/,
      'is not a host name; leave out the scheme, user and port',
    ),
    port: z.int().min(1).max(65_535).default(587),
    /** `tls` from the first byte (465), `starttls` required (587), `none` only on loopback. */
    security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    user: text.optional(),
    password: secretReference.optional(),
    /** A PEM file with the authority that signed the server's certificate, when it is a private one. */
    caFile: text.optional(),
  })
  .refine(({ host, security }) => security !== 'none' || isLoopback(host), {
    path: ['security'],
    error: 'none is allowed only to this machine itself (localhost); use starttls or tls',
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: 'gives only one of user and password; give both, or neither',
  });
export type SmtpSettings = z.infer<typeof smtp>;

/** Beyond this machine it is reached with TLS and a certificate that is checked; there is no way to turn that off. */
const postgres = z.strictObject({
  host: text.regex(/^[A-Za-z0-9.:_-]+$/, 'is not a host name; leave out the scheme, user and port'),
  port: z.int().min(1).max(65_535).default(5432),
  database: text,
  user: text,
  password: secretReference,
  /** A PEM file with the authority that signed the server's certificate, when it is a private one. */
  caFile: text.optional(),
});

const rung = z.strictObject({ before: duration, to: z.enum(levels) });

const ladder = z
  .strictObject({
    reminders: z.array(rung).min(1, 'needs at least one reminder').max(50),
    overdueEvery: positiveDuration.default(defaultLadder.overdueEveryMs),
  })
  .transform(({ reminders, overdueEvery }) => ({
    rungs: reminders
      .map(({ before, to }) => ({ beforeMs: before, level: to }))
      .toSorted((a, b) => b.beforeMs - a.beforeMs),
    overdueEveryMs: overdueEvery,
  }))
  .refine(
    ({ rungs }) => new Set(rungs.map(({ beforeMs }) => beforeMs)).size === rungs.length,
    'has two reminders at the same time before; keep one',
  );

const acknowledgeWithin = z.strictObject({
  critical: positiveDuration.default(5 * 60_000),
  high: positiveDuration.default(15 * 60_000),
  medium: positiveDuration.default(60 * 60_000),
  low: positiveDuration.default(4 * 3_600_000),
} satisfies Record<Severity, z.ZodType>);

const shape = z.strictObject({
  organisation: z.strictObject({
    name: text,
    address: z.string().max(longText).optional(),
    /** The one contact address, in every mail and notice. */
    contact: email,
    zone,
    /** Of mails and notices, where a person or a customer has none of their own. */
    language: language.default('en'),
    /** The competent supervisory authority, an id of the directory such as IE or DE-BY. */
    authority,
    /** What the company is besides a controller: it changes some clocks. */
    entities: z.array(z.enum(entityKinds)).default([]),
    /** From which the lead authority is proposed. */
    establishments: establishments.optional(),
  }),
  people: z.record(id, person),
  roles: z.strictObject({ dpo: id, deputy: id, decisionMaker: id }),
  onCall: z.strictObject({ order: z.array(id).min(1, 'needs at least one person').max(50) }),
  acknowledgeWithin: acknowledgeWithin.prefault({}),
  ladder: ladder.default({
    rungs: defaultLadder.rungs.map((entry) => ({ ...entry })),
    overdueEveryMs: defaultLadder.overdueEveryMs,
  }),
  customers: z
    .record(id, customer)
    .refine((all) => Object.keys(all).length <= mostCustomers, `holds more than ${mostCustomers}`)
    .default({}),
  /** More of them, as CSV: a path, relative to this file. */
  customersFile: text.optional(),
  /** Who processes data for the company, Art. 28: where, by which contract, when reviewed. */
  vendors: z
    .record(id, vendor)
    .refine((all) => Object.keys(all).length <= mostVendors, `holds more than ${mostVendors}`)
    .default({}),
  /** More of them, as CSV: a path, relative to this file. */
  vendorsFile: text.optional(),
  /** Where this installation itself runs, and by whom. */
  hosting: hosting.optional(),
  /** Who answers for the duties of a rule, level by level: owner, deputy, management. */
  owners: z.record(text, z.array(id).min(1).max(3)).default({}),
  /** The company's own target where the law says only "without undue delay". */
  targets: z.record(text, positiveDuration).default({}),
  /** By kind of incident: added to the shipped ones, or in place of one. */
  playbooks: z
    .record(id, playbook)
    .refine((all) => Object.keys(all).length <= mostPlaybooks, `holds more than ${mostPlaybooks}`)
    .default({}),
  /** Clocks that contracts set, beside those of the law. */
  rules: z.record(id, contractRule).default({}),
  /** Where signed checkpoints of the audit chain are mailed: an address that who runs this cannot write to. */
  audit: z
    .strictObject({
      checkpoints: z.strictObject({ to: email, every: period.prefault('P7D') }).optional(),
    })
    .default({}),
  /** How often the whole installation is looked over, and admins are told what needs care. */
  upkeep: z.strictObject({ every: period.prefault('P1D') }).prefault({}),
  /** How often this file must be read anew and found right. */
  review: z.strictObject({ every: months.prefault('P1Y') }).prefault({}),
  /** Whether every command must be signed, and how long a key is good for. */
  access: z
    .strictObject({
      signatures: z.enum(['required', 'optional']).default('optional'),
      keyLifetime: period.prefault('P180D'),
      /** How often admins confirm who may act, and within which time. */
      review: z
        .strictObject({ every: period.prefault('P90D'), within: period.prefault('P14D') })
        .refine(({ every, within }) => within < every, {
          path: ['within'],
          error: 'must be shorter than every: one review would not end before the next',
        })
        .prefault({}),
    })
    .prefault({}),
  /** Where encrypted copies of everything go, and who can open them. */
  backups: backups.optional(),
  /** How long each kind of data is kept after an incident was closed; what has no limit is kept. */
  retention: retention.optional(),
  mail: z
    .strictObject({
      from: email.optional(),
      smtp: smtp.optional(),
    })
    .default({}),
  /** Where the register is; a SQLite file in the data folder when no server is named. */
  register: z.strictObject({ postgres: postgres.optional() }).default({}),
  logs: logs.prefault({}),
  monitoring: monitoring.prefault({}),
  web: web.prefault({}),
});

/** `otherCustomers` are known from the customers file. */
export function policySchemaWith(otherCustomers: Iterable<string>) {
  return shape.superRefine(references(new Set(otherCustomers)), {
    // Also when something else is wrong: all faults are reported at once.
    when: () => true,
  });
}

export const policySchema = policySchemaWith([]);

/** A policy file that passed every check. Durations are in milliseconds. */
export type Policy = z.infer<typeof policySchema>;
