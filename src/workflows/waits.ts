/** What the answer to a command waits for, and how long: a person wants to see what came of it. */
import type { CommandName } from '../domain/commands.ts';
import type { Incident } from '../domain/incident.ts';
import { toPlan } from '../domain/starting.ts';
import { unwrittenOf } from '../domain/told.ts';

export type Wait = { readonly isOver: (incident: Incident) => boolean; readonly forMs: number };

/** Drafts, plans and assessments take well under a second; after this the answer is given without. */
const shortMs = 20_000;
/** The other incident answers in well under a second; after this `show` tells how it ended. */
const mergeMs = 8_000;

const drafted: Wait = {
  isOver: (incident) =>
    incident.notices.every((notice) => notice.drafted) && unwrittenOf(incident).length === 0,
  forMs: shortMs,
};

export const waits: Readonly<Partial<Record<CommandName, Wait>>> = {
  draftNotice: drafted,
  draftNotices: drafted,
  merge: { isOver: ({ merging }) => merging === undefined, forMs: mergeMs },
  assess: { isOver: ({ assessing }) => assessing === undefined, forMs: shortMs },
  startDuty: { isOver: (incident) => toPlan(incident).length === 0, forMs: shortMs },
};
