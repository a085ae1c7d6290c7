/** nginx as docs/web.md sets it up, on addresses of the tests. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect, until } from '../support/app.ts';
import { certificateFile } from '../support/temporal-front.ts';

/** Debian keeps it where only root's path leads. */
function findNginx(): string | undefined {
  const named = process.env['SEVENTYTWO_NGINX'];
  return [...(named ? [named] : []), 'nginx', '/usr/sbin/nginx'].find((program) => {
    try {
      execFileSync(program, ['-v'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const program = findNginx();
export const skip =
  program === undefined &&
  'there is no nginx here: name one in SEVENTYTWO_NGINX, or install it (Debian: nginx-light)';

const docs = readFileSync(new URL('../../docs/web.md', import.meta.url), 'utf8');
const [whole = '', upstream = ''] = [...docs.matchAll(/```nginx\n(.*?)```/gs)].map(
  ([, text]) => text ?? '',
);
export const ca = readFileSync(certificateFile('ca.pem'));
export const files = {
  certificate: certificateFile('localhost.pem'),
  key: certificateFile('localhost.key'),
};

/** As the documentation prints it, with our addresses and certificates. */
export function site(port: number, board: number, isOverTls: boolean, trusted: string): string {
  const printed = isOverTls ? whole.replaceAll(/ *proxy_pass http:.*\n/g, () => upstream) : whole;
  return printed
    .replace('listen 443', `listen 127.0.0.1:${port}`)
    .replace('incidents.acme.example', 'localhost')
    .replaceAll('127.0.0.1:7272', `127.0.0.1:${board}`)
    .replaceAll('board.acme.internal:7272', `localhost:${board}`)
    .replace('/etc/nginx/incidents.pem', files.certificate)
    .replace('/etc/nginx/incidents.key', files.key)
    .replaceAll('/etc/nginx/acme-ca.pem', trusted);
}

export type Front = { readonly log: () => string; readonly stop: () => Promise<void> };

export async function startNginx(port: number, server: string): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), 'seventytwo-nginx-'));
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off;\nmaster_process off;\nworker_processes 1;\npid ${folder}/pid;\nerror_log ${folder}/error.log;
events { }
http {\naccess_log ${folder}/access.log;\n${temp.join('\n')}\n${server}\n}\n`,
  );
  const nginx: ChildProcess = spawn(program ?? '', ['-p', folder, '-c', config]);
  const said = collect(nginx.stderr);
  await until(async () => {
    assert.equal(nginx.exitCode, null, said());
    const socket = connectTo(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return isThere;
  });
  return {
    log: () => readFileSync(join(folder, 'access.log'), 'utf8'),
    async stop() {
      nginx.kill('SIGTERM');
      if (nginx.exitCode === null) await once(nginx, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
