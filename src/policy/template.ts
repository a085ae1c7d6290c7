/** The policy file that `init` writes: every section explained, every guess marked for review. */
import { stringify } from 'yaml';
import type { Contact } from './contacts.ts';
import type { Draft, Guess } from './draft.ts';

export function writePolicy({ written, guessed }: Draft): string {
  const { organisation, people, roles, onCall, customers } = written;
  const ids = onCall.order.map(flowScalar);
  const order = ids.join(', ');
  const [first = ''] = ids;
  const review = (key: Guess, hint: string): string =>
    guessed.includes(key) ? ` # REVIEW: ${hint}` : '';
  return `\
# The incident policy of the organisation below, read by seventytwo.
# Every incident keeps the version of this file it began under. Every key: docs/policy.md.
# Secrets never stand here, only where they are kept.

organisation:
  name: ${scalar(organisation.name)}
  # The one contact address, printed in every mail and notice.
  contact: ${scalar(organisation.contact)}
  # Times are shown in this zone, with UTC beside it.
  zone: ${scalar(organisation.zone)}${review('zone', 'taken from the computer that wrote this file')}
  # Mails and notices are written in it, en or de; a person or a customer may have another.
  ${organisation.language === undefined ? '# language: de' : `language: ${scalar(organisation.language)}`}
  # The competent supervisory authority (GDPR Art. 55).
  authority: ${scalar(organisation.authority)}
  # With establishments in several states, or none in the EEA, drafts propose who leads and who is concerned:
  # establishments: { main: DE-BE, others: [FR], people: [DE, FR] }
  # Printed in notices:
  # address: 1 Example Street, 10115 Example Town

# Everybody who may be paged or may decide. The ids stand in records for years: do not reuse them.
# A person elsewhere gets a zone of their own: { name: ..., email: ..., zone: Europe/Lisbon }
# Without roles a person may report, respond and lead; admin grants the keys with which commands are signed.
people:
${everybody(people)}

roles:
  # The data protection officer (GDPR Arts. 37-39) is told first of every duty${independence(roles)}
  dpo: ${scalar(roles.dpo)}${review('dpo', 'the last person named')}
  # Reminded when the DPO does not act.
  deputy: ${scalar(roles.deputy)}${review('deputy', 'not the DPO, if there is anybody else')}
  # Management: decides to notify or to withhold. Withholding needs a second person to confirm it.
  decisionMaker: ${scalar(roles.decisionMaker)}${review('decisionMaker', 'the first person named')}

# Whom to page, in this order, until somebody acknowledges.
onCall:
  order: [${order}]${review('onCall', 'everybody, in the order named')}
# People who take turns, with hand-overs, days off and stand-ins: docs/on-call.md.
# rota: { layers: [{ name: primary, people: [${order}], every: week, from: 2026-11-02, at: "09:00" }] }
# Who is paged together, and how long each level has: docs/escalation.md. Names are people or layers of the rota.
# escalation: { default: [{ page: [${first}], within: PT15M }, { page: [${order}], within: PT15M }] }

# How long one person may take to acknowledge before the next is paged.
acknowledgeWithin:
  critical: 5m
  high: 15m
  medium: 1h
  low: 4h

# Reminders of a legal duty, counted down to its due time, then repeated while it is overdue.
# A level includes the ones before it: owner is the DPO, then deputy, then management.
ladder:
  reminders:
    - { before: 48h, to: owner }
    - { before: 24h, to: owner }
    - { before: 12h, to: deputy }
    - { before: 6h, to: deputy }
    - { before: 3h, to: management }
    - { before: 1h, to: management }
    - { before: 0h, to: management }
  overdueEvery: 1h

# Customers for whom you process personal data: they are told of a breach without undue delay
# (GDPR Art. 33(2)), at the address their contract names.
${customerSection(customers)}

# Who processes personal data for you (GDPR Art. 28), see seventytwo vendors list. Outside the EU and EEA a
# transferGround is needed. More of them as CSV, which \`seventytwo vendors add\` and \`review\` write to: vendorsFile: ./vendors.csv
# vendors:
#   hetzner: { name: Hetzner Online GmbH, purpose: servers, country: DE, contract: 2025-03-01, confidentiality: true }

# Where this installation itself runs, and which of the vendors runs the machine; leave the vendor out if you do.
# hosting: { country: DE, vendor: hetzner }

# Whether every command must be signed with its sender's signing key (seventytwo access --help). Optional: whoever
# was never granted one may act without. Make one for everybody first, then require signatures.
access:
  signatures: optional # or required
  keyLifetime: P180D
# Encrypted copies of everything, made by the worker: docs/backups.md. The folder must be there, best on another disk;
# \`seventytwo backup keygen --out backup-identity.txt\` prints the recipient, and its file is to be kept elsewhere.
# backups: { to: /mnt/backups, every: P1D, recipients: [age1...], keep: { days: 35, count: 50 } }
# Signed checkpoints of the audit chain, mailed to somebody who cannot be overruled here: docs/audit.md.
# audit: { checkpoints: { to: trustee@outside.example, every: P7D } }
# How long what happened is kept after an incident was closed; without limits everything is: docs/retention.md.
# retention: { incidents: P2Y, attachments: P6M, drafts: P3M, policyVersions: P3Y, inbox: P30D }

# The board beyond this machine, links in mails to acknowledge with, the HTTP API: docs/web.md, docs/links.md, docs/api.md.
# web: { url: https://incidents.acme.example }
# When each person is mailed what is open: docs/mail.md.
# digest: { at: "08:00" }
# Monitoring that declares incidents by itself: docs/intake.md.
# intake: { sources: { prometheus: { kind: alertmanager, token: { file: /run/secrets/intake } } } }
# A monitor outside that rings when this installation falls silent: docs/delivery.md.
# watchdog: { heartbeat: { url: https://monitor.example.net/ping/4f1a, every: PT5M } }

${mailSection(written)}
`;
}

