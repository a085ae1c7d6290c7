/** The forms in which a secret might lie somewhere, and the search for them in bytes. */

/** Raw and as people and programs write bytes: base64 at any offset, percent-encoded, hex, in JSON. */
export function formsOf(secret: Buffer): readonly Buffer[] {
  const text = secret.toString('utf8');
  const hex = secret.toString('hex');
  const percent = [...secret].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const forms = [
    ...[text, encodeURIComponent(text), encodeURI(text), JSON.stringify(text).slice(1, -1)],
    ...[percent, percent.toUpperCase(), hex, hex.toUpperCase()],
    ...[0, 1, 2].flatMap((offset) => {
      // What stands around it changes the characters at both ends.
      const coded = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64');
      const inner = coded.slice(offset === 0 ? 0 : offset + 1, -4);
      return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
    }),
  ];
  return [secret, ...new Set(forms)].map((form) => Buffer.from(form));
}

/** Where each of these is, as `name of the secret: name of the place`. */
export function findPlanted(
  secrets: ReadonlyMap<string, Buffer>,
  places: ReadonlyMap<string, Buffer>,
): readonly string[] {
  return [...secrets].flatMap(([name, secret]) => {
    const forms = formsOf(secret);
    return [...places].flatMap(([place, bytes]) =>
      forms.some((form) => bytes.includes(form)) ? [`${name}: ${place}`] : [],
    );
  });
}
