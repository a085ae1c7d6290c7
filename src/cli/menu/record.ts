/** The commands that keep and show what goes with an incident: files, playbooks, drafts of notices. */
import { commandShapes } from '../../domain/commands.ts';
import { letterItems } from '../../domain/letter-items.ts';
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
      [
        'seventytwo attachments INC-K7F3Q',
        'seventytwo attachments INC-K7F3Q A1 --out ./evidence --as anna',
        'seventytwo attachments INC-K7F3Q access.log',
      ],
      async (given, words) => (await import('../attach.ts')).runAttachments(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[attachment]', 'its id, such as A1, its name, or how its SHA-256 begins'),
  )
    .option('--out <folder>', 'where to write it, default here; who took it goes on record')
    .option('--force', 'replace the file if it is there');
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
      'draft the notice to the authority, the letter to the people (Art. 34), or a notice to a customer',
      [
        'seventytwo notice draft INC-K7F3Q --as dora',
        'seventytwo notice draft INC-K7F3Q --language de --as dora',
        'seventytwo notice draft INC-K7F3Q --duty gdpr-34 --as dora',
        'seventytwo notice draft INC-K7F3Q --customer globex --out ./drafts --as dora',
      ],
      async (given, words) => (await import('../act.ts')).runNoticeDraft(io, given, words),
    ).argument('<incident>', 'its id, such as INC-K7F3Q'),
  )
    .option('--duty <duty>', commandShapes.draftNotice.duty.help)
    .option('--customer <customer>', commandShapes.draftNotice.customer.help)
    .option('--language <language>', commandShapes.draftNotice.language.help)
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
  withActor(
    add(
      'notice approve',
      'approve a draft exactly as it stands: the officer, the deputy or the decision-maker',
      [
        'seventytwo notice approve INC-K7F3Q --as dora',
        'seventytwo notice approve INC-K7F3Q N14 --as clara',
      ],
      async (given, words) =>
        (await import('../notice-approve.ts')).runNoticeApprove(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[notice]', 'the draft that was read, default the newest'),
  );
  addCorrections(add, io);
  withZone(
    add(
      'customers list',
      'the customers of the policy; with an incident, how far each one concerned is told',
      ['seventytwo customers list', 'seventytwo customers list INC-K7F3Q --json'],
      async (given, words) => (await import('../customers.ts')).runCustomers(io, given, words),
    ).argument('[incident]', 'its id, such as INC-K7F3Q'),
  );
}

function addCorrections(add: Add, io: Io): void {
  const { field, value, clear } = commandShapes.setNotice;
  const set = add(
    'notice set',
    'write into a field of the notice to the authority or of the letter; facts stay, new drafts keep it',
    [
      'seventytwo notice set INC-K7F3Q 61 d --as dora',
      'seventytwo notice set INC-K7F3Q 55 a,c --as dora',
      'seventytwo notice set INC-K7F3Q 63 "customer database, Frankfurt" --as dora',
      'seventytwo notice set INC-K7F3Q 63 --clear --as dora',
      'seventytwo notice set INC-K7F3Q what-happened "A list with your address …" --as dora',
    ],
    async (given, words) => (await import('../correction.ts')).runNoticeSet(io, given, words),
  )
    .argument('<incident>', 'its id, such as INC-K7F3Q')
    .argument('<field>', `${field.help}; of the letter: ${letterItems.join(', ')}`)
    .argument('[value]', value.help);
  addFieldOptions(withActor(set), { clear }, []);
  withZone(
    add(
      'notice diff',
      'what changed from one draft to another, the newest two about the same unless named',
      ['seventytwo notice diff INC-K7F3Q', 'seventytwo notice diff INC-K7F3Q N14 N31 --json'],
      async (given, words) => (await import('../notice-diff.ts')).runNoticeDiff(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[from]', 'the older draft, such as N14')
      .argument('[to]', 'the newer draft, default the newest'),
  );
  withZone(
    add(
      'notice export',
      "a draft as one file: Markdown, PDF, DOCX, or the JSON of the EDPB's template by its field numbers",
      [
        'seventytwo notice export INC-K7F3Q --format pdf --out ./notice.pdf',
        'seventytwo notice export INC-K7F3Q --format json --out ./notice.json',
        'seventytwo notice export INC-K7F3Q N14 --format md',
        'seventytwo notice export INC-K7F3Q N20 --letter --format docx --out ./letter.docx',
      ],
      async (given, words) =>
        (await import('../notice-export.ts')).runNoticeExport(io, given, words),
    )
      .argument('<incident>', 'its id, such as INC-K7F3Q')
      .argument('[notice]', 'its id, default the newest'),
  )
    .option('--format <md|json|pdf|docx>', 'default md; pdf and docx need --out')
    .option('--letter', 'of a letter to people or a customer: its text alone, as it goes out')
    .option('--out <file>', 'write there instead of printing')
    .option('--force', 'replace the file if it is there');
}
