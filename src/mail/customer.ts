/** The Art. 33(2) notice that leaves the company, and the alarm when it could not be delivered. */
import { formatBoth } from '../calendar/format.ts';
import type { Facts, PersonalData } from '../domain/commands.ts';
import { hint } from './hint.ts';
import {
  nameOf,
  paragraph,
  some,
  type Block,
  type Letter,
  type MailRequest,
  type Row,
} from './letter.ts';
import { oneLine, paragraphs } from './line.ts';

const openings: Readonly<Record<PersonalData, string>> = {
  yes: 'We have become aware of a personal data breach that may concern personal data which we process for you.',
  unknown:
    'We are handling a security incident that may concern personal data which we process for you. Whether personal data was breached is still being examined.',
  no: 'We are handling a security incident. As far as we know no personal data was breached; we tell you all the same.',
};

export function customerNotice(request: MailRequest): Letter {
  const { subject, recipient, organisation, roles } = request;
  const facts = subject.facts ?? {};
  const open = unknowns(facts);
  const company = oneLine(organisation.name, 120);
  return {
    subject:
      subject.personalData === 'yes'
        ? `Notice of a personal data breach (GDPR Art. 33(2)) from ${company}`
        : `Notice of a security incident (GDPR Art. 33(2)) from ${company}`,
    heading:
      subject.personalData === 'yes'
        ? 'Notice of a personal data breach'
        : 'Notice of a security incident',
    tone: 'calm',
    audience: 'customer',
    blocks: [
      paragraph(`Dear ${oneLine(recipient.name, 120)},`),
      paragraph(
        `${openings[subject.personalData]} We notify you as your processor under Art. 33(2) GDPR.`,
      ),
      { kind: 'heading', text: 'What happened' },
      ...written(subject.summary ?? subject.title),
      { kind: 'rows', rows: whenRows(request) },
      { kind: 'heading', text: 'What we know so far' },
      ...known(facts),
      ...(open.length > 0
        ? [
            { kind: 'heading', text: 'What we do not know yet' } as const,
            { kind: 'list', items: open } as const,
            paragraph('We will tell you as soon as we know, without waiting until all is known.'),
          ]
        : []),
      { kind: 'heading', text: 'What this means for you' },
      paragraph(
        'If you are the controller of these data, you may have to notify your supervisory authority within 72 hours of becoming aware (Art. 33(1) GDPR), and the people concerned (Art. 34 GDPR). We assist you with both.',
      ),
      { kind: 'heading', text: 'Whom to ask' },
      {
        kind: 'rows',
        rows: some<Row>(
          { label: 'Data protection officer', value: nameOf(request, roles.dpo) },
          { label: 'E-mail', value: organisation.contact, href: `mailto:${organisation.contact}` },
          { label: 'Our reference', value: subject.id },
        ),
      },
      paragraph('We regret the trouble this causes you.'),
      paragraph(company),
    ],
  };
}

function whenRows({ subject, recipient }: MailRequest): readonly Row[] {
  const { stamps, aware } = subject;
  return some<Row>(
    stamps.occurred && {
      label: 'Happened',
      value: formatBoth(stamps.occurred.atMs, recipient.zone),
    },
    { label: 'Detected', value: formatBoth(stamps.detected.atMs, recipient.zone) },
    aware && {
      label: 'We became aware of the breach',
      value: formatBoth(aware.atMs, recipient.zone),
    },
    stamps.containedAtMs !== undefined && {
      label: 'Contained',
      value: formatBoth(stamps.containedAtMs, recipient.zone),
    },
  );
}

const number = new Intl.NumberFormat('en-GB');

function known(facts: Facts): readonly Block[] {
  const rows = some<Row>(
    facts.subjects !== undefined && {
      label: 'People concerned (about)',
      value: number.format(facts.subjects),
    },
    facts.subjectCategories && {
      label: 'Who they are',
      value: facts.subjectCategories.map((entry) => oneLine(entry)).join(', '),
    },
    facts.records !== undefined && {
      label: 'Records concerned (about)',
      value: number.format(facts.records),
    },
    facts.dataCategories && {
      label: 'Kinds of data',
      value: facts.dataCategories.map((entry) => oneLine(entry)).join(', '),
    },
  );
  const { consequences, measures } = facts;
  const blocks: Block[] = rows.length > 0 ? [{ kind: 'rows', rows }] : [];
  if (consequences !== undefined)
    blocks.push(
      { kind: 'paragraph', text: 'Likely consequences', strong: true },
      ...written(consequences),
    );
  if (measures !== undefined)
    blocks.push(
      { kind: 'paragraph', text: 'Measures taken or proposed', strong: true },
      ...written(measures),
    );
  return blocks.length > 0 ? blocks : [paragraph('We are still collecting the facts.')];
}

/** Art. 33(3)(a), (c) and (d): what a controller will be asked for. */
function unknowns(facts: Facts): readonly string[] {
  return some(
    facts.subjects === undefined && 'how many people are concerned',
    facts.subjectCategories === undefined && 'which groups of people are concerned',
    facts.records === undefined && 'how many records are concerned',
    facts.dataCategories === undefined && 'which kinds of data are concerned',
    facts.consequences === undefined && 'the likely consequences',
    facts.measures === undefined && 'the measures taken or proposed',
  );
}

/** The writer's own paragraphs. */
function written(text: string): readonly Block[] {
  return paragraphs(text)
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => paragraph(line.trim()));
}

export function customerUnreached(request: MailRequest): Letter {
  const { subject, mail, recipient, customers } = request;
  const id = mail.customer ?? 'unknown';
  const name = oneLine((Object.hasOwn(customers, id) ? customers[id] : undefined) ?? id, 120);
  return {
    subject: `NOT DELIVERED: the notice to ${oneLine(name, 60)} (GDPR Art. 33(2))`,
    heading: 'A customer could not be told',
    tone: 'urgent',
    audience: 'staff',
    blocks: [
      {
        kind: 'paragraph',
        text: `The notice to ${name} could not be delivered. It still has to reach them without undue delay (GDPR Art. 33(2)).`,
        strong: true,
      },
      {
        kind: 'list',
        numbered: true,
        items: [
          `Reach ${name} by another way now, for example by telephone, and note it on the incident.`,
          `Correct the address at customers.${id}.email in the policy file.`,
          'Send the notice again.',
        ],
      },
      {
        kind: 'command',
        label: 'To send it again',
        command: hint.notifyCustomer(subject.id, id, recipient.id),
      },
      { kind: 'rows', rows: [{ label: 'Incident', value: oneLine(subject.title) }] },
    ],
  };
}
