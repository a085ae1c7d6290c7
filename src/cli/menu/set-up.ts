/** The commands that set up, run, check and rehearse. */
import type { Io } from '../io.ts';
import type { Add } from './add.ts';

export function addSetUp(add: Add, io: Io): void {
  add(
    'init',
    'write a commented policy file; on a terminal, asks for what the flags leave open',
    [
      'seventytwo init',
      'seventytwo init --organisation "Acme GmbH" --contact security@acme.example --authority DE-BE \\\n    --person "Anna Berg <anna@acme.example>" --person "Dora Lind <dora@acme.example>"',
    ],
    async (given) => (await import('../set-up.ts')).runInit(io, given),
  )
    .option('--organisation <name>', "the company's name")
    .option('--contact <email>', 'the one contact address')
    .option('--authority <id>', 'the supervisory authority, such as IE or DE-BY')
    .option('--zone <zone>', 'IANA time zone, default that of this machine')
    .option('--language <language>', 'of mails and notices: en or de, default en')
    .option('--person <person...>', '"Anna Berg <anna@acme.example>" or "anna=Anna Berg <…>"')
    .option('--dpo <person>', 'data protection officer')
    .option('--deputy <person>', "the officer's deputy")
    .option('--decision-maker <person>', 'management: decides to notify or to withhold')
    .option('--on-call <person...>', 'whom to page, in this order')
    .option('--customer <customer...>', '"globex=Globex BV <privacy@globex.example>"')
    .option(
      '--signing-keys',
      'make a signing key for everybody, to be handed over; the first person is admin',
    )
    .option('--smtp <host:port>', 'the mail server, such as smtp.acme.example:587')
    .option('--smtp-security <kind>', 'starttls, tls, or none only to this machine itself')
    .option('--smtp-user <name>', 'who logs in there')
    .option('--smtp-password-file <path>', 'the file that holds the password')
    .option('--smtp-password-env <name>', 'or the environment variable')
    .option('--smtp-password-credential <name>', 'or the systemd credential')
    .option('--smtp-password-command <command>', 'or the command that prints it');

  add(
    'up',
    'run everything on this machine: Temporal, worker and, without a mail server, an inbox',
    ['seventytwo up', 'seventytwo up --data ./data --port 7300'],
    async (given) => (await import('../set-up.ts')).runUp(io, given),
  )
    .option('--port <number>', "Temporal's port, default 7233 or a free one")
    .option('--ui-port <number>', "port of Temporal's web UI, default 8233 or a free one")
    .option(
      '--accept-server-version',
      'back up the data of another server version, then let the new one in',
    );

  add(
    'worker',
    'run the worker alone, against any Temporal',
    ['TEMPORAL_ADDRESS=temporal.example:7233 TEMPORAL_TLS=true seventytwo worker'],
    async (given) => (await import('../set-up.ts')).runWorkerCommand(io, given),
  );

  add(
    'web',
    'run the web board alone: incidents, clocks and every command, in a browser',
    ['seventytwo web', 'seventytwo web --listen 127.0.0.1:7272'],
    async (given) => (await import('../web.ts')).runWebCommand(io, given),
  ).option(
    '--listen <host:port>',
    'where, default by policy or 127.0.0.1:7272; beyond this machine only with a certificate',
  );

  add(
    'openapi',
    'the description of the HTTP API (OpenAPI 3.1), for tools that make clients; needs no server',
    ['seventytwo openapi', 'seventytwo openapi --server https://incidents.acme.example --json'],
    async (given) => (await import('../openapi.ts')).runOpenApi(io, given),
  ).option(
    '--server <url>',
    'the address it says the API is at, default that of this machine (SEVENTYTWO_SERVER)',
  );

  add(
    'doctor',
    'check that everything needed is there and works',
    ['seventytwo doctor', 'seventytwo doctor --json'],
    async (given) => (await import('../doctor.ts')).runDoctor(io, given),
  );

  add(
    'demo',
    'tell the story of one incident, with a real server, worker and inbox',
    ['seventytwo demo', 'seventytwo demo --out ./demo'],
    async (given) => (await import('../set-up.ts')).runDemo(io, given),
  ).option('--out <folder>', 'where mails, drafts and timeline are left');
}
