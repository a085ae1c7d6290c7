/** `dkim record` and `dkim keygen`: the key that mails are signed with, and what the DNS must say about it. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { readSecret } from '../config/secret.ts';
import { Failure } from '../failure.ts';
import { dkimRecord, recordName, zoneLine } from '../mail/dkim.ts';
import type { Io } from './io.ts';
import { printJson } from './json.ts';
import { requireOut, writeNewFile } from './new-file.ts';
import { openSession, requireHere, type Given } from './session.ts';

/** Receivers read up to 2,048 bits for sure (RFC 8301), and the record of a longer key does not fit one UDP answer. */
const modulusLength = 2_048;

export async function runDkimRecord(io: Io, given: Given): Promise<void> {
  const session = await openSession(io, given);
  requireHere(session, 'mail.dkim of the policy file');
  const { dkim } = session.policy.mail;
  if (!dkim)
    throw new Failure(
      'usage',
      'no-dkim',
      `${session.config.policyPath} has no mail.dkim; make a key with seventytwo dkim keygen and name it there`,
    );
  const value = dkimRecord(await readSecret(dkim.key, io.env));
  if (given.json) return printJson(session, { name: recordName(dkim), type: 'TXT', value });
  io.print(`Name   ${recordName(dkim)}`);
  io.print('Type   TXT');
  io.print(`Value  ${value}`);
  io.print(`\nFor a zone file:\n${zoneLine(dkim, value)}`);
}

export async function runDkimKeygen(io: Io, given: Given): Promise<void> {
  const out = requireOut(given.out, 'the file for the private key');
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeNewFile(out, { force: 'never' }, [privateKey]);
  const value = dkimRecord(privateKey);
  if (given.json) return io.print(JSON.stringify({ key: out, value }));
  io.print(value);
  io.tell(
    `The private key is in ${out}, its owner's alone. Name it in mail.dkim: { domain, selector, key: { file: ${out} } }, publish the line above (seventytwo dkim record says where), and start the worker anew.`,
  );
}
