/** The commands that keep and show what goes with an incident: files, playbooks, drafts of notices. */
import { commandShapes } from '../../domain/commands.ts';
import { addFieldOptions } from '../fields.ts';
import type { Io } from '../io.ts';
import { withActor, withZone, type Add } from './add.ts';

export function addFiles(add: Add, io: Io): void {
  const { sha256: _sha256, bytes: _bytes, ...typed } = commandShapes.attach;
  const attach = add(
    'attach',
    'keep a file with the incident: a screenshot, a log, a letter',
    [
      'seventytwo attach INC-K7F3Q ./access.log --note "downloads of the export" --as anna',
      'seventytwo attach INC-K7F3Q ./IMG_2231.jpg --file-name ransom-note.jpg --as anna',
    ],
    async (given, words) => (await import('../attach.ts')).runAttach(io, given, words),
  )
    .argument('<incident>', 'its id, such as INC-K7F3Q')
    .argument('<file>', 'the file, at most 25 MB');
  // The name is that of the file unless another is given.
  addFieldOptions(
    withActor(attach),
    { ...typed, fileName: { ...typed.fileName, required: false } },
    [],
  );
  withZone(
    add(
      'attachments',
      'the files of an incident, or one of them written to disk',
      ['seventytwo attachments INC-K7F3Q', 'seventytwo attachments INC-K7F3Q A1 --out ./evidence'],
      async (given, words) => (await import('../attach.ts')).runAttachments(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[attachment]', 'its id, such as A1'),
  ).option('--out <folder>', 'where to write it, default here');
  add(
    'playbook list',
    'the kinds of incident that have a playbook',
    ['seventytwo playbook list'],
    async (given) => (await import('../playbook.ts')).runPlaybookList(io, given),
  );
  add(
    'playbook show',
    'the steps of a playbook: owners, due times, what is mandatory',
    ['seventytwo playbook show ransomware'],
    async (given, words) => (await import('../playbook.ts')).runPlaybookShow(io, given, words),
  ).argument('<kind>', 'such as ransomware');
}

export function addNotices(add: Add, io: Io): void {
  withActor(
    add(
      'notice draft',
      'draft the notice to the authority, or the Art. 33(2) notice to a customer',
      [
        'seventytwo notice draft INC-K7F3Q --as dora',
        'seventytwo notice draft INC-K7F3Q --customer globex --out ./drafts --as dora',
      ],
      async (given, words) => (await import('../act.ts')).runNoticeDraft(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  )
    .option('--customer <customer>', commandShapes.draftNotice.customer.help)
    .option('--out <folder>', 'write Markdown and JSON there instead of printing');
  withZone(
    add(
      'notice show',
      'show a draft, the newest unless named',
      ['seventytwo notice show INC-K7F3Q', 'seventytwo notice show INC-K7F3Q N14 --json'],
      async (given, words) => (await import('../act.ts')).runNoticeShow(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[notice]', 'its id, such as N14'),
  ).option('--out <folder>', 'write Markdown and JSON there instead of printing');
  withZone(
    add(
      'customers list',
      'the customers of the policy; with an incident, how far each one concerned is told',
      ['seventytwo customers list', 'seventytwo customers list INC-K7F3Q --json'],
      async (given, words) => (await import('../customers.ts')).runCustomers(io, given, words),
    ).argument('[incident]', 'its id, such as INC-K7F3Q'),
  );
}
