/** People and customers as flags give them: `anna=Anna Berg <anna@example.eu>`. */

export type Contact = { readonly name: string; readonly email: string };
export type Contacts = {
  readonly contacts: Readonly<Record<string, Contact>>;
  readonly faults: readonly string[];
};

const form = /^(?:([^=<>]*)=)?([^=<>]+)<([^<>]*)>$/;

/** Without an id it is the first name, or the whole name when the first is taken. */
export function readContacts(flag: string, texts: readonly string[]): Contacts {
  const contacts = new Map<string, Contact>();
  const faults: string[] = [];
  for (const text of texts) {
    const [, given, name = '', email = ''] = form.exec(text.trim()) ?? [];
    if (name.trim() === '') {
      faults.push(
        `${flag} ${JSON.stringify(text)} is not of the form "Anna Berg <anna@example.eu>"`,
      );
      continue;
    }
    const id = given?.trim() ?? idFrom(name, (taken) => contacts.has(taken));
    if (id === '')
      faults.push(`${flag} ${JSON.stringify(text)} gives no id; write it as "anna=${text.trim()}"`);
    else if (contacts.has(id))
      faults.push(
        `${flag} ${JSON.stringify(text)} repeats the id ${id}; give another, "id=Name <…>"`,
      );
    else contacts.set(id, { name: name.trim(), email: email.trim() });
  }
  return { contacts: Object.fromEntries(contacts), faults };
}

/** Empty when the name has no letter that an id may begin with. */
export function idFrom(name: string, isTaken: (id: string) => boolean): string {
  const words = plain(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => /^[a-z]/.test(word));
  const first = words[0] ?? '';
  return isTaken(first) ? words.join('-') : first;
}

/** European letters that Unicode does not take apart into a letter and its accent. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower case and without accents: to make ids of names, and to search in them. */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}
