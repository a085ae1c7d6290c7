/** Codes to sign in with, for whoever has a key on a machine without the register: the API takes the pass that they signed. */
import { publicKeyOf } from '../access/signing.ts';
import type { KnownKey } from '../access/trust.ts';
import { codeLifetimeMs, makeSessionId } from '../access/web-code.ts';
import { ensureWebKey } from '../access/web-key.ts';
import { readPass } from '../access/web-pass.ts';
import { passFault, passUntilMs } from '../access/web-standing.ts';
import { Failure } from '../failure.ts';
import { addSession, findCode, sessionActs, sessionRow } from '../register/web-sessions.ts';
import type { CodeMade } from '../api/answers.ts';
import type { CodeWanted } from '../api/routes.ts';
import type { WebDeps } from './deps.ts';

export function createCodes(
  deps: WebDeps,
  keys: () => Promise<readonly KnownKey[]>,
): {
  readonly webKey: () => Promise<string>;
  readonly add: (person: string, wanted: CodeWanted) => Promise<CodeMade>;
} {
  const webKey = async (): Promise<string> => publicKeyOf(await ensureWebKey(deps.data));

  /** Throws Failure `bad-pass` for what would not let its bearer in. */
  async function add(person: string, { codeHash, pass }: CodeWanted): Promise<CodeMade> {
    const { policy } = await deps.policy();
    const nowMs = deps.now();
    const untilMs =
      pass === undefined ? nowMs + policy.web.session : await untilOf(person, codeHash, pass);
    const row = sessionRow({
      ...{ id: makeSessionId(), person, kind: pass === undefined ? 'unsigned' : 'key' },
      ...{ made_at_ms: nowMs, until_ms: untilMs },
      ...{ code_hash: codeHash, code_until_ms: nowMs + codeLifetimeMs },
      ...(pass !== undefined && { pass }),
    });
    const act = { who: person, channel: 'api', nowMs };
    if (await findCode(deps.register, codeHash)) throw taken();
    await addSession(deps.register, row, sessionActs.code, act).catch(async (error: unknown) => {
      // Somebody else sent the same in the same moment.
      throw (await findCode(deps.register, codeHash)) ? taken() : error;
    });
    return { session: row.id, goodUntilMs: nowMs + codeLifetimeMs, untilMs };
  }

  async function untilOf(person: string, codeHash: string, text: string): Promise<number> {
    const { policy } = await deps.policy();
    const nowMs = deps.now();
    const pass = readPass(text);
    if (!pass) throw bad('is none');
    if (pass.web !== (await webKey())) throw bad('is for another web server');
    if (pass.code !== codeHash) throw bad('is for another code');
    const standing = { policy, keys: await keys(), nowMs, receivedAtMs: nowMs };
    const fault = passFault(pass, person, standing);
    if (fault !== undefined) throw new Failure('notAllowed', 'bad-pass', fault);
    return passUntilMs(pass, policy);
  }

  return { webKey, add };
}

function taken(): Failure {
  return new Failure('refused', 'code-taken', 'this code was sent before; make another code');
}

function bad(why: string): Failure {
  return new Failure('usage', 'bad-pass', `the pass ${why}; make another code`);
}
