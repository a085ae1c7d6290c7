/** `seventytwo doctor`: whether everything that paging and the clock rest on works, and no promise of the security policy is broken. */
import type { Checked, Finding } from '../doctor/check.ts';
import { exitCodes } from '../failure.ts';
import { printFinding } from './finding.ts';
import { paint, type Io } from './io.ts';
import { gather } from './policy-evidence.ts';
import { silenceMs } from './progress.ts';
import type { CommonOptions } from './session.ts';

export async function runDoctor(io: Io, options: CommonOptions): Promise<number> {
  const waiting = setTimeout(() => io.tell('Waiting for what does not answer.'), silenceMs);
  const { examined, promised } = await gather(io, options).finally(() => clearTimeout(waiting));
  const results = [...examined, ...promised];
  const count = (result: Finding['result']): number =>
    results.filter((checked) => checked.result === result).length;
  const failures = count('failed');
  if (options.json) io.print(JSON.stringify({ ok: failures === 0, checks: results }));
  else {
    // What only a promise asks for is named when somebody has to do something about it.
    const named = promised.filter(({ result }) => result === 'failed' || result === 'warning');
    for (const checked of [...examined, ...named]) printFinding(io, checked, nameWidth);
    io.print(others(promised, named.length));
    io.print(`${count('ok')} good, ${count('warning')} warnings, ${failures} failed`);
  }
  return failures > 0 ? exitCodes.checkFailed : exitCodes.done;
}

/** Of the longest name of a check. */
const nameWidth = 19;

function others(promised: readonly Checked[], named: number): string {
  const rest = promised.length - named;
  return paint(
    'quiet',
    `and ${rest} more checks of what the security policy promises: seventytwo policy show`,
  );
}
