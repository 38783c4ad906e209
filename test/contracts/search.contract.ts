import { describe, expect, it } from 'vitest';
import type { SearchIndex } from '../../functions/ports/search.ts';
import { ForeignCursor } from '../../functions/ports/store.ts';
import { DocumentId } from '../../shared/kernel/ids.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from '../support/archive-records.ts';
import { searchUnderTest, text } from '../support/search-under-test.ts';
import { searchRightsContract } from './search-rights.contract.ts';
import { searchWordsContract } from './search-words.contract.ts';

/** What every engine of the search port keeps. Compares sets and clear first places, never scores. */
export const searchContract = (name: string, makeIndex: () => Promise<SearchIndex>): void => {
  searchWordsContract(name, makeIndex);
  searchRightsContract(name, makeIndex);
  describe(`archive search on ${name}`, () => {
    const { index, given, ask, subjects } = searchUnderTest(makeIndex);

    it('filters, and counts each facet as if its own filter were not set', async () => {
      await given(
        { subject: 'Kỷ luật 1', type: 'plan', issuer: 'UBND', date: '2023-05-01', field: 'noi-chinh' },
        { subject: 'Kỷ luật 2', type: 'decision', issuer: 'UBND', date: '2024-05-01' },
        { subject: 'Kỷ luật 3', type: 'decision', issuer: 'SNV', date: '2024-06-01', state: 'replaced' },
        { subject: 'Không liên quan', type: 'decision', issuer: 'SNV', date: '2024-06-01' },
      );
      const found = await ask({
        text: 'kỷ luật',
        filters: { type: ['decision'], issuer: ['UBND'] },
        facets: ['type', 'issuer', 'year', 'field', 'state', 'signer'],
      });
      expect(found.hits.map((hit) => text(hit.subject))).toEqual(['Kỷ luật 2']);
      expect(found.total).toEqual({ n: 1, exact: true });
      expect(found.facets.type).toEqual([
        { value: 'decision', n: 1 },
        { value: 'plan', n: 1 },
      ]);
      expect(found.facets.issuer).toEqual([
        { value: 'SNV', n: 1 },
        { value: 'UBND', n: 1 },
      ]);
      expect(found.facets.year).toEqual([{ value: '2024', n: 1 }]);
      expect(found.facets.field).toEqual([]);
      expect(await subjects({ filters: { year: { from: 2023, to: 2023 } } })).toEqual(['Kỷ luật 1']);
      expect(await subjects({ filters: { state: ['replaced'] } })).toEqual(['Kỷ luật 3']);
      expect(await subjects({ filters: { field: ['noi-chinh'], signer: ['nobody'] } })).toEqual([]);
      expect(await subjects({ text: 'kỷ luật', filters: { type: [] } })).toHaveLength(3);
    });

    it('shows everything, newest first, when nothing is asked', async () => {
      await given(
        { subject: 'Cũ', date: '2020-01-01' },
        { subject: 'Mới', date: '2024-01-01' },
        { subject: 'Giữa', date: '2022-01-01' },
      );
      expect(await subjects('  ')).toEqual(['Mới', 'Giữa', 'Cũ']);
      expect(await subjects({ sort: 'newest' })).toEqual(['Mới', 'Giữa', 'Cũ']);
    });
    it.each(['relevance', 'newest'] as const)('pages through every hit once, by %s', async (sort) => {
      await given(
        ...Array.from({ length: 23 }, (_, i) => ({
          subject: `Kỷ luật ${i}`,
          date: `2024-01-${String((i % 9) + 1).padStart(2, '0')}`,
        })),
      );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ask({ text: 'kỷ luật', sort, limit: 5, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.total.n).toBe(23);
        expect(page.hits.length).toBeLessThanOrEqual(5);
        seen.push(...page.hits.map((hit) => hit.id));
        cursor = page.cursor;
      } while (cursor !== undefined && seen.length < 100);
      expect(seen).toHaveLength(23);
      expect(new Set(seen).size).toBe(23);
    });
    it('refuses a cursor of another question', async () => {
      await given({ subject: 'Kỷ luật 1' }, { subject: 'Kỷ luật 2' });
      const { cursor } = await ask({ text: 'kỷ luật', limit: 1 });
      expect(cursor).toBeDefined();
      await expect(ask({ text: 'kỷ cương', limit: 1, cursor: cursor ?? '' })).rejects.toThrow(ForeignCursor);
      await expect(ask({ text: 'kỷ luật', limit: 1, cursor: 'nonsense' })).rejects.toThrow(ForeignCursor);
      const cut = (cursor ?? '').slice(0, 40);
      await expect(ask({ text: 'kỷ luật', limit: 1, cursor: cut })).rejects.toThrow(ForeignCursor);
    });
    it('goes on answering after a question that is longer than any', async () => {
      await given({ subject: 'Kỷ luật 1' });
      await expect(index().suggest('k'.repeat(5_000), ['unit:VP'], 8)).rejects.toThrow();
      expect((await ask({ text: 'kỷ luật', limit: 1 })).hits).toHaveLength(1);
    });

    it('ignores what is older than what it knows, also after a removal', async () => {
      const id = documentIdOf(1);
      const put = (subject: string, version: number) => index().apply(upserts([aRecord({ id, subject })], version));
      await put('Thứ ba', 3);
      await put('Thứ hai', 2);
      await index().refresh();
      expect(await subjects('')).toEqual(['Thứ ba']);
      await index().apply([{ op: 'delete', id, version: 2 }]);
      await index().refresh();
      expect(await subjects('')).toEqual(['Thứ ba']);
      await index().apply([{ op: 'delete', id, version: 4 }]);
      await put('Thứ ba', 3);
      await index().refresh();
      expect(await subjects('')).toEqual([]);
      expect(await subjects('thứ')).toEqual([]);
      await put('Trở lại', 5);
      await index().refresh();
      expect(await subjects('trở lại')).toEqual(['Trở lại']);
    });
    it('forgets the old words of a changed document, with accents and without', async () => {
      const id = documentIdOf(1);
      await index().apply(upserts([aRecord({ id, subject: 'Đường thuỷ', body: 'Bến đò Đông Ngạc' })], 1));
      await index().apply(upserts([aRecord({ id, subject: 'Đường sắt', body: 'Ga Hà Nội' })], 2));
      await index().refresh();
      for (const gone of ['thuỷ', 'thuy', 'Đông Ngạc', 'dong ngac']) expect(await subjects(gone), gone).toEqual([]);
      for (const now of ['sắt', 'sat', 'ga ha noi']) expect(await subjects(now), now).toEqual(['Đường sắt']);
    });
    it('answers the same after being filled again in another order', async () => {
      const records = Array.from({ length: 12 }, (_, i) =>
        aRecord({ id: documentIdOf(i + 1), subject: i % 3 === 0 ? `Kỷ luật ${i}` : `Đất đai ${i}` }),
      );
      const snapshot = async () => {
        await index().refresh();
        return [new Set(await subjects('kỷ luật')), new Set(await subjects('dat dai')), await subjects('')];
      };
      await index().apply(upserts(records));
      const before = await snapshot();
      await index().clear();
      await index().apply(upserts(records.toReversed()));
      expect(await snapshot()).toEqual(before);
    });

    it('suggests by the beginning of a number or by words of the subject, never by the body', async () => {
      await given(
        { number: 3073, symbol: 'UBND-NC', display: '3073/UBND-NC', subject: 'Tăng cường kỷ luật' },
        { number: 30, symbol: 'KH-UBND', display: '30/KH-UBND', subject: 'Chuyển đổi số', body: 'kỷ luật' },
        { number: 5, symbol: 'TTr-SNV', display: '05/TTr-SNV', subject: 'Tờ trình' },
      );
      const suggested = async (prefix: string, limit = 10) =>
        (await index().suggest(prefix, EVERYBODY, limit)).map((one) => one.display);
      expect(await suggested('30')).toEqual(['30/KH-UBND', '3073/UBND-NC']);
      expect(await suggested('3073/UB')).toEqual(['3073/UBND-NC']);
      expect(await suggested('05/tt')).toEqual(['05/TTr-SNV']);
      for (const prefix of ['kỷ lu', 'ky lu', 'KỶ LUẬT', 'cường k'])
        expect(await suggested(prefix), prefix).toEqual(['3073/UBND-NC']);
      expect(await suggested('đổi s')).toEqual(['30/KH-UBND']);
      for (const none of ['', '  ', '"*', 'không có']) expect(await suggested(none), none).toEqual([]);
      expect(await suggested('30', 1)).toHaveLength(1);
    });
    it('gives back the id it was given', async () => {
      await given({ subject: 'Kỷ luật' });
      expect(DocumentId.parse((await ask('kỷ luật')).hits[0]?.id)).toBe(documentIdOf(1));
    });
  });
};
