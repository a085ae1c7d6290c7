/** A draft as JSON for machines: the same draft gives the same bytes. */
import type { NoticeDraft } from '../domain/notice.ts';

/** Ends with a newline. Keys stand in the order of the draft. */
export function renderJson(draft: NoticeDraft): string {
  return `${JSON.stringify(draft, null, 2)}\n`;
}

/** As the template has it, `{"field_3": "a", …}`; undefined for a draft that has no template. */
export function renderTemplateJson({ template }: NoticeDraft): string | undefined {
  return template && `${JSON.stringify(template.answers, null, 2)}\n`;
}
