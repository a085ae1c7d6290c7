/** The keys of people, against the acts on the chain that granted them and took them away. */
import type { Kysely } from 'kysely';
import { isActSignedBy } from '../access/signing.ts';
import type { AuditEntry } from '../domain/audit-entry.ts';
import { readKeyActs } from './access-acts.ts';
import {
  grantSeal,
  grantTerms,
  readAccessKeys,
  revocationSeal,
  revocationTerms,
  subjectOf,
  type AccessKey,
} from './access-keys.ts';
import type { Fault } from './audit-fault.ts';
import type { Tables } from './tables.ts';

/** Once the chain itself is known to be whole. */
export async function checkAccess(db: Kysely<Tables>): Promise<Fault | undefined> {
  const keys = new Map((await readAccessKeys({ db })).map((key) => [subjectOf(key), key]));
  const { granted, revoked } = await readKeyActs(db);
  for (const [subject, { n }] of [...granted, ...revoked])
    if (!keys.has(subject))
      return {
        ...{ broken: 'missing-key', n },
        sentence: `the key ${subject}, of which entry ${n} tells, is gone`,
      };
  for (const [subject, key] of keys) {
    const fault =
      checkSeal(subject, grantSeal(key), granted.get(subject), 'granted') ??
      checkSeal(subject, revocationSeal(key), revoked.get(subject), 'taken away') ??
      checkProofs(subject, key, [...keys.values()]);
    if (fault) return fault;
  }
  return undefined;
}

/** `seal` is empty where there is nothing to seal. */
function checkSeal(
  subject: string,
  seal: string,
  entry: AuditEntry | undefined,
  what: string,
): Fault | undefined {
  if (!entry)
    return seal === ''
      ? undefined
      : {
          broken: 'unsealed-key',
          sentence: `the key ${subject} was ${what}, and no entry of the chain tells of it`,
        };
  if (entry.subjectHash === seal) return undefined;
  return {
    ...{ broken: 'altered-key', n: entry.n },
    sentence: `the key ${subject} is not as entry ${entry.n} sealed how it was ${what}`,
  };
}

/** Whoever can write the register can seal an act; only who has the key can sign it. */
function checkProofs(
  subject: string,
  key: AccessKey,
  all: readonly AccessKey[],
): Fault | undefined {
  const { revocation } = key;
  const signed = [
    { by: key.grantedWith, proof: key.grantProof, terms: grantTerms(key) },
    ...(revocation
      ? [
          {
            ...{ by: revocation.with, proof: revocation.proof },
            terms: revocationTerms(key.id, revocation),
          },
        ]
      : []),
  ];
  const isForged = signed.some(({ by, proof, terms }) => {
    if (by === undefined && proof === undefined) return false;
    const signer = all.find(({ id }) => id === by);
    return !signer || proof === undefined || !isActSignedBy(terms, proof, signer.publicKey);
  });
  return isForged
    ? {
        broken: 'altered-key',
        sentence: `what is on record of the key ${subject} was not signed by the key that it names`,
      }
    : undefined;
}
