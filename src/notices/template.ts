/** The EDPB's template from its data file, with its texts in the language that is asked for. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Template, TemplateField } from '../domain/edpb/template.ts';
import type { Language } from '../domain/language.ts';

const condition = z.union([
  z.object({ fact: z.enum(['late', 'in-eea', 'outside-eea']) }),
  z.object({ any: z.array(z.object({ field: z.int(), is: z.string() })) }),
]);

const option = z.object({
  letter: z.string(),
  text: z.string(),
  open: z.boolean().optional(),
  written: z.string().nullable().optional(),
});

const schema = z.object({
  title: z.string(),
  version: z.string(),
  status: z.string(),
  sections: z.record(z.string(), z.string()),
  fields: z.array(
    z.object({
      no: z.int(),
      title: z.string(),
      section: z.string(),
      article: z.string().optional(),
      kind: z.enum(['text', 'flag', 'count', 'instant', 'date', 'choice']),
      demanded: z.enum(['always', 'when-shown', 'never']),
      when: condition.optional(),
      ask: z.enum(['dpo', 'commander', 'policy']),
      several: z.boolean().optional(),
      unfit: z.boolean().optional(),
      options: z.array(option).optional(),
    }),
  ),
});

/** What stands in the file of another language: texts by section, field number and letter, and nothing else. */
const texts = z.object({
  title: z.string(),
  status: z.string(),
  sections: z.record(z.string(), z.string()),
  fields: z.record(
    z.string(),
    z.object({ title: z.string(), options: z.record(z.string(), z.string()).optional() }),
  ),
});
type Texts = z.infer<typeof texts>;

/** Read on first use. */
const templates = new Map<Language, Template>();

export function edpbTemplate(language: Language = 'en'): Template {
  const known = templates.get(language);
  if (known) return known;
  const read =
    language === 'en'
      ? schema.parse(data('edpb-template.json'))
      : translated(edpbTemplate(), texts.parse(data(`edpb-template.${language}.json`)), language);
  templates.set(language, read);
  return read;
}

// The data stands beside src and dist alike, so one relative place serves both.
function data(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8'));
}

function translated(template: Template, { fields, ...own }: Texts, language: Language): Template {
  return {
    ...template,
    title: own.title,
    status: own.status,
    sections: Object.fromEntries(
      Object.keys(template.sections).map((id) => [
        id,
        text(own.sections[id], `section ${id}`, language),
      ]),
    ),
    fields: template.fields.map((field) => translatedField(field, fields[field.no], language)),
  };
}

function translatedField(
  field: TemplateField,
  own: Texts['fields'][string] | undefined,
  language: Language,
): TemplateField {
  const { no, options } = field;
  return {
    ...field,
    title: text(own?.title, `field ${no}`, language),
    ...(options && {
      options: options.map((each) => ({
        ...each,
        text: text(own?.options?.[each.letter], `field ${no}, option ${each.letter}`, language),
      })),
    }),
  };
}

/** A draft with a hole in it would be worse than none. */
function text(own: string | undefined, what: string, language: Language): string {
  if (own !== undefined) return own;
  throw new Error(`the template has no text in the language ${language} for ${what}`);
}
