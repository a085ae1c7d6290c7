/** The EDPB's template from its data file. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Template } from '../domain/edpb/template.ts';

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

// The data stands beside src and dist alike, so one relative place serves both.
const place = new URL('../../data/edpb-template.json', import.meta.url);

/** Read on first use. */
let template: Template | undefined;

export function edpbTemplate(): Template {
  template ??= schema.parse(JSON.parse(readFileSync(place, 'utf8')));
  return template;
}