/** Somebody must be able to grant keys: the first, until the company says otherwise. */
function everybody(all: Readonly<Record<string, Contact>>): string {
  return contacts(all).replace(/ \}$/m, ', roles: [reporter, responder, commander, admin] }');
}

function contacts(all: Readonly<Record<string, Contact>>): string {
  return Object.entries(all)
    .map(([id, { name, email }]) => {
      return `  ${scalar(id)}: { name: ${flowScalar(name)}, email: ${flowScalar(email)} }`;
    })
    .join('\n');
}

function customerSection(customers: Readonly<Record<string, Contact>>): string {
  if (Object.keys(customers).length > 0) return `customers:\n${contacts(customers)}`;
  return `# customers:
#   globex: { name: Globex BV, email: privacy@globex.example, zone: Europe/Amsterdam }`;
}

function mailSection({ mail, organisation }: Draft['written']): string {
  const from = scalar(organisation.contact);
  if (!mail) return noMail(from);
  const { host, port, security, user, password } = mail.smtp;
  const where = Object.entries(password ?? {})
    .map(([place, at]) => `${place}: ${flowScalar(at)}`)
    .join(', ');
  return [
    '# The mail server. Without the first line, mail comes from the contact address.',
    'mail:',
    `  from: ${from}`,
    '  smtp:',
    `    host: ${scalar(host)}`,
    `    port: ${port}`,
    `    security: ${scalar(security)}`,
    ...(user === undefined ? [] : [`    user: ${scalar(user)}`]),
    ...(password
      ? [
          '    # Where the password is kept, never the password itself.',
          `    password: { ${where} }`,
        ]
      : []),
    ...moreOfMail.map((line) => `  # ${line}`),
  ].join('\n');
}

function noMail(from: string): string {
  return `\
# Without a server of yours, mail stays in the inbox that \`seventytwo up\` brings, for trying out.
# Give one before you rely on this: uncomment and fill in.
# mail:
#   from: ${from}
#   smtp:
#     host: smtp.example.eu
#     port: 587
#     security: starttls # or tls (port 465); none only to this machine itself
#     user: seventytwo
#     # Where the password is kept, exactly one of:
#     #   { file: /run/secrets/smtp }  { env: SMTP_PASSWORD }
#     #   { credential: smtp } (systemd)  { command: pass show smtp }
#     password: { file: /run/secrets/smtp }
${moreOfMail.map((line) => `#   # ${line}`).join('\n')}`;
}

const moreOfMail = [
  'What comes back is taken in there (docs/delivery.md); a signature, only where your server makes none (docs/mail.md).',
  'bounces: bounces@acme.example',
  'bounceToken: { file: /run/secrets/bounces }',
  'dkim: { domain: acme.example, selector: st2026, key: { file: /run/secrets/dkim.pem } }',
];

/** GDPR Art. 38(6): a DPO who also decides on the processing is in conflict. */
function independence({ dpo, decisionMaker }: Draft['written']['roles']): string {
  return dpo === decisionMaker
    ? '.\n  # REVIEW: the DPO must not be the one who decides (Art. 38(6)); name another person.'
    : ', and must not be\n  # the one who decides (Art. 38(6)).';
}

/** Quoted when YAML would read it as something else; never folded over lines. */
function scalar(value: string): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}

/** Inside braces and brackets commas and braces need quotes too. */
function flowScalar(value: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N} .@_-]*$/u.test(value) ? scalar(value) : JSON.stringify(value);
}
