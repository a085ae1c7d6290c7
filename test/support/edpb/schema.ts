/** Holds a notice against the third-party JSON Schema of the EDPB's template. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const place = new URL('template.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(place, 'utf8'));
// A description that the transcription gives the format of a date (data/edpb-template.json, faults).
delete schema.properties.field_95.format;
const parser = z.fromJSONSchema(schema);

/** The keys that it finds fault with; empty when the notice is valid. */
export function faultyFields(answers: unknown): readonly string[] {
  const issues = parser.safeParse(answers).error?.issues ?? [];
  return [...new Set(issues.map(({ path, code }) => String(path[0] ?? code)))].toSorted();
}
