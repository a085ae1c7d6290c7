/** Playbooks: what a kind of incident asks to be done. Shipped as data; the policy file adds to them or replaces one. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { taskRoles, type Playbook } from '../domain/policy.ts';
import { duration, text } from './values.ts';

const step = z.strictObject({
  title: text,
  owner: z.enum(taskRoles).default('commander'),
  /** Counted from the moment when the playbook starts. */
  within: duration.optional(),
  /** Blocks closing until it is done, or skipped with a reason. */
  mandatory: z.boolean().default(false),
});

/** Each incident carries them from its beginning: a page a kind, not a handbook. */
const mostSteps = 30;

export const playbook = z
  .strictObject({
    title: text,
    /** When it applies, for whoever chooses. */
    when: text.optional(),
    steps: z
      .array(step)
      .min(1, 'needs at least one step')
      .max(mostSteps, `has more than ${mostSteps} steps; split it`),
  })
  .refine(
    ({ steps }) => new Set(steps.map(({ title }) => title)).size === steps.length,
    'has two steps of the same title; keep one',
  );
export type WrittenPlaybook = z.infer<typeof playbook>;

/** All of them together travel with every incident: 50 leave room for a company's own. */
export const mostPlaybooks = 50;

// The data stands beside src and dist alike, so one relative place serves both.
const folder = new URL('../../data/playbooks/', import.meta.url);

/** Read on first use: most commands never need them. */
let shipped: Readonly<Record<string, WrittenPlaybook>> | undefined;

/** By kind, in alphabetical order; those of the policy file win. */
export function playbooksOf(own: Readonly<Record<string, WrittenPlaybook>>) {
  shipped ??= readShipped();
  const all = { ...shipped, ...own };
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function readShipped(): Readonly<Record<string, WrittenPlaybook>> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.yaml'.length),
      playbook.parse(parse(readFileSync(new URL(file, folder), 'utf8'))),
    ]),
  );
}

/** As an incident pins it. */
export function pinned({ title, steps }: WrittenPlaybook): Playbook {
  return {
    title,
    steps: steps.map(({ title: what, owner, within, mandatory }) => ({
      ...{ title: what, role: owner, mandatory },
      ...(within !== undefined && { withinMs: within }),
    })),
  };
}
