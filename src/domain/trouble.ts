/** Trouble with incidents and with what they rest on, as seen from outside them: what is told to whom, when it is told again, when it is over. */
import type { PersonId } from './policy.ts';

/**
 * `failing`: the workflow's own work fails again and again. `waiting`: no worker takes its work. `ended`: the run
 * was ended from outside while the incident is open. `unwritten`: its events do not get into the register.
 */
export const incidentTroubles = ['failing', 'waiting', 'ended', 'unwritten'] as const;

/**
 * `access`: many commands of people who may not give them. `clock`: this machine's time is not the server's. `mail`:
 * the mail server is away, or refuses us. Whoever runs the installation is told, once, and once more when it is over.
 */
export const installationTroubles = ['access', 'clock', 'mail'] as const;
export type InstallationTrouble = (typeof installationTroubles)[number];

export type TroubleKind = (typeof incidentTroubles)[number] | InstallationTrouble;

export type Trouble = {
  readonly kind: TroubleKind;
  /** Absent for trouble with the installation. */
  readonly incidentId?: string;
  /** Of `access`: commands within the time that counts. */
  readonly count?: number;
  /** Of `clock`: how far this machine's clock is ahead of the server's; negative when it is behind. */
  readonly aheadMs?: number;
  /** As far as Temporal tells; otherwise it counts from the first look that saw it. */
  readonly sinceMs?: number;
  /** The earliest due instant of an open duty, as last stored. */
  readonly dueAtMs?: number;
};

/** All times in milliseconds. */
export type Pace = {
  readonly lookEveryMs: number;
  /** While it lasts, everybody is told again after this. */
  readonly repeatEveryMs: number;
  /** How long a failure may go on before it counts: a killed worker's task fails once and is taken over. */
  readonly failingMs: number;
  /** How long work may wait for a worker: one that restarts needs up to 15 s, on a loaded machine more. */
  readonly waitingMs: number;
  /** How long the register may be away; nothing waits for it, and a backup or a full disk may take minutes. */
  readonly unwrittenMs: number;
  /** How many commands may be refused to people who may not give them, within how long. */
  readonly refusals: number;
  readonly refusalsMs: number;
  /** How far two clocks may be apart. */
  readonly clockMs: number;
  /** How long the mail server may be away: one that is started anew needs a minute or two. */
  readonly mailMs: number;
};

export const defaultPace: Pace = {
  lookEveryMs: 30_000,
  repeatEveryMs: 3_600_000,
  failingMs: 15_000,
  waitingMs: 30_000,
  unwrittenMs: 300_000,
  // One mistyped id or an expired token is a person's mistake, and so are three; a script that tries ids or tokens makes five in seconds.
  refusals: 5,
  refusalsMs: 600_000,
  // As far as doctor lets a clock be off: what a person who types a time does not notice.
  clockMs: 30_000,
  mailMs: 600_000,
};

/** One stretch of trouble: an incident that cannot go on, or the register. */
export type Episode = {
  readonly trouble: Trouble;
  readonly sinceMs: number;
  /** The first look that saw it. */
  readonly seenAtMs: number;
  /** How many times everybody was told. */
  readonly told: number;
  readonly toldAtMs?: number;
  /** Other incidents in the same trouble: the register is one for all. */
  readonly incidents: readonly string[];
};

export type AlarmMail = {
  /** The heart of the Message-ID: what it is about, since when, the how manieth, to whom. */
  readonly key: string;
  readonly kind: 'alarm' | 'over';
  readonly episode: Episode;
  readonly to: PersonId;
  /** The look that caused it. */
  readonly atMs: number;
};

/** What the sentinel remembers; carried from run to run as one JSON object. */
export type Watch = {
  /** By what they are about: an incident id, or `register`. */
  readonly episodes: Readonly<Record<string, Episode>>;
  /** Mails that the mail server has not taken yet. */
  readonly mails: readonly AlarmMail[];
  readonly lookedAtMs?: number;
};

export const emptyWatch: Watch = { episodes: {}, mails: [] };

/** What an episode is about; the heart of its Message-IDs. */
export function aboutOf({ kind, incidentId = 'incident' }: Trouble): string {
  if (isOfInstallation(kind)) return kind;
  return kind === 'unwritten' ? 'register' : incidentId;
}

export function isOfInstallation(kind: TroubleKind): kind is InstallationTrouble {
  return installationTroubles.some((known) => known === kind);
}

