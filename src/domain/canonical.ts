/** One text for one JSON value (RFC 8785), so that a hash of it can be computed again anywhere. */

/**
 * Keys by their UTF-16 code units, no space, numbers and strings as ECMAScript writes them, which is what the RFC asks for.
 * One thing more than it: half a surrogate pair, where the RFC stops, is written as its escape. People can type
 * one, and an event must not fail to be recorded for it. An undefined field is left out, as JSON leaves it out.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonical(entry)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    let text = '';
    // Sorts by UTF-16 code units; a loop, because to verify a chain is mostly this.
    const sorted = Object.entries(value).sort(byName);
    for (const [name, entry] of sorted)
      if (entry !== undefined)
        text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(entry)}`;
    return `{${text}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} has no JSON`);
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    return JSON.stringify(value);
  throw new Error(`${typeof value} has no JSON`);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
