/** A supervisory authority as drafts know it: from the directory, each value as sure as the directory says. */

export type Authority = {
  /** Of the directory, such as IE or DE-BY. */
  readonly id?: string;
  readonly name: string;
  readonly website?: string;
  readonly portal?: string;
  /** Whether the portal's address was confirmed in a source. */
  readonly verified: boolean;
  /** ISO date on which the directory was checked. */
  readonly asOf: string;
  /** Whether its country belongs to the EEA. */
  readonly inEea?: boolean;
  /** How it takes notices, such as a web form. */
  readonly channel?: string;
  /** These three are never verified: hints for when the portal is down. */
  readonly email?: string;
  readonly phone?: string;
  readonly address?: string;
};

/**
 * Portals move within a year or two, and a wrong address is found at the worst moment: after half a
 * year every entry is to be looked at again.
 */
export const freshMonths = 6;

const monthMs = (365.25 / 12) * 86_400_000;

/** Whole months since the directory was checked. */
export function monthsSince(asOf: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(asOf)) / monthMs));
}

export function isStale(asOf: string, nowMs: number): boolean {
  return monthsSince(asOf, nowMs) >= freshMonths;
}
