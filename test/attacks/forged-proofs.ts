/** Every way to forge the proof of a mail link or of a web session: each must be refused, whatever command it comes with. */
import type { KeyObject } from 'node:crypto';
import { makePrivateKey } from '../../src/access/person-key.ts';
import { keyIdOf, publicKeyOf } from '../../src/access/signing.ts';
import { makePass } from '../../src/access/web-pass.ts';
import { signWebCommand, type Ground } from '../../src/access/web-proof.ts';
import type { Presented } from '../../src/domain/access.ts';
import { linkPrefix, makeLink, type LinkTerms } from '../../src/links/token.ts';
import type { Forgery } from './forgeries.ts';

type Known = {
  readonly key: KeyObject;
  readonly colleague: KeyObject;
  readonly stranger: KeyObject;
  /** A true link out of a mail to the person, for the same incident. */
  readonly link: string;
};

export async function forgedProofsOf(plain: Presented, known: Known): Promise<readonly Forgery[]> {
  return [...(await byLink(plain, known)), ...byWeb(plain, known)];
}

async function byLink(plain: Presented, { stranger, link }: Known): Promise<readonly Forgery[]> {
  const [head = '', body = '', proof = ''] = link.split('.');
  const { inc, mail, sub, at } = JSON.parse(Buffer.from(body, 'base64url').toString());
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const terms: LinkTerms = {
    ...{ incidentId: inc, mail, sub, causedAtMs: at, lifetimeMs: 3_600_000 },
  };
  const key = { id: kid, key: stranger, createdAtMs: at - 1 };
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url');
  const sent = (how: string, token: string): Forgery => ({
    ...{ how, presented: bearing(plain, 'mail', `${linkPrefix}${token}`) },
  });
  return [
    sent('with a link that is for acknowledging alone, and that once', link),
    sent('with a link that a stranger signed', await makeLink([key], terms)),
    sent('with a link that nobody signed', `${unsigned}.${body}.${proof}`),
    sent('with an empty link', ''),
  ];
}

function byWeb(plain: Presented, { key, colleague, stranger }: Known): readonly Forgery[] {
  const nowMs = Date.now();
  const span = { issuedAtMs: nowMs - 1_000, expiresAtMs: nowMs + 60_000 };
  const web = makePrivateKey();
  const { person } = plain.actor;
  const passBy = (signer: KeyObject): Ground => ({
    pass: makePass(
      {
        ...{ person, web: publicKeyOf(web), code: '0'.repeat(64) },
        ...{ fromMs: nowMs - 1_000, untilMs: nowMs + 3_600_000 },
      },
      signer,
    ),
  });
  const word: Ground = {
    word: {
      ...{ person, issuer: 'https://id.example', web: keyIdOf(publicKeyOf(web)) },
      signedInAtMs: nowMs - 1_000,
    },
  };
  // What the web server signs is the command of the way it came.
  const there = bearing(plain, 'web', '');
  const sent = (how: string, ground: Ground, by = web, signed = there): Forgery => ({
    ...{ how, presented: bearing(plain, 'web', signWebCommand(signed, ground, by, span)) },
  });
  return [
    sent('on a pass that a stranger signed', passBy(stranger)),
    sent('on a pass that a colleague signed', passBy(colleague)),
    sent('on a true pass, by another web server', passBy(key), stranger),
    sent('on a true pass, under another id', passBy(key), web, { ...there, commandId: 'another' }),
    sent('on a true pass, for another incident', passBy(key), web, {
      ...{ ...there, incidentId: 'INC-QQQQQ' },
    }),
    sent('on the word of a web server that nobody granted', word),
  ];
}

function bearing(
  plain: Presented,
  channel: Presented['actor']['channel'],
  signature: string,
): Presented {
  return { ...plain, actor: { ...plain.actor, channel, signature } };
}
