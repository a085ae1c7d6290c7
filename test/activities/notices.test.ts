/** Drafting a notice: made from the policy in force, kept once, its hash that of the kept JSON. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createNoticeActivities } from '../../src/activities/notices.ts';
import { loadPolicy } from '../../src/policy/file.ts';
import { openRegister, type Register } from '../../src/register/database.ts';
import { readNotice } from '../../src/register/notices.ts';
import { awareMs, complete, dueMs, empty, full } from '../notices/sample.ts';
import { good, replaced } from '../policy/good.ts';
import { dataFolder } from '../register/sample.ts';

async function withActivities(
  use: (
    activities: ReturnType<typeof createNoticeActivities>,
    register: Register,
    clock: { nowMs: number },
  ) => Promise<void>,
  policy = good,
): Promise<void> {
  const folder = await dataFolder();
  const path = join(folder, 'policy.yaml');
  await writeFile(path, policy);
  const register = await openRegister(folder);
  const clock = { nowMs: awareMs };
  const activities = createNoticeActivities({
    register,
    policy: () => loadPolicy(path),
    now: () => clock.nowMs,
  });
  try {
    await use(activities, register, clock);
  } finally {
    await register.close();
  }
}

const request = { incidentId: full.id, notice: 'N7', about: { duty: 'gdpr-33-1' } } as const;

test('the draft for the authority is kept with the hash of its JSON and what is missing', async () => {
  await withActivities(async ({ draftNotice }, register) => {
    const { sha256, missing } = await draftNotice({ ...request, source: empty });
    assert.equal(missing.length, 26);
    const kept = await readNotice(register, full.id, 'N7');
    assert.equal(
      createHash('sha256')
        .update(kept?.json ?? '')
        .digest('hex'),
      sha256,
    );
    assert.match(kept?.markdown ?? '', /Acme GmbH/);
    assert.match(kept?.markdown ?? '', /Berliner Beauftragte/);
    assert.deepEqual(kept?.about, { duty: 'gdpr-33-1' });
  });
});

test('drafting again under the same id gives the first draft, whatever the clock says', async () => {
  await withActivities(async ({ draftNotice }, _register, clock) => {
    const first = await draftNotice({ ...request, source: full });
    clock.nowMs = dueMs + 1_000_000;
    assert.deepEqual(await draftNotice({ ...request, source: full }), first);
    const { missing } = await draftNotice({ ...request, notice: 'N9', source: complete });
    assert.deepEqual(missing, []);
  });
});

test('the notice to a customer bears the name of the policy, or the id of one who left it', async () => {
  await withActivities(async ({ draftNotice }, register) => {
    for (const [customer, name] of [
      ['globex', 'Globex BV'],
      ['initech', 'initech'],
    ] as const) {
      await draftNotice({ ...request, notice: customer, about: { customer }, source: full });
      const kept = await readNotice(register, full.id, customer);
      assert.ok(kept?.json.includes(`breach to ${name}, `), kept?.json);
    }
  });
});

const globex = 'globex: { name: Globex BV,';
const languages: readonly (readonly [
  what: string,
  changes: readonly [string, string][],
  to: Told,
])[] = [
  ['English, where the policy names none', [], { authority: 'en', globex: 'en' }],
  [
    "the organisation's, also to a customer who has none",
    [['  authority: DE-BE', '  authority: DE-BE\n  language: de']],
    { authority: 'de', globex: 'de', initech: 'de' },
  ],
  [
    "a customer's own",
    [[globex, `${globex} language: de,`]],
    { authority: 'en', globex: 'de', initech: 'en' },
  ],
  [
    "a customer's own, also where the organisation has another",
    [
      ['  authority: DE-BE', '  authority: DE-BE\n  language: de'],
      [globex, `${globex} language: en,`],
    ],
    { authority: 'de', globex: 'en' },
  ],
];
type Told = Readonly<Record<string, 'en' | 'de'>>;
const titles = {
  en: /"title": "Noti(fication|ce) of a personal data breach/,
  de: /"title": "Meldung einer Verletzung des Schutzes personenbezogener Daten/,
};

for (const [what, changes, told] of languages)
  test(`a notice is in ${what}`, async () => {
    await withActivities(
      async ({ draftNotice }, register) => {
        for (const [to, language] of Object.entries(told)) {
          const about = to === 'authority' ? request.about : { customer: to };
          await draftNotice({ ...request, notice: to, about, source: full });
          const kept = await readNotice(register, full.id, to);
          assert.match(kept?.json ?? '', titles[language], to);
          assert.equal(
            JSON.parse(kept?.json ?? '').language,
            language === 'en' ? undefined : language,
          );
        }
      },
      replaced(...changes),
    );
  });

test('a draft is in the language that was asked for, whatever the policy file says', async () => {
  await withActivities(async ({ draftNotice }, register) => {
    await draftNotice({ ...request, language: 'de', source: full });
    const kept = await readNotice(register, full.id, request.notice);
    assert.match(kept?.json ?? '', titles.de);
  });
});
