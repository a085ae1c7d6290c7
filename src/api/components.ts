/** A zod schema as JSON Schema, where what has a name of its own is described once and referred to. */
import { z } from 'zod';

export type Json = Readonly<Record<string, unknown>>;
/** By the name that a schema bears as its id. */
export type Components = Map<string, unknown>;

const own = '#/$defs/';

export function describedIn(
  components: Components,
  schema: z.core.$ZodType,
  io: 'input' | 'output',
): Json {
  const { $schema: _dialect, $defs = {}, id: _id, ...rest } = z.toJSONSchema(schema, { io });
  for (const [name, described] of Object.entries($defs))
    components.set(name, referring(withoutId(described)));
  const name = z.globalRegistry.get(schema)?.id;
  if (name === undefined) return asJson(referring(rest));
  // Where it names itself it stands among the others already.
  if (!components.has(name)) components.set(name, referring(rest));
  return { $ref: place(name) };
}

function withoutId(described: unknown): unknown {
  const { id: _id, ...rest } = asJson(described);
  return rest;
}

/** What repeats a schema beside the reference to it goes. */
function referring(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref: ref, description } = asJson(value);
  if (typeof ref === 'string' && ref.startsWith(own))
    return {
      ...(description !== undefined && { description }),
      $ref: place(ref.slice(own.length)),
    };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, referring(part)]));
}

function place(name: string): string {
  return `#/components/schemas/${name}`;
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
