/** The one-time code that carries a pass from a person's machine to their browser. */
import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** To open a page and type eight characters. */
export const codeLifetimeMs = 5 * 60_000;

/** Crockford's base32: no letter that is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `K7F3-Q9ZT`: 40 bits, for five minutes and one use. */
export function makeCode(): string {
  // 256 is a multiple of 32: each character is as likely as another.
  const text = [...randomBytes(8)].map((byte) => alphabet[byte % 32] ?? '').join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** As people type it: any case, with or without the hyphen, O for 0, I and L for 1. Undefined when it is none. */
export function readCode(typed: string): string | undefined {
  const text = typed
    .slice(0, 40)
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const isCode = /^[0-9A-HJKMNP-TV-Z]{8}$/.test(text);
  return isCode ? `${text.slice(0, 4)}-${text.slice(4)}` : undefined;
}

/** 16 MB and about 50 ms each: whoever reads the register would need years for 40 bits, and has five minutes. */
const cost = { N: 2 ** 14, r: 8, p: 1 };
const hashOf = promisify<string, string, number, typeof cost, Buffer>(scrypt);

/** The same for everybody who knows the code and the web server's public key, so that it can be looked up. */
export async function hashCode(code: string, web: string): Promise<string> {
  const bytes = await hashOf(code, `seventytwo web code ${web}`, 32, cost);
  return bytes.toString('hex');
}

/** What a list shows and the chain names: it follows from nothing secret. */
export function makeSessionId(): string {
  return randomBytes(4).toString('hex');
}