/** Incidents that were in trouble of their own at the last look: only proof that they go on takes them out. */
export function knownIncidents({ episodes }: Watch): readonly string[] {
  return Object.entries(episodes)
    .filter(([about, { trouble }]) => about !== 'register' && !isOfInstallation(trouble.kind))
    .map(([about]) => about);
}

/** The watch after a look that found `troubles` and, in the policy file, `people` and those who run the installation. */
export function afterLook(
  watch: Watch,
  troubles: readonly Trouble[],
  people: readonly PersonId[],
  nowMs: number,
  pace: Pace,
  admins: readonly PersonId[] = people,
): Watch {
  const whom = ({ trouble }: Episode) => (isOfInstallation(trouble.kind) ? admins : people);
  const episodes: Record<string, Episode> = {};
  for (const trouble of troubles) {
    const about = aboutOf(trouble);
    const also = episodes[about]?.incidents ?? [];
    const before = episodes[about] ?? watch.episodes[about];
    episodes[about] = { ...seen(trouble, before, nowMs), incidents: [...also, ...named(trouble)] };
  }
  const fresh: AlarmMail[] = [];
  for (const [about, episode] of Object.entries(episodes)) {
    if (!isDue(episode, nowMs, pace)) continue;
    episodes[about] = { ...episode, told: episode.told + 1, toldAtMs: nowMs };
    fresh.push(...mailsOf('alarm', about, episode, whom(episode), nowMs));
  }
  for (const [about, episode] of Object.entries(watch.episodes))
    if (!episodes[about] && episode.told > 0)
      fresh.push(...mailsOf('over', about, episode, whom(episode), nowMs));
  // A newer mail about the same thing to the same person says all that an older one would.
  const replaced = (mail: AlarmMail): boolean =>
    fresh.some(
      ({ to, episode }) =>
        to === mail.to && aboutOf(episode.trouble) === aboutOf(mail.episode.trouble),
    );
  return {
    episodes,
    mails: [...watch.mails.filter((mail) => !replaced(mail)), ...fresh],
    lookedAtMs: nowMs,
  };
}

/** Without the mails that are done: taken by the mail server, or given up. */
export function withoutMail(watch: Watch, key: string): Watch {
  return { ...watch, mails: watch.mails.filter((mail) => mail.key !== key) };
}

function named({ incidentId }: Trouble): readonly string[] {
  return incidentId === undefined ? [] : [incidentId];
}

function seen(
  trouble: Trouble,
  before: Episode | undefined,
  nowMs: number,
): Omit<Episode, 'incidents'> {
  const { sinceMs = nowMs } = trouble;
  if (!before) return { trouble, sinceMs, seenAtMs: nowMs, told: 0 };
  const { seenAtMs, told, toldAtMs } = before;
  // What to do about an ended run is something else: told at once, whatever was told before.
  const isNews = trouble.kind === 'ended' && before.trouble.kind !== 'ended';
  return {
    ...{ trouble, sinceMs: Math.min(before.sinceMs, sinceMs), seenAtMs, told },
    ...(toldAtMs !== undefined && !isNews && { toldAtMs }),
  };
}

function isDue({ trouble, seenAtMs, toldAtMs }: Episode, nowMs: number, pace: Pace): boolean {
  if (toldAtMs !== undefined)
    return !isOfInstallation(trouble.kind) && nowMs - toldAtMs >= pace.repeatEveryMs;
  switch (trouble.kind) {
    case 'failing':
    case 'ended':
    case 'access':
    case 'mail':
      return true;
    case 'clock':
      // One activity that waited for its turn looks like a clock that is ahead: one more look tells.
      return nowMs > seenAtMs;
    case 'waiting':
      // Work that piled up while no worker ran is taken within seconds of its return: one more look tells.
      return nowMs > seenAtMs;
    case 'unwritten':
      return nowMs - seenAtMs >= pace.unwrittenMs;
  }
}

function mailsOf(
  kind: AlarmMail['kind'],
  about: string,
  episode: Episode,
  people: readonly PersonId[],
  atMs: number,
): readonly AlarmMail[] {
  const { sinceMs, told } = episode;
  const n = kind === 'over' ? 'over' : String(told);
  return people.map((to) => ({
    key: `alarm.${about}.${Math.floor(sinceMs / 1_000)}.${n}.${to}`,
    kind,
    episode,
    to,
    atMs,
  }));
}
