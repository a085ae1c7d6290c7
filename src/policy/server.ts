/** The mail server as flags and the interview give it, and as the policy file holds it. */
import { isIPv6 } from 'node:net';

export type Server = { readonly host: string; readonly port?: number };

export const places = ['file', 'env', 'credential', 'command'] as const;
export type Place = (typeof places)[number];
/** The schema wants exactly one of them; two flags may give two, which it then says. */
export type SecretPlace = { readonly [P in Place]?: string };

export type WrittenServer = {
  readonly host: string;
  readonly port: number;
  readonly security: string;
  readonly user?: string;
  readonly password?: SecretPlace;
};

/** `smtp.example.eu:587`, `smtp.example.eu` or `[::1]:2525`. What is wrong in it, the schema says. */
export function readServer(text: string): Server {
  const typed = text.trim();
  if (isIPv6(typed)) return { host: typed };
  const [, bracketed, plain = '', port] = /^(?:\[(.*)\]|(.*?))(?::([^:\]/]*))?$/.exec(typed) ?? [];
  const host = bracketed ?? plain;
  if (port === undefined) return { host };
  return { host, port: /^\d+$/.test(port) ? Number(port) : Number.NaN };
}

/** 465 speaks TLS from the first byte (RFC 8314); elsewhere it is asked for. */
export function usualSecurity({ port }: Server): string {
  return port === 465 ? 'tls' : 'starttls';
}

export function writtenServer(
  server: Server,
  login: {
    readonly smtpSecurity?: string;
    readonly smtpUser?: string;
    readonly smtpPassword?: SecretPlace;
  },
): WrittenServer {
  const security = login.smtpSecurity ?? usualSecurity(server);
  return {
    host: server.host,
    port: server.port ?? (security === 'tls' ? 465 : 587),
    security,
    ...(login.smtpUser !== undefined && { user: login.smtpUser }),
    ...(login.smtpPassword && { password: login.smtpPassword }),
  };
}
