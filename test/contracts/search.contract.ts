import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SearchHit, SearchIndex, SearchQuery } from '../../functions/ports/search.ts';
import { DocumentId } from '../../shared/kernel/ids.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from '../support/archive-records.ts';
import { searchRightsContract } from './search-rights.contract.ts';

const text = (marked: SearchHit['subject']) => marked.map((part) => part.text).join('');
const hits = (marked: SearchHit['subject']) => marked.filter((part) => part.hit).map((part) => part.text);

/** What every engine of the search port keeps. Compares sets and clear first places, never scores. */
export const searchContract = (name: string, makeIndex: () => Promise<SearchIndex>): void => {
  describe(`archive search on ${name}`, () => {
    let index: SearchIndex;
    beforeAll(async () => {
      index = await makeIndex();
    });
    afterAll(async () => index.close());
    beforeEach(async () => index.clear());

    const given = async (...records: Parameters<typeof aRecord>[0][]) => {
      await index.apply(upserts(records.map((record, at) => aRecord({ id: documentIdOf(at + 1), ...record }))));
      await index.refresh();
    };
    const ask = (asked: Partial<SearchQuery> | string) =>
      index.search({
        text: '',
        readers: EVERYBODY,
        sort: 'relevance',
        limit: 50,
        ...(typeof asked === 'string' ? { text: asked } : asked),
      });
    const subjects = async (asked: Partial<SearchQuery> | string) =>
      (await ask(asked)).hits.map((hit) => text(hit.subject));

    it('finds with accents, without accents, and đ as d', async () => {
      await given({ subject: 'Xử lý vi phạm đất đai' }, { subject: 'Xử lý nước thải' });
      for (const asked of ['đất đai', 'dat dai', 'ĐẤT ĐAI', 'xử lý vi phạm', 'xu ly vi pham'])
        expect(await subjects(asked), asked).toEqual(['Xử lý vi phạm đất đai']);
    });
    it('means the accents that were typed, and forgives them only when nothing else is found', async () => {
      await given({ subject: 'Quản lý chợ' }, { subject: 'Quản lý chó' });
      expect(await subjects('chợ')).toEqual(['Quản lý chợ']);
      expect(new Set(await subjects('cho'))).toEqual(new Set(['Quản lý chợ', 'Quản lý chó']));
      expect(new Set(await subjects('chờ'))).toEqual(new Set(['Quản lý chợ', 'Quản lý chó']));
    });
    it('finds a question typed half with accents', async () => {
      await given({ subject: 'Chuyển đổi số' }, { subject: 'Chuyện dời số' });
      expect(await subjects('chuyen đổi')).toEqual(['Chuyển đổi số']);
    });
    it('finds decomposed text, and by decomposed words', async () => {
      await given({ subject: 'Kỷ luật, kỷ cương'.normalize('NFD') }, { subject: 'Khác' });
      for (const asked of ['kỷ cương', 'kỷ cương'.normalize('NFD')])
        expect(await subjects(asked)).toEqual(['Kỷ luật, kỷ cương']);
    });
    it('takes both tone placements for one, and leaves quý alone', async () => {
      await given({ subject: 'Công trình thuỷ lợi Hoà Bình' }, { subject: 'Báo cáo quý III' });
      for (const asked of ['thủy lợi', 'thuỷ lợi', 'hòa bình', 'HOÀ BÌNH'])
        expect(await subjects(asked), asked).toEqual(['Công trình thuỷ lợi Hoà Bình']);
      expect(await subjects('quý')).toEqual(['Báo cáo quý III']);
    });
    it('keeps the order of a quoted phrase', async () => {
      await given({ subject: 'Luật cán bộ' }, { subject: 'Cán bộ và luật' });
      expect(await subjects('"cán bộ và"')).toEqual(['Cán bộ và luật']);
      expect(await subjects('"luật cán"')).toEqual(['Luật cán bộ']);
      expect(await subjects('“bo va luat”')).toEqual(['Cán bộ và luật']);
      expect(await subjects('"bộ cán"')).toEqual([]);
    });

    it.each([
      '3073',
      '3073/UBND-NC',
      '3073/ubnd-nc',
      '3073 ubnd nc',
      '3073UBNDNC',
      'số 3073',
      'CV 3073',
      'Công văn số 3073',
    ])('puts number 3073 first for %s', async (asked) => {
      await given(
        { number: 3073, symbol: 'UBND-NC', display: '3073/UBND-NC', subject: 'Kỷ luật', date: '2023-09-18' },
        {
          number: 9,
          symbol: 'SNV-VP',
          display: '09/SNV-VP',
          subject: 'Số 3073',
          body: 'Công văn số 3073/UBND-NC CV 3073 3073 3073',
        },
        { number: 30, symbol: 'UBND-NC', display: '30/UBND-NC', subject: 'Ba mươi' },
      );
      const found = await ask(asked);
      expect(found.hits[0]?.display).toBe('3073/UBND-NC');
      expect(found.hits.map((hit) => hit.display)).not.toContain('30/UBND-NC');
      expect((await ask({ text: asked, sort: 'newest' })).hits[0]?.display).toBe('3073/UBND-NC');
    });
    it('does not mind zero padding or the dash of the Party in a number', async () => {
      await given(
        { number: 5, symbol: 'TTr-SNV', display: '05/TTr-SNV' },
        { number: 171, symbol: 'KH/TU', display: '171-KH/TU' },
      );
      for (const asked of ['05/TTr-SNV', '5/ttr-snv', '5 TTr SNV'])
        expect(
          (await ask(asked)).hits.map((hit) => hit.display),
          asked,
        ).toEqual(['05/TTr-SNV']);
      for (const asked of [' 171-KH/TU', '171 KH TU', '171'])
        expect(
          (await ask(asked)).hits.map((hit) => hit.display),
          asked,
        ).toEqual(['171-KH/TU']);
    });

    it('takes operators in a question for words', async () => {
      await given({ subject: 'Kỷ luật AND kỷ cương NOT near' });
      expect(await subjects('kỷ AND cương')).toHaveLength(1);
      const hostile = [
        '*',
        '"',
        'NEAR(',
        'kỷ "',
        '") OR 1=1 --',
        'subject:kỷ',
        '-kỷ',
        '^kỷ',
        'kỷ*',
        '{subject}: x',
        '()',
        "'; DROP",
        '\0',
        '🙂',
      ];
      for (const asked of hostile) expect(await ask(asked), asked).toHaveProperty('total');
      expect(await subjects('kỷ luật *')).toHaveLength(1);
      expect((await ask('***')).total).toEqual({ n: 0, exact: true });
      expect(await subjects('luậ*')).toEqual([]);
    });
    it('finds a whole sentence by most of its words', async () => {
      await given(
        {
          subject: 'Chuyển đổi vị trí công tác',
          body: 'Định kỳ luân chuyển, chuyển đổi vị trí công tác đối với công chức.',
        },
        { subject: 'Nước sạch', body: 'Cung cấp nước sạch nông thôn theo quy định tại nghị định.' },
      );
      const asked = 'Việc định kỳ chuyển đổi vị trí công tác của cán bộ thực hiện theo quy định nào';
      expect((await subjects(asked))[0]).toBe('Chuyển đổi vị trí công tác');
      expect((await subjects('viec dinh ky chuyen doi vi tri cong tac cua can bo o dau'))[0]).toBe(
        'Chuyển đổi vị trí công tác',
      );
    });

    it('marks hits in the text as it is written, and shows passages that are really there', async () => {
      const body = `Mở đầu. ${'Nội dung khác hẳn. '.repeat(40)}Các công trình thuỷ lợi tại İstanbul do Sở quản lý. ${'Hết. '.repeat(30)}`;
      await given({ subject: 'Về thuỷ lợi và thủy điện', body });
      for (const asked of ['thủy lợi', 'thuy loi']) {
        const [hit] = (await ask(asked)).hits;
        expect(text(hit?.subject ?? [])).toBe('Về thuỷ lợi và thủy điện');
        expect(hits(hit?.subject ?? [])).toEqual(['thuỷ lợi', 'thủy']);
        expect(hit?.snippets.length).toBeGreaterThan(0);
        for (const snippet of hit?.snippets ?? []) {
          expect(body.includes(text(snippet))).toBe(true);
          expect(hits(snippet)).toContain('thuỷ lợi');
          expect(text(snippet).length).toBeLessThan(400);
        }
      }
    });

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
      await expect(ask({ text: 'kỷ cương', limit: 1, cursor: cursor ?? '' })).rejects.toThrow();
      await expect(ask({ text: 'kỷ luật', limit: 1, cursor: 'nonsense' })).rejects.toThrow();
    });

    it('ignores what is older than what it knows, also after a removal', async () => {
      const id = documentIdOf(1);
      const put = (subject: string, version: number) => index.apply(upserts([aRecord({ id, subject })], version));
      await put('Thứ ba', 3);
      await put('Thứ hai', 2);
      await index.refresh();
      expect(await subjects('')).toEqual(['Thứ ba']);
      await index.apply([{ op: 'delete', id, version: 2 }]);
      await index.refresh();
      expect(await subjects('')).toEqual(['Thứ ba']);
      await index.apply([{ op: 'delete', id, version: 4 }]);
      await put('Thứ ba', 3);
      await index.refresh();
      expect(await subjects('')).toEqual([]);
      expect(await subjects('thứ')).toEqual([]);
      await put('Trở lại', 5);
      await index.refresh();
      expect(await subjects('trở lại')).toEqual(['Trở lại']);
    });
    it('forgets the old words of a changed document, with accents and without', async () => {
      const id = documentIdOf(1);
      await index.apply(upserts([aRecord({ id, subject: 'Đường thuỷ', body: 'Bến đò Đông Ngạc' })], 1));
      await index.apply(upserts([aRecord({ id, subject: 'Đường sắt', body: 'Ga Hà Nội' })], 2));
      await index.refresh();
      for (const gone of ['thuỷ', 'thuy', 'Đông Ngạc', 'dong ngac']) expect(await subjects(gone), gone).toEqual([]);
      for (const now of ['sắt', 'sat', 'ga ha noi']) expect(await subjects(now), now).toEqual(['Đường sắt']);
    });
    it('answers the same after being filled again in another order', async () => {
      const records = Array.from({ length: 12 }, (_, i) =>
        aRecord({ id: documentIdOf(i + 1), subject: i % 3 === 0 ? `Kỷ luật ${i}` : `Đất đai ${i}` }),
      );
      const snapshot = async () => {
        await index.refresh();
        return [new Set(await subjects('kỷ luật')), new Set(await subjects('dat dai')), await subjects('')];
      };
      await index.apply(upserts(records));
      const before = await snapshot();
      await index.clear();
      await index.apply(upserts(records.toReversed()));
      expect(await snapshot()).toEqual(before);
    });

    it('suggests by the beginning of a number or by words of the subject, never by the body', async () => {
      await given(
        { number: 3073, symbol: 'UBND-NC', display: '3073/UBND-NC', subject: 'Tăng cường kỷ luật' },
        { number: 30, symbol: 'KH-UBND', display: '30/KH-UBND', subject: 'Chuyển đổi số', body: 'kỷ luật' },
        { number: 5, symbol: 'TTr-SNV', display: '05/TTr-SNV', subject: 'Tờ trình' },
      );
      const suggested = async (prefix: string, limit = 10) =>
        (await index.suggest(prefix, EVERYBODY, limit)).map((one) => one.display);
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
  searchRightsContract(name, makeIndex);
};
