import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ArchiveRecord, FACETS, type SearchIndex, type SearchQuery } from '../../functions/ports/search.ts';
import { LocalDate } from '../../shared/kernel/time.ts';
import { aRecord, documentIdOf, upserts } from '../support/archive-records.ts';

const READERS = ['person:p01', 'unit:VP', 'unit:SNV', 'authority:UBND-HN'];
const WORDS = ['kỷ', 'luật', 'đất', 'đai', 'ky', 'dat', 'thuỷ', 'lợi'];
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const record = fc.record({
  number: fc.integer({ min: 1, max: 9 }),
  subject: words,
  body: words,
  type: fc.constantFrom('plan', 'decision'),
  issuer: fc.constantFrom('UBND', 'SNV'),
  field: fc.constantFrom('noi-chinh', 'dat-dai'),
  signer: fc.constantFrom('p01', 'p02'),
  date: fc.constantFrom('2023-01-02', '2024-01-02').map((date) => LocalDate.parse(date)),
  readers: fc.uniqueArray(fc.constantFrom(...READERS), { maxLength: 3 }),
});
const question = fc.record({
  text: fc.oneof(words, fc.constantFrom('', '3', '3/UBND-NC', '"đất đai"', 'kỷ luật đất đai thuỷ lợi ở đâu thế nào')),
  readers: fc.uniqueArray(fc.constantFrom(...READERS), { maxLength: 2 }),
  sort: fc.constantFrom('relevance' as const, 'newest' as const),
});

/** Nobody learns from hits, totals, facets, suggestions or cursors that a document exists which they may not read. */
export const searchRightsContract = (name: string, makeIndex: () => Promise<SearchIndex>): void => {
  describe(`rights in the archive search on ${name}`, () => {
    let index: SearchIndex;
    let only: SearchIndex;
    beforeAll(async () => {
      [index, only] = [await makeIndex(), await makeIndex()];
    });
    afterAll(async () => {
      await Promise.all([index.close(), only.close()]);
    });
    beforeEach(async () => index.clear());

    const fill = async (into: SearchIndex, records: readonly ArchiveRecord[]) => {
      await into.clear();
      await into.apply(upserts(records));
      await into.refresh();
    };
    const told = async (of: SearchIndex, asked: Pick<SearchQuery, 'text' | 'readers' | 'sort'>) => {
      const found = await of.search({ ...asked, facets: FACETS, limit: 100 });
      const facets = Object.entries(found.facets).map(([facet, counts]) => [
        facet,
        new Map(counts?.map((c) => [c.value, c.n])),
      ]);
      const suggested = await of.suggest(asked.text, asked.readers, 100);
      return {
        ids: new Set(found.hits.map((hit) => hit.id)),
        total: found.total,
        facets: Object.fromEntries(facets),
        suggested: new Set(suggested.map((one) => one.id)),
      };
    };

    it('says the same as an index that holds only what the asker may read', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(record, { maxLength: 12 }), question, async (random, asked) => {
          const records = random.map((one, at) =>
            aRecord({ ...one, id: documentIdOf(at + 1), display: `${one.number}/UBND-NC` }),
          );
          const readable = records.filter((one) => one.readers.some((key) => asked.readers.includes(key)));
          await Promise.all([fill(index, records), fill(only, readable)]);
          const [all, own] = await Promise.all([told(index, asked), told(only, asked)]);
          expect(all).toEqual(own);
          const allowed = new Set(readable.map((one) => one.id));
          for (const id of [...all.ids, ...all.suggested]) expect(allowed.has(id)).toBe(true);
        }),
        { seed: 3073, numRuns: 60 },
      );
    });
    it('shows nothing to an asker without keys, and a document without readers to nobody', async () => {
      await fill(index, [
        aRecord({ subject: 'Kỷ luật', readers: READERS }),
        aRecord({ id: documentIdOf(2), readers: [] }),
      ]);
      expect((await told(index, { text: '', readers: [], sort: 'newest' })).ids.size).toBe(0);
      expect((await told(index, { text: '', readers: READERS, sort: 'newest' })).ids.size).toBe(1);
    });
    it('follows a change of readers', async () => {
      const ids = async (reader: string) =>
        (await told(index, { text: 'kỷ luật', readers: [reader], sort: 'newest' })).ids.size;
      await index.apply(upserts([aRecord({ subject: 'Kỷ luật', readers: ['unit:VP'] })], 1));
      await index.apply(upserts([aRecord({ subject: 'Kỷ luật', readers: ['unit:SNV'] })], 2));
      await index.refresh();
      expect([await ids('unit:VP'), await ids('unit:SNV')]).toEqual([0, 1]);
    });
    it("refuses another person's cursor", async () => {
      await fill(
        index,
        [1, 2, 3].map((n) => aRecord({ id: documentIdOf(n), subject: 'Kỷ luật', readers: ['unit:VP', 'unit:SNV'] })),
      );
      const asked = { text: 'kỷ luật', sort: 'newest', limit: 1 } as const;
      const { cursor = '' } = await index.search({ ...asked, readers: ['unit:VP'] });
      await expect(index.search({ ...asked, readers: ['unit:SNV'], cursor })).rejects.toThrow();
      expect((await index.search({ ...asked, readers: ['unit:VP'], cursor })).hits).toHaveLength(1);
    });
  });
};
