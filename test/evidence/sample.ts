/** A data folder with one incident that has everything an evidence pack can hold, and another one between its entries. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openRegister, type Register } from '../../src/register/database.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { recordPolicy } from '../../src/register/audit.ts';
import { storeAttachment } from '../../src/register/attachments.ts';
import { append } from '../../src/register/journal.ts';
import { storeNotice } from '../../src/register/notices.ts';
import type { IncidentEvent } from '../../src/domain/events.ts';
import { renderJson } from '../../src/notices/json.ts';
import { createDesk } from '../cli/desk.ts';
import { good } from '../policy/good.ts';
import { dataFolder, startMs, story, summaryOf } from '../register/sample.ts';
import {
  declared,
  givenUnder,
  hours,
  incidentId,
  policy,
  type CommandStep,
  type Step,
} from '../support/incidents.ts';

export const id = incidentId;
export const otherId = 'INC-B2C4D';

/** What people call their files, and what must not become of it. */
export const hostileNames = [
  '../../etc/passwd',
  'C:\\Windows\\System32\\drivers\\etc\\hosts',
  'CON.txt',
  'a:b*c?"<>|.log',
  '\u202Egnp.exe',
  `${'long '.repeat(50)}.tar.gz`,
  '...',
  'Ünïcode – Übersicht.pdf',
] as const;

export const contents = hostileNames.map((name, n) => Buffer.from(`${n} ${name} `.repeat(50)));
export const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');

/** A draft in little; one sign of it is in no font that comes with Typst. */
const draftJson = renderJson({
  ...{ kind: 'authority', title: 'Notice', marks: ['draft, not filed'], missing: [] },
  sections: [
    {
      ...{ id: 'nature', heading: 'Nature', article: 'GDPR Art. 33(3)(a)' },
      items: [
        { id: 'title', label: 'In one line', value: 'open, 東', mandatory: true, askWhom: 'anna' },
      ],
    },
  ],
  generatedAtMs: startMs,
});

const attach = (name: string, n: number): CommandStep => ({
  name: 'attach',
  fields: {
    ...{ fileName: name, sha256: sha256(contents[n] ?? ''), bytes: contents[n]?.length ?? 0 },
    ...(n === 0 && { note: 'as it was found' }),
  },
});

const steps: readonly Step[] = [
  declared({ personalData: 'unknown' }),
  { name: 'acknowledge', by: 'anna' },
  { name: 'changeSeverity', fields: { severity: 'critical', reason: 'it | grows `x`' } },
  { name: 'declareAwareness', by: 'dora', fields: { at: hours(0), reason: 'the log shows it' } },
  ...hostileNames.map(attach),
  { name: 'advise', by: 'dora', fields: { recommends: 'notify', reason: 'credentials' } },
  { name: 'draftNotice', by: 'dora', fields: {} },
  { event: { type: 'noticeDrafted', notice: 'N?', sha256: sha256(draftJson), missing: [] } },
  { name: 'fileDuty', by: 'dora', fields: { reference: 'LDA-1' } },
  {
    event: {
      ...{ type: 'mailAccepted', key: '1.1', kind: 'page', to: 'anna' },
      ...{ messageId: '<INC-7K3FQ.1.1@acme.example>', detail: '250' },
    },
  },
  { name: 'note', fields: { text: 'customers were called' } },
];

/** The draft's id follows from the event that asked for it. */
function told(version: string): readonly IncidentEvent[] {
  const { events } = givenUnder({ ...policy, version }, ...steps);
  const asked = events.find(({ type }) => type === 'noticeRequested');
  const notice = asked && 'notice' in asked ? asked.notice : '';
  return events.map((event) => (event.type === 'noticeDrafted' ? { ...event, notice } : event));
}

async function record(register: Register, events: readonly IncidentEvent[], all = events) {
  const incident = summaryOf(all.slice(0, events.at(-1)?.seq));
  await append(register, { events, incident });
}

export async function createEvidenceDesk() {
  const desk = await createDesk();
  await writeFile(join(desk.folder, 'policy.yaml'), `${good}vendorsFile: vendors.csv\n`);
  await writeFile(join(desk.folder, 'vendors.csv'), 'id,name,purpose,country\nv,V,hosting,DE\n');
  const { version, files } = await loadPolicy(join(desk.folder, 'policy.yaml'));
  const events = told(version);
  const register = await openRegister(desk.folder);
  await recordPolicy(register, { version, files, nowMs: startMs });
  for (const content of contents)
    await storeAttachment(register, { incidentId: id, content, nowMs: startMs });
  const drafted = events.find((event) => event.type === 'noticeDrafted');
  if (drafted?.type !== 'noticeDrafted') throw new Error('the story has no draft');
  await storeNotice(register, {
    ...{ incidentId: id, notice: drafted.notice, about: { duty: 'gdpr-33-1' }, json: draftJson },
    ...{ markdown: '# Draft\n', sha256: drafted.sha256, draftedAtMs: drafted.atMs },
  });
  const half = Math.floor(events.length / 2);
  await record(register, events.slice(0, half), events);
  await record(register, story(otherId, 3));
  await record(register, events.slice(half), events);
  await register.close();
  return { ...desk, events, version, notice: drafted.notice };
}

/** By dora, into the data folder. */
export async function packed(
  desk: Awaited<ReturnType<typeof createEvidenceDesk>>,
  name: string,
): Promise<Buffer> {
  const out = join(desk.folder, name);
  const made = await desk.run('evidence', id, '--out', out, '--as', 'dora');
  if (made.code !== 0) throw new Error(made.err);
  return readFile(out);
}

/** In a folder with nothing else. */
export async function unpacked(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = join(await dataFolder(), 'pack');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}
