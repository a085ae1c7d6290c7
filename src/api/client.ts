/** The incidents of an installation over its HTTP API: the same interface as over Temporal. */
import type { Incidents } from '../client.ts';
import type { Command } from '../domain/commands.ts';
import type { IncidentEvent } from '../domain/events.ts';
import type { Status } from '../domain/status.ts';
import { Failure } from '../failure.ts';
import { isLoopback } from '../loopback.ts';
import type { digestOf } from '../looking/digest.ts';
import type { ListedLine, ListFilter } from '../looking/list.ts';
import type { StoredAlert } from '../register/alerts.ts';
import type { StoredNotice } from '../register/notices.ts';
import type { LinksWanted } from '../links/revoking.ts';
import type { TakenBack } from '../register/links.ts';
import type { GivenOverride } from '../register/overrides.ts';
import type { CodeMade } from './answers.ts';
import { ask, askBytes, type Server } from './asking.ts';
import type { CodeWanted, ExportMade, OverrideWanted } from './routes.ts';

type ToldOverride = GivenOverride & { readonly reason?: string };
type AlertFilter = { readonly status?: 'firing'; readonly fingerprint?: string };

/** What is read over it, beside what `Incidents` can do. */
export type Looks = {
  policy(): Promise<unknown>;
  webKey(): Promise<string>;
  addCode(wanted: CodeWanted): Promise<CodeMade>;
  digest(): ReturnType<typeof digestOf>;
  list(all: boolean, filter: ListFilter): Promise<{ incidents: ListedLine[]; note?: string }>;
  show(incidentId: string): Promise<{ incident: Status; note?: string }>;
  events(incidentId: string): Promise<IncidentEvent[]>;
  notices(incidentId: string): Promise<StoredNotice[]>;
  alerts(
    incidentId: string,
    filter: AlertFilter,
  ): Promise<{ alerts: StoredAlert[]; more: boolean }>;
  /** The bytes go with the command, and are kept while the incident is told of them. */
  attach(incidentId: string, command: Command, file: Uint8Array<ArrayBuffer>): Promise<Status>;
  attachment(incidentId: string, fileId: string): Promise<Uint8Array>;
  recordExport(incidentId: string, made: ExportMade): Promise<void>;
  revokeLinks(wanted: LinksWanted): Promise<TakenBack>;
  overrides(sinceMs: number): Promise<readonly ToldOverride[]>;
  addOverride(wanted: OverrideWanted): Promise<GivenOverride>;
  removeOverride(id: string): Promise<GivenOverride>;
};

/** Throws Failure `bad-server` for an address that is none, or is not encrypted beyond this machine. */
export function readServer(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
  if (url && (url.protocol === 'https:' || isPlain) && url.pathname === '/' && url.username === '')
    return url.origin;
  throw new Failure(
    'usage',
    'bad-server',
    `the server ${JSON.stringify(written)} is not an address such as https://incidents.acme.example, without a path; beyond this machine it begins with https://`,
  );
}

export function overHttp(server: Server): Incidents & Looks {
  const at = (id: string, more = '') => `/incidents/${id}${more}`;
  const get = <T>(path: string): Promise<T> => ask<T>(server, { method: 'GET', path });
  const post = <T>(path: string, json: object): Promise<T> =>
    ask<T>(server, { method: 'POST', path, json });

  async function send(path: string, command: Command, file?: Uint8Array<ArrayBuffer>) {
    const wanted = { method: 'POST', path, json: bodyOf(command), ...(file && { file }) } as const;
    return (await ask<{ incident: Status }>(server, wanted)).incident;
  }

  return {
    async declare(incidentId, command) {
      try {
        return await send(`/incidents?incident=${incidentId}`, command);
      } catch (error) {
        if (error instanceof Failure && error.code === 'already-declared') return undefined;
        throw error;
      }
    },
    send: (incidentId, command) => send(at(incidentId, `/commands/${command.name}`), command),
    status: async (incidentId) => (await get<{ incident: Status }>(at(incidentId))).incident,
    listOpen: () => Promise.reject(new Error('over HTTP the server makes the list')),
    close: () => Promise.resolve(),
    policy: () => get('/policy'),
    webKey: async () => (await get<{ web: string }>('/web-key')).web,
    addCode: (wanted) => post('/sign-in-codes', wanted),
    digest: () => get('/digest'),
    list: (all, filter) => {
      const wanted = new URLSearchParams();
      for (const [name, value] of Object.entries({ all, ...filter }))
        if (value !== false) wanted.set(name, String(value));
      return get(`/incidents${asQuery(wanted)}`);
    },
    show: (incidentId) => get(at(incidentId)),
    events: async (incidentId) =>
      (await get<{ events: IncidentEvent[] }>(at(incidentId, '/events'))).events,
    notices: async (incidentId) =>
      (await get<{ notices: StoredNotice[] }>(at(incidentId, '/notices'))).notices,
    alerts: (incidentId, filter) =>
      get(`${at(incidentId, '/alerts')}${asQuery(new URLSearchParams(filter))}`),
    attach: (incidentId, command, file) => send(at(incidentId, '/commands/attach'), command, file),
    attachment: (incidentId, fileId) =>
      askBytes(server, at(incidentId, `/attachments/${encodeURIComponent(fileId)}`)),
    recordExport: async (incidentId, made) =>
      void (await post<unknown>(at(incidentId, '/exports'), made)),
    revokeLinks: async (wanted) =>
      (await post<{ revoked: TakenBack }>('/links/revocations', wanted)).revoked,
    overrides: async (sinceMs) =>
      (await get<{ overrides: ToldOverride[] }>(`/on-call/overrides?sinceMs=${sinceMs}`)).overrides,
    addOverride: async (wanted) =>
      (await post<{ override: GivenOverride }>('/on-call/overrides', wanted)).override,
    removeOverride: async (id) =>
      (
        await post<{ override: GivenOverride }>(
          `/on-call/overrides/${encodeURIComponent(id)}/removal`,
          {},
        )
      ).override,
  };
}

/** An empty one is left out: what is signed is the path as the server reads it. */
function asQuery(wanted: URLSearchParams): string {
  return wanted.size === 0 ? '' : `?${wanted.toString()}`;
}

function bodyOf({ name: _name, fields, ...envelope }: Command): object {
  return { ...envelope, ...fields };
}
