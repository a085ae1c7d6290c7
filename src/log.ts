/** The worker's log: one JSON object a line, holding only what is known to be free of personal data and secrets. */
import { Failure } from './failure.ts';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof levels)[number];

/** As the SDK's `DefaultLogger` hands it over. */
export type LogEntry = {
  readonly level: LogLevel;
  readonly message: string;
  readonly timestampNanos: bigint;
  readonly meta?: Readonly<Record<string | symbol, unknown>>;
};

/** Info: a worker that runs well says when it started and when it stopped, and little else. */
export function readLogLevel(given: string | undefined): LogLevel {
  if (!given) return 'INFO';
  const level = levels.find((known) => known === given.toUpperCase());
  if (level) return level;
  throw new Failure(
    'usage',
    'bad-log-level',
    `SEVENTYTWO_LOG_LEVEL is ${given}; use one of ${levels.join(', ').toLowerCase()}`,
  );
}

export function isAtLeast(level: LogLevel, limit: LogLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(limit);
}

/**
 * What a line may tell beside its message. The SDK's own fields hold payloads and whole failures: whatever
 * is not named here is left out.
 */
const fields: Readonly<Record<string, string>> = {
  sdkComponent: 'component',
  workflowId: 'incident',
  workflow_id: 'incident',
  workflowType: 'workflowType',
  activityType: 'activityType',
  attempt: 'attempt',
  updateName: 'update',
  command: 'command',
  outcome: 'outcome',
  person: 'person',
  alert: 'alert',
  state: 'state',
  code: 'code',
  durationMs: 'durationMs',
};

/** One line with its newline. `secrets` are blotted out wherever they might have slipped in. */
export function toLine(entry: LogEntry, secrets: readonly string[]): string {
  const { level, message, timestampNanos, meta = {} } = entry;
  const known: Record<string, string | number> = {};
  for (const [from, to] of Object.entries(fields)) {
    const value = meta[from];
    if (typeof value === 'string' || typeof value === 'number') known[to] = value;
  }
  const error = 'error' in meta ? describe(meta.error) : undefined;
  const line = {
    time: new Date(Number(timestampNanos / 1_000_000n)).toISOString(),
    level: level.toLowerCase(),
    message,
    ...known,
    ...(error && { error }),
  };
  const clean = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? withoutSecrets(withoutAddresses(value), secrets) : value;
  return `${JSON.stringify(line, clean)}\n`;
}

type Described = {
  readonly type: string;
  readonly message: string;
  readonly at?: readonly string[];
  readonly cause?: Described;
};

/** Enough to find the place in the code. */
const framesKept = 5;
/** Activity failures are wrapped two or three times; a ring of causes must end. */
const causesKept = 4;

function describe(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return fromCore(error);
  const read = (name: string): unknown => Reflect.get(error, name);
  const ours = error instanceof Failure || error.name === 'ApplicationFailure';
  const [type, code] = [read('type'), read('code')];
  const name = typeof type === 'string' ? type : error.name;
  return {
    type: typeof code === 'string' ? `${name} ${code}` : name,
    message: ours ? firstLine(error.message) : withoutQuoted(firstLine(error.message)),
    // Where we threw on purpose is known from the type.
    ...(!ours && { at: frames(error.stack) }),
    ...(error.cause !== undefined &&
      depth < causesKept && { cause: describe(error.cause, depth + 1) }),
  };
}

/** The native part of the SDK prints whole gRPC answers: only code and message are told. */
function fromCore(error: unknown): Described {
  const text = typeof error === 'string' ? error : '';
  const type = /\bcode: ['"]?([^,'"}]+)/.exec(text)?.[1];
  const message = /\bmessage: "([^"]*)"/.exec(text)?.[1];
  return { type: type ?? typeof error, message: message ?? '' };
}

/** Below the first line of a message stand excerpts of files. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** The engine and libraries quote what they stumbled over, and that may be what somebody wrote. */
function withoutQuoted(text: string): string {
  return text.replace(/"[^"]*"?/g, '"…"');
}

function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '<address>');
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '<secret>'), text);
}

/** Function, file and line, without the folders, which may bear a person's name. */
function frames(stack: string | undefined): readonly string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, framesKept)
    .map((line) => line.trim().replace(/(?:file:\/\/)?[^\s(]*[\\/]/g, ''));
}

/** A line of the log for a person: its message and error; anything else as it is. */
export function readable(line: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // Said by Node or the system, and cut short perhaps.
    return line;
  }
  if (typeof parsed !== 'object' || parsed === null || !('message' in parsed)) return line;
  const error = 'error' in parsed ? parsed.error : undefined;
  const why =
    typeof error === 'object' && error !== null && 'type' in error && 'message' in error
      ? ` (${String(error.type)}: ${String(error.message)})`
      : '';
  return `${String(parsed.message)}${why}`;
}
