/** How the product signs its own mails (RFC 6376), where the mail server does not. */
import { z } from 'zod';
import { secretReference, text } from './values.ts';

const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

export const dkim = z.strictObject({
  /** That of the address mails come from, or one above it, or receivers do not count the signature. */
  domain: text.regex(new RegExp(`^(${label}\\.)+${label}$`), {
    error: 'is not a domain; write one such as acme.example',
  }),
  /** Names the key: the record stands at <selector>._domainkey.<domain>. */
  selector: text.regex(new RegExp(`^${label}(\\.${label})*$`), {
    error: 'is not a selector; use letters, digits and hyphens, such as seventytwo-2026',
  }),
  /** A PEM with an RSA key, as seventytwo dkim keygen makes it. */
  key: secretReference,
});
export type DkimSettings = z.infer<typeof dkim>;
