import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { fillWithArticles, measureRetrieval } from '../support/retrieval.ts';

const corpus = process.env.VANTHU_CORPUS ?? '';
const corpusDir = join(corpus, 'retrieval');

describe.skipIf(corpus === '' || !existsSync(corpusDir))('finding cited articles (VANTHU_CORPUS)', () => {
  it('finds the article that a sentence cites among 17,710, with accents and without', {
    timeout: 180_000,
  }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vanthu-retrieval-'));
    const index = ftsSearch({ file: join(directory, 'search.sqlite') });
    expect(await fillWithArticles(index, corpusDir)).toBe(17_710);
    for (const accents of [true, false]) {
      const measured = await measureRetrieval({ index, corpusDir, queries: 98, accents });
      console.info(accents ? 'with accents' : 'without accents', measured);
      expect(measured.n).toBeGreaterThan(90);
      expect(measured.hitAt10).toBeGreaterThan(0.45);
    }
    await index.close();
    rmSync(directory, { recursive: true });
  });
});
