/** The template in another language: every text of the English one is there, and nothing else changes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TemplateField } from '../../src/domain/edpb/template.ts';
import { languages } from '../../src/domain/language.ts';
import { edpbTemplate } from '../../src/notices/template.ts';

const english = edpbTemplate();

for (const language of languages.filter((other) => other !== 'en')) {
  const place = new URL(`../../data/edpb-template.${language}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(place, 'utf8'));

  test(`${language}: every text of the English template has one of its own, and there are no others`, () => {
    assert.deepEqual(Object.keys(file.sections).toSorted(), Object.keys(english.sections));
    assert.deepEqual(
      Object.entries<{ options?: object }>(file.fields).map(([no, { options }]) => [
        Number(no),
        options && Object.keys(options),
      ]),
      english.fields.map(({ no, options }) => [no, options?.map(({ letter }) => letter)]),
    );
  });

  test(`${language}: no text was left as it is in English, or left empty`, () => {
    const texts = new Map(textsOf(edpbTemplate(language).fields));
    for (const [place, text] of textsOf(english.fields)) {
      assert.notEqual(texts.get(place)?.trim() ?? '', '', place);
      assert.notEqual(texts.get(place), text, place);
    }
  });

  test(`${language}: letters, kinds, conditions and all that is not text are those of the English one`, () => {
    assert.deepEqual(
      edpbTemplate(language).fields.map(withoutTexts),
      english.fields.map(withoutTexts),
    );
  });

  test(`${language}: the file says that its texts are not official, and from when they are`, () => {
    assert.equal(file.official, false);
    assert.match(file.translated, /^\d{4}-\d\d-\d\d$/);
  });
}

test('every German draft says that the German of its template is ours and not official', () => {
  assert.match(
    edpbTemplate('de').status,
    /deutsche Texte: eigene Übersetzung vom \d\d\.\d\d\.\d{4}, nicht amtlich$/,
  );
});

function textsOf(fields: readonly TemplateField[]): readonly (readonly [string, string])[] {
  return fields.flatMap(({ no, title, options = [] }) => [
    [`field ${no}`, title] as const,
    ...options.map(({ letter, text }) => [`field ${no} ${letter}`, text] as const),
  ]);
}

function withoutTexts({ title: _title, options, ...rest }: TemplateField): object {
  return { ...rest, options: options?.map(({ text: _text, ...other }) => other) };
}
