/** Articles as German writes them: `GDPR Art. 33(3)(a)` is `DSGVO Art. 33 Abs. 3 lit. a`. */

export function article(english: string): string {
  // A contract's clauses are its own words.
  if (!/\bArts?\./.test(english)) return english;
  return (
    english
      .replace(/\bArts\./g, 'Art.')
      .replace(/\brecital\b/g, 'Erwägungsgrund')
      .replace(/^GDPR\b/, 'DSGVO')
      .replace(/^NIS2\b/, 'NIS-2')
      // Definitions are numbered; they have no paragraphs.
      .replace(/\bArt\. 4\((\d+)\)/g, 'Art. 4 Nr. $1')
      .replace(/ ?\((\d{1,2})\)/g, ' Abs. $1')
      .replace(/ ?((?:\([a-z]{1,2}\))+)/g, (_all, letters: string) => ` lit. ${listed(letters)}`)
  );
}

/** `(a)(b)(c)` is `a, b und c`. */
function listed(letters: string): string {
  const all = letters.slice(1, -1).split(')(');
  const [last = '', ...before] = all.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} und ${last}`;
}
