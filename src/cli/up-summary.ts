/** What `up` says once everything runs: where each part is, and what to type first. */
import { readConfig, type Environment } from '../config.ts';
import type { Temporal } from './up-temporal.ts';

/** As it must be typed: with the flags that are not what the command would find by itself. */
export function firstCommand(
  { env }: { readonly env: Environment },
  data: string,
  policyPath: string,
  person: string,
): string {
  const usual = readConfig(env, {});
  const flags = [
    ...(usual.data === data ? [] : [`--data ${word(data)}`]),
    ...(readConfig(env, { data }).policyPath === policyPath
      ? []
      : [`--policy ${word(policyPath)}`]),
  ];
  return ['seventytwo declare "laptop with customer data stolen"', `--as ${person}`, ...flags].join(
    ' ',
  );
}

/** Quoted when a shell would take it apart. */
function word(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function summary(
  { address, namespace, uiUrl, origin }: Temporal,
  at: {
    data: string;
    policyPath: string;
    logFile: string;
    mail: string;
    first: string;
    board?: string | undefined;
  },
): string[] {
  return [
    '',
    'seventytwo is up.',
    `  Temporal  ${address}, namespace ${namespace} (${origin})`,
    ...(uiUrl === undefined ? [] : [`  Web UI    ${uiUrl}`]),
    ...(at.board === undefined ? [] : [`  Board     ${at.board}`]),
    `  Data      ${at.data}`,
    `  Policy    ${at.policyPath}`,
    `  Mail      ${at.mail}`,
    `  Log       ${at.logFile}`,
    '',
    'Declare the first incident in another terminal:',
    `  ${at.first}`,
    'Stop with Ctrl-C.',
  ];
}
