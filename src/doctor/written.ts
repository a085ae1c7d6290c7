/** What a policy file says, also one with faults: a broken promise shall be told by its name, and not only as a fault of the file. */
import { isLoopback } from '../loopback.ts';
import { readBytes, toText } from '../policy/bytes.ts';
import { readSource } from '../policy/source.ts';
import { Failure } from '../failure.ts';
import { valueAt } from '../value-at.ts';
import { failed, ok, unknown, warning, type Finding } from './check.ts';

/** Undefined when it cannot be read at all. */
export async function readWritten(path: string): Promise<unknown> {
  const file = { path, name: `the policy file ${path}`, kind: 'policy' } as const;
  try {
    const source = readSource(toText(await readBytes(file), file));
    return 'faults' in source ? undefined : source.written;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function at(written: unknown, ...path: readonly string[]): unknown {
  return valueAt(written, path);
}

const noPolicy = unknown('not looked at without a policy');

/** Names that the internet keeps for examples and tests (RFC 2606, RFC 6761): no mail arrives there. */
const reserved = /(^|[@.])(example(\.(com|net|org))?|invalid|test|localhost)$/i;

export function checkContact(written: unknown): Finding {
  if (written === undefined) return noPolicy;
  const contact = at(written, 'organisation', 'contact');
  if (typeof contact !== 'string' || !contact.includes('@'))
    return failed(
      'the policy file names no address that people can write to',
      'set organisation.contact',
    );
  return reserved.test(contact)
    ? warning(
        `${contact} is an address of a domain for examples`,
        'set organisation.contact to one that is read',
      )
    : ok(`${contact} stands in every mail, and answers go to it`);
}

/** Who may decide what needs distinct people. */
export function checkRoles(written: unknown): Finding {
  if (written === undefined) return noPolicy;
  const roles = ['dpo', 'deputy', 'decisionMaker'].map(
    (role) => [role, at(written, 'roles', role)] as const,
  );
  const nobody = roles.flatMap(([role, who]) => (typeof who === 'string' ? [] : [`roles.${role}`]));
  if (nobody.length > 0)
    return failed(`nobody has ${nobody.join(', ')}`, 'name a person in the policy file');
  const [dpo, deputy, decisionMaker] = roles.map(([, who]) => String(who));
  if (dpo === decisionMaker)
    return warning(
      `${dpo} is data protection officer and decides too (GDPR Art. 38(6))`,
      'give roles.decisionMaker to somebody of the management',
    );
  return dpo === deputy
    ? warning(`${dpo} is their own deputy`, 'give roles.deputy to somebody else')
    : ok(`officer ${dpo}, deputy ${deputy}, decisions ${decisionMaker}`);
}

export function checkPeople(written: unknown): Finding {
  if (written === undefined) return noPolicy;
  const order = at(written, 'onCall', 'order');
  const all = at(written, 'people');
  const people = typeof all === 'object' && all !== null ? Object.keys(all) : [];
  const onCall = Array.isArray(order) ? order.map(String) : [];
  if (onCall.length === 0) return failed('nobody is on call', 'name people in onCall.order');
  const count = `${people.length} ${people.length === 1 ? 'person' : 'people'}`;
  return onCall.length === 1
    ? warning(
        `${count}; only ${onCall.join()} is on call`,
        'name a second person in onCall.order: nobody else is paged',
      )
    : ok(`${count}; on call ${onCall.join(', then ')}`);
}

/** That there is no list is no proof that there are none; an empty one says so. */
export function checkVendorList(written: unknown): Finding {
  if (written === undefined) return noPolicy;
  const vendors = at(written, 'vendors');
  const ids = typeof vendors === 'object' && vendors !== null ? Object.keys(vendors) : [];
  const file = at(written, 'vendorsFile');
  const from = typeof file === 'string' ? `, more in ${file}` : '';
  if (vendors !== undefined && ids.length === 0 && from === '')
    return ok('the policy file says that there are none');
  return ids.length === 0 && from === ''
    ? unknown('not recorded: the policy file lists none, and nobody can tell whether there are any')
    : ok(`${ids.length} in the policy file${from}`);
}

/** Refused by the policy already; named here, so that the section says why. */
export function findPlainMail(written: unknown): Finding | undefined {
  const [host, security] = ['host', 'security'].map((key) => at(written, 'mail', 'smtp', key));
  if (security !== 'none' || typeof host !== 'string' || isLoopback(host)) return undefined;
  return failed(
    `mail to ${host} would go unencrypted; no worker starts with that`,
    'set mail.smtp.security to starttls or tls',
  );
}

/** The secret is not repeated. */
export function findPlainSecrets(written: unknown): Finding | undefined {
  const keys = [
    ['mail', 'smtp', 'password'],
    ['register', 'postgres', 'password'],
  ].flatMap((path) => (isPlain(valueAt(written, path)) ? [path.join('.')] : []));
  return keys.length === 0
    ? undefined
    : failed(
        `${keys.join(' and ')} stands in the policy file itself`,
        'change that secret, and write only where it is kept, such as { file: /run/secrets/smtp }',
      );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
