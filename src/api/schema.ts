/** The commands as zod sees them, made from the one table of commands: the API checks by them, and its description shows them. */
import { z } from 'zod';
import { channels, commandShapes, envelopeShape, type CommandName } from '../domain/commands.ts';
import { idAlphabet, idLength } from '../domain/incident-id.ts';
import {
  earliestMs,
  fieldFault,
  hiddenCharacters,
  latestMs,
  listLimit,
  shortText,
  type Field,
  type Shape,
} from '../domain/shape.ts';

const incidentIdPattern = `^INC-[${idAlphabet}]{${idLength}}$`;

export const incidentId = z
  .string()
  .regex(new RegExp(incidentIdPattern))
  .meta({ id: 'IncidentId', description: 'the id of an incident, such as INC-K7F3Q' });

const visible = hiddenCharacters.source.slice(1, -1);
/** Something, and nothing that a terminal would obey. */
const lines = new RegExp(`^[^${visible}]*[^\\s${visible}][^${visible}]*$`);
const oneLine = new RegExp(`^[^\\n\\r${visible}]*[^\\s${visible}][^\\n\\r${visible}]*$`);

function said(max: number, error?: z.core.$ZodErrorMap): z.ZodString {
  const params = error && { error };
  return z
    .string(params)
    .min(1, params)
    .max(max, params)
    .regex(max <= shortText ? oneLine : lines, params);
}

/** The domain says more of what is wrong; machines are told the limits. */
const instant = z
  .strictObject({
    atMs: z.int().min(earliestMs).max(latestMs).describe('epoch milliseconds, UTC'),
    zone: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9_+\-/]+$/)
      .describe('IANA zone in which a person said it'),
  })
  .meta({ id: 'Instant' });

/** The domain says what is wrong with a value; the type beside it says the same to machines. */
function fieldSchema(field: Field): z.ZodType {
  const checked = typeOf(field).check(({ value, issues }) => {
    const fault = fieldFault(field, value);
    if (fault !== undefined) issues.push({ code: 'custom', input: value, message: fault });
  });
  const described = checked.describe(field.help);
  return field.required ? described : described.optional();
}

function typeOf(field: Field): z.ZodType {
  const error = ({ input }: { readonly input?: unknown }): string =>
    fieldFault(field, input) ?? 'is wrong';
  switch (field.kind) {
    case 'text':
      return said(field.max, error);
    case 'person':
    case 'playbook':
      return said(shortText, error);
    case 'incident':
      return z.string({ error }).regex(new RegExp(incidentIdPattern), { error });
    case 'sha256':
      return z.string({ error }).regex(/^[0-9a-f]{64}$/, { error });
    case 'choice':
      return z.enum(field.of, { error });
    case 'instant':
      return instant;
    case 'count':
      return z.int({ error }).min(0, { error });
    case 'list':
      return z.array(said(field.max), { error }).max(field.most ?? listLimit, { error });
    case 'flag':
      return z.boolean({ error });
  }
}

function fieldsOf(shape: Shape): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, fieldSchema(field)]),
  );
}

const actor = z
  .strictObject({
    person: said(shortText).describe('an id of the policy file'),
    channel: z.enum(channels).describe('the way in, as it was signed'),
    signature: said(4_000)
      .optional()
      .describe("the person's signature of exactly this command, as `seventytwo sign` makes it"),
  })
  .meta({ id: 'Actor' });

/** The body of a command: what the update of that name takes. The command id is the idempotency key. */
export function commandBody(name: CommandName): z.ZodType<Readonly<Record<string, unknown>>> {
  return z.strictObject({
    ...fieldsOf(envelopeShape),
    actor,
    ...fieldsOf(commandShapes[name]),
  });
}
