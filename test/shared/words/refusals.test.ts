import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalWords } from '../../../shared/words/refusals.ts';
import { fill } from '../../../shared/words/sentence.ts';

const sources = (): { file: string; text: string }[] =>
  ['shared', 'functions'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file: join(folder, file), text: readFileSync(join(folder, file), 'utf8') })),
  );

/** Codes written out where something is refused: in `refuse(…)`, or as the `code:` of a refusal. */
const codesIn = (text: string): string[] => {
  const calls = [...text.matchAll(/\brefuse(?:<[^>]*>)?\(([^;]{0,240})/g)].map((found) => found[1] ?? '');
  const fields = [...text.matchAll(/\bcode: ([^;}]{0,160})/g)].map((found) => found[1] ?? '');
  return [...calls, ...fields].flatMap((part) =>
    [...part.matchAll(/'([a-z][a-z-]*\.[a-z][a-z0-9-]*)'/g)].map((found) => found[1] ?? ''),
  );
};
const places = (sentence: string | undefined) =>
  [...(sentence ?? '').matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe('the words of a no', () => {
  const used = sources().flatMap(({ file, text }) => codesIn(text).map((code) => ({ code, file })));

  it('exist in both languages for every code that anything refuses with', () => {
    // Fewer would mean that this test no longer sees the codes.
    expect(new Set(used.map(({ code }) => code)).size).toBeGreaterThan(100);
    const missing = used.filter(
      ({ code }) => refusalWords.vi[code] === undefined || refusalWords.en[code] === undefined,
    );
    expect([...new Set(missing.map(({ code, file }) => `${code} (${file})`))]).toEqual([]);
  });
  it('name the same facts in both languages', () => {
    expect(Object.keys(refusalWords.en).sort()).toEqual(Object.keys(refusalWords.vi).sort());
    const differing = Object.keys(refusalWords.vi).filter(
      (code) => `${places(refusalWords.vi[code])}` !== `${places(refusalWords.en[code])}`,
    );
    expect(differing).toEqual([]);
  });
  it('are whole Vietnamese sentences in NFC', () => {
    const odd = Object.entries(refusalWords.vi).filter(
      ([, sentence]) => sentence !== sentence.normalize('NFC') || !/[.?!)}]$/.test(sentence),
    );
    expect(odd).toEqual([]);
  });
  it('say dates and times as offices write them, and stay readable without a fact', () => {
    expect(
      fill('Hết hạn lúc {at}, trước ngày {day}; còn {who}.', { at: '2023-10-20T18:05:00.000Z', day: '2023-10-31' }),
    ).toBe('Hết hạn lúc 01:05 ngày 21/10/2023, trước ngày 31/10/2023; còn ….');
    expect(fill('{names}', { names: ['An', 'Bình'] })).toBe('An, Bình');
  });
});
