/** Which test files share a process: starting one costs a second or two of a processor, and an app ten. */
import { readFileSync } from 'node:fs';

type Group = {
  readonly module: string;
  /** Of the environment: tells the module its files. */
  readonly variable: string;
  readonly paths: RegExp;
  /** Only those that hold this, too. */
  readonly holding?: RegExp;
};

export type Shared = Pick<Group, 'module' | 'variable'> & { readonly files: readonly string[] };

/** A file is of the first that fits. The longest first, so that no other waits for it at the end. */
const groups: readonly Group[] = [
  {
    ...{ module: 'together-app.ts', variable: 'SEVENTYTWO_TESTS_WITH_APP' },
    paths: /^test[\\/]cli[\\/]/,
    holding: /\bsharedApp\(|\btryWays\(/,
  },
  {
    ...{ module: 'together-desk.ts', variable: 'SEVENTYTWO_TESTS_WITH_DESK' },
    // No proofs: those kill and wait.
    paths:
      /^test[\\/]((attacks|backup|cli|config|encryption|intake|worker)[\\/].*|[^\\/]*)\.test\.ts$/,
    // With an app of their own, which others would wait for.
    holding: /^(?![^]*(\bstartApp\(|up-program))/,
  },
  {
    ...{ module: 'together-files.ts', variable: 'SEVENTYTWO_TESTS_WITH_FILES' },
    paths: /^test[\\/](access|api|evidence|language|mail|notices|policy)[\\/]/,
  },
  {
    ...{ module: 'together-register.ts', variable: 'SEVENTYTWO_TESTS_WITH_REGISTER' },
    paths: /^test[\\/](activities|register|retention|upkeep|watchdog|web)[\\/](?!audit-writers)/,
  },
  {
    ...{ module: 'together.ts', variable: 'SEVENTYTWO_TESTS_TOGETHER' },
    paths: /^test[\\/](assess|calendar|domain)[\\/]/,
  },
];

/** Of these files, as seen from the project's root, in its folder; a file alone shares with nobody. */
export function sharing(files: readonly string[]): readonly Shared[] {
  const own = new Map<Group, string[]>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    // What it registers after a wait would belong to no file.
    if (/^(?:const .*= )?await /m.test(text)) continue;
    const group = groups.find(
      ({ paths, holding }) => paths.test(file) && holding?.test(text) !== false,
    );
    if (group) own.set(group, [...(own.get(group) ?? []), file]);
  }
  return groups.flatMap((group) => {
    const shared = own.get(group) ?? [];
    return shared.length < 2 ? [] : [{ ...group, files: shared }];
  });
}
