/** `init`: writes a commented policy file from a few flags, and never over an existing one. */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { authorityIds } from '../policy/authorities.ts';
import { checkPolicy, type Fault } from '../policy/faults.ts';
import { draftPolicy, type Draft } from '../policy/draft.ts';
import { readContacts } from '../policy/contacts.ts';
import { writePolicy } from '../policy/template.ts';

export type InitOptions = {
  readonly path: string;
  readonly organisation: string;
  readonly contact: string;
  /** IANA zone; the zone of this machine when absent. */
  readonly zone?: string;
  /** Id of the supervisory authority; there is no default, because a wrong guess would be filed with. */
  readonly authority?: string;
  /** `anna=Anna Berg <anna@example.eu>`, or without the id, which is then made from the name. */
  readonly people: readonly string[];
  readonly dpo?: string;
  readonly deputy?: string;
  readonly decisionMaker?: string;
  readonly onCall?: readonly string[];
  /** `globex=Globex BV <privacy@globex.example>`. */
  readonly customers?: readonly string[];
};

/** Returns what to tell the user. All faults of the flags come as one Failure. */
export async function init(options: InitOptions): Promise<string> {
  const path = resolve(options.path);
  const people = readContacts('--person', options.people);
  const customers = readContacts('--customer', options.customers ?? []);
  const draft = draftPolicy(options, people.contacts, customers.contacts, hostZone());
  const faults = [...people.faults, ...customers.faults, ...flagFaults(draft, options)];
  if (faults.length > 0)
    throw new Failure(
      'usage',
      'init-invalid',
      ['the policy was not written:', ...new Set(faults)].join('\n'),
    );
  await writeNew(path, writePolicy(draft));
  return [
    `Wrote ${path}.`,
    draft.guessed.length > 0
      ? `Review in it: ${draft.guessed.join(', ')} (guessed, marked REVIEW).`
      : 'Everything in it comes from your flags.',
  ].join('\n');
}

/** The one place where the host's own zone is right: a person sits at this terminal, and the file shows it. */
function hostZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the schema finds, told in the words of the flags. */
function flagFaults(draft: Draft, options: InitOptions): string[] {
  const { faults = [] } = checkPolicy(draft.written);
  const nobody = Object.keys(draft.written.people).length === 0;
  const told = faults
    // Said below in better words, or a consequence of having nobody.
    .filter(({ path: [, key] }) => key !== 'authority' || options.authority !== undefined)
    .filter(({ path: [section] }) => !(nobody && (section === 'roles' || section === 'onCall')))
    .map((fault) => `${flagOf(fault)} ${fault.message}`);
  if (options.people.length === 0)
    told.push('--person is missing; name the people, such as "Anna Berg <anna@example.eu>"');
  if (options.authority === undefined)
    told.push(
      `--authority is missing; give the id of your supervisory authority: ${authorityIds().join(', ')}`,
    );
  return told;
}

const flags: Readonly<Record<string, string>> = {
  'organisation.name': '--organisation',
  'organisation.contact': '--contact',
  'organisation.zone': '--zone',
  'organisation.authority': '--authority',
  'roles.dpo': '--dpo',
  'roles.deputy': '--deputy',
  'roles.decisionMaker': '--decision-maker',
};

function flagOf({ path }: Fault): string {
  const [section, name, field] = path.map(String);
  if (section === 'people') return `--person ${name}: ${field ?? 'the id'}`;
  if (section === 'customers') return `--customer ${name}: ${field ?? 'the id'}`;
  if (section === 'onCall') return '--on-call';
  return flags[`${section}.${name}`] ?? path.join('.');
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    if (!(await exists(path))) return await writeWhole(path, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'usage',
      'policy-unwritable',
      `${path} cannot be written (${reason}); choose another place`,
      error,
    );
  }
  throw new Failure(
    'usage',
    'policy-exists',
    `${path} exists and is not overwritten; edit it, or move it away first`,
  );
}

/** Whole or not at all: written beside its place, then moved there. Mode 0600, because it names people. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.tmp`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
