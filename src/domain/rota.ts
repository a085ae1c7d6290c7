/** What a rota is: layers of people who take turns, who is away, who takes over, and the shifts that come of it. */
import type { PersonId } from './policy.ts';

/** From the first instant until before the second, epoch milliseconds. */
export type Span = { readonly fromMs: number; readonly untilMs: number };

/** Monday first, as Temporal counts. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export type RotaLayer = {
  readonly name: string;
  readonly people: readonly PersonId[];
  /** Days of one turn. */
  readonly every: number;
  /** ISO date on which the first of `people` begins. */
  readonly from: string;
  /** `09:00`: when one hands over to the next. */
  readonly at: string;
  readonly on?: readonly Weekday[] | undefined;
  readonly between?: { readonly from: string; readonly until: string } | undefined;
};

/** ISO dates, or with a time of day, on the clocks of the team; the day of `until` belongs to it. */
export type Absence = {
  readonly person: PersonId;
  readonly from: string;
  readonly until: string;
  readonly reason?: string | undefined;
};

export type Rota = {
  /** IANA zone in which hand-over times, days and absences are meant. */
  readonly zone: string;
  readonly layers: readonly RotaLayer[];
  readonly away: readonly Absence[];
};

/** Somebody takes a layer for a while, whoever's turn it is. */
export type Override = Span & {
  readonly id: string;
  readonly layer: string;
  readonly person: PersonId;
};

/** A stretch of one layer in which nothing changes. A turn of the rotation is cut where somebody stands in. */
export type Shift = Span & {
  readonly layer: string;
  /** Number of the turn, counted from 0; -1: before the rotation begins. */
  readonly turn: number;
  /** `gap`: somebody should be on call, and nobody is. `off`: not within the layer's days and hours. */
  readonly state: 'on' | 'gap' | 'off';
  /** With `on` alone. */
  readonly person?: PersonId;
  /** Whose turn it is, when that is not `person`. */
  readonly insteadOf?: PersonId;
  /** Why `person` is not whose turn it is, or why there is a gap. */
  readonly why?: 'away' | 'override' | 'not-begun';
  /** Id of the override in force. */
  readonly override?: string;
};

/** One person in one layer until somebody else has it. */
export type Stint = Span & {
  readonly layer: string;
  readonly person: PersonId;
  /** Whose turn it was at its beginning. */
  readonly insteadOf?: PersonId;
  readonly why?: Shift['why'];
};
