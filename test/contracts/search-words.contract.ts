import { describe, expect, it } from 'vitest';
import type { SearchIndex } from '../../functions/ports/search.ts';
import { hits, searchUnderTest, text } from '../support/search-under-test.ts';

/** Words, phrases, accents, numbers, operators and marks. */
export const searchWordsContract = (name: string, makeIndex: () => Promise<SearchIndex>): void => {
  describe(`words in the archive search on ${name}`, () => {
    const { given, ask, subjects } = searchUnderTest(makeIndex);

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
    it('takes kĩ for kỹ and công ti for công ty', async () => {
      await given({ subject: 'Kỹ thuật của công ty' }, { subject: 'Khác' });
      for (const asked of ['kĩ thuật', 'công ti', 'ki thuat'])
        expect(await subjects(asked), asked).toEqual(['Kỹ thuật của công ty']);
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
  });
};
