/** The section of the policy about the web board: where it is, and what it shows to whoever has not signed in. */
import { z } from 'zod';
import { isLoopback } from '../loopback.ts';
import { readAddress } from './monitoring.ts';
import { signInShape } from './oidc.ts';
import { proxies } from './proxies.ts';
import { period, text } from './values.ts';

/** Where the board is unless the policy says otherwise. */
export const usualWebListen = '127.0.0.1:7272';

const address = z
  .url({
    protocol: /^https?$/,
    error: 'is not a web address; write one such as https://incidents.acme.example',
  })
  .refine((written) => new URL(written).pathname === '/' && !/[?#]/.test(written), {
    error: 'has a path; give scheme and host alone, such as https://incidents.acme.example',
  })
  .refine((written) => written.startsWith('https:') || isLoopback(hostOf(written)), {
    error: 'is not encrypted; beyond this machine it must begin with https://',
  })
  .transform((written) => new URL(written).origin);

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** RFC 9116: what security.txt says beside the contact of the organisation. */
const securityTxt = z.strictObject({
  /** Where the rules for those who report a weakness stand. */
  policy: z.url({ protocol: /^https$/ }).optional(),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag such as en'))
    .min(1)
    .optional(),
  /** Asked anew on each request: a page that is never served again runs out by itself. */
  expires: period.prefault('P180D'),
});

type Guards = { readonly url?: unknown; readonly certificate?: unknown; readonly key?: unknown };

/** What is wrong with the board being there, as the end of a sentence; undefined when nothing is. */
export function webListenFault(
  written: string,
  { url, certificate, key }: Guards,
): string | undefined {
  const at = readAddress(written);
  if (!at) return 'is not a host and a port; write one such as 127.0.0.1:7272';
  if (isLoopback(at.host)) return undefined;
  const missing = Object.entries({ url, certificate, key })
    .filter(([, value]) => value === undefined)
    .map(([name]) => `web.${name}`);
  return missing.length === 0
    ? undefined
    : `is beyond this machine, and the board shows incidents; add ${missing.join(', ')} to the policy, or use 127.0.0.1`;
}

export const web = z
  .strictObject({
    /** How people reach it: in links of mails, and the only name by which it answers beyond this machine. */
    url: address.optional(),
    listen: text.optional(),
    /** PEM files; without them it is plain HTTP, which is for this machine alone. */
    certificate: text.optional(),
    key: text.optional(),
    /** Only these are believed in whose behalf they ask (`X-Forwarded-For`). */
    proxies: proxies.default([]),
    securityTxt: securityTxt.prefault({}),
    /** What becomes of what people report without signing in. */
    reports: z.enum(['incident', 'off']).default('off'),
    ...signInShape,
  })
  .superRefine((written, context) => {
    if ((written.certificate === undefined) !== (written.key === undefined))
      context.addIssue('gives only one of certificate and key; give both, or neither');
    const fault = written.listen !== undefined && webListenFault(written.listen, written);
    if (fault)
      context.addIssue({
        code: 'custom',
        path: ['listen'],
        message: `${JSON.stringify(written.listen)} ${fault}`,
      });
  });
